import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpusFolder, expectations, naughtyStrings } from '../yaml/corpus.ts';
import { type Files, folderWith, type Report, release } from './program.ts';
import { expectCivil, expectPlaced } from './verdict.ts';

/*
 * The same hostile input put into documents of this tool: what the corpus means by each file, and what must come of it.
 * Its `#{…}` is `{{…}}` here.
 */
const small: Files = {
  'release.config.yaml': 'environments: [test]\n',
  'tenants/a.yaml': 'tenant: a\nenvironments: [test]\n',
  'projects/p.yaml': 'project: p\nsteps: [{ id: s, uses: note, with: { message: hi } }]\n',
  'releases/r.yaml': 'release: r\nproject: p\nversion: 1.0.0\nenvironments: [test]\n',
};

function read(name: string): string {
  return readFileSync(join(corpusFolder, 'yaml', `${name}.yaml`), 'utf8').replaceAll(/#\{([^{}]*)\}/g, '{{$1}}');
}

/** The whole file as the values of a variable set. */
const asValues = (name: string): Files => ({
  'variables/x.yaml': `variableSet: x\nvariables:\n${read(name)
    .replace(/^\ufeff/, '')
    .replaceAll(/^(?=.)/gm, '  ')}\n`,
});
/** A file that has `variables:` itself. */
const asSet = (name: string): Files => ({ 'variables/x.yaml': `variableSet: x\n${read(name)}\n` });
const asProcess = (name: string): Files => ({
  'projects/p.yaml': `project: p\n${read(name).replaceAll('{id:', '{uses: note, with: {message: hi}, id:')}\n`,
});
const saying = (message: string): Files => ({
  'projects/p.yaml': `project: p\nsteps:\n  - { id: s, uses: note, with: { message: ${JSON.stringify(message)} } }\n`,
});
const scripts = ['../../../../etc/passwd', '/etc/passwd', './ok/../../outside.sh', '..\\..\\windows\\win.ini'];

type Refusal = readonly [name: string, files: Files, codes: readonly string[], says: string];

const refused: readonly Refusal[] = [
  ['billion-laughs', asValues('billion-laughs'), ['REL1012'], 'expand to more than'],
  ['deep-nesting-block', asValues('deep-nesting-block'), ['REL1013'], 'levels deep'],
  ['duplicate-keys-top', asValues('duplicate-keys-top'), ['REL1006'], 'tenants'],
  ['merge-key-proto', asValues('merge-key-proto'), ['REL1108', 'REL1108'], '__proto__'],
  ['proto-variable', asSet('proto-variable'), ['REL1108'], '__proto__'],
  ['unicode-confusable', asValues('unicode-confusable'), ['REL1015', 'REL1108'], 'another script'],
  ['tag-python', asValues('tag-python'), ['REL1008'], 'python/object'],
  ['template-recursion', asSet('template-recursion'), ['REL1409', 'REL1409'], 'Foo -> Fox -> Fax -> Fix -> Foo'],
  ['template-bomb', { ...asSet('template-bomb'), ...saying('{{V9}}') }, ['REL1408'], 'more than 1 MiB'],
  [
    'template-injection',
    asSet('template-injection'),
    ['REL1401', 'REL1401', 'REL1401', 'REL1401', 'REL1405'],
    'github.token',
  ],
  ['secret-in-log', asSet('secret-in-log'), ['REL1101'], '`sensitive`'],
  ['dag-unknown-ref', asProcess('dag-unknown-ref'), ['REL1228'], 'did you mean \\"b\\"'],
  ['dag-self', asProcess('dag-self'), ['REL1229'], 'needs itself'],
  [
    'include-cycle-a',
    {
      'projects/p.yaml': 'project: p\nsteps: [{ id: s, uses: chain, with: { project: q } }]\n',
      'projects/q.yaml': 'project: q\nsteps: [{ id: s, uses: chain, with: { project: p } }]\n',
    },
    ['REL1232'],
    'p -> q -> p',
  ],
  [
    'unknown-key-typo',
    { 'tenants/a.yaml': 'tenant: a\nenviroments: [prod]\n' },
    ['REL1101'],
    'did you mean \\"environments\\"',
  ],
  [
    'wrong-types',
    {
      'tenants/a.yaml': 'tenant: a\nenvironments: null\nvariables: 12\n',
      'projects/p.yaml': 'project: p\nsteps: {id: a}\nchannels: [acme]\n',
    },
    ['REL1103', 'REL1103', 'REL1103', 'REL1105'],
    'where a list is needed',
  ],
  [
    'names-as-paths',
    Object.fromEntries(
      ['../../evil', 'a/b', 'CON', '.', '', '-rf', 'x; rm -rf /', '$(id)'].map((name, index) => [
        `tenants/${index}.yaml`,
        `tenant: ${JSON.stringify(name)}\nenvironments: [test]\n`,
      ]),
    ),
    Array.from({ length: 8 }, () => 'REL1107'),
    'a name starts with',
  ],
  [
    'path-traversal',
    {
      'projects/p.yaml': `project: p\nsteps:\n${scripts
        .map((path, index) => `  - { id: s${index}, uses: script, with: { file: '${path}' } }\n`)
        .join('')}`,
    },
    scripts.map(() => 'REL1220'),
    'relative to the workspace',
  ],
  [
    'template-unclosed',
    { 'variables/x.yaml': 'variableSet: x\nvariables: { A: "{{Foo", B: "{{#if X}}yes", D: "{{/if}}" }\n' },
    ['REL1401', 'REL1401', 'REL1401'],
    '{{',
  ],
];

describe.concurrent('hostile input inside documents of this tool', () => {
  it.each(refused)('%s is refused', async (name, files, codes, says) => {
    const told = await release(folderWith({ ...small, ...files }), ['validate', '--output', 'json']);
    expectCivil(told, name);
    expect(told.code, told.out).toBe(2);
    const report = JSON.parse(told.out) as Report;
    expectPlaced(report, name);
    expect(report.diagnostics.map(({ code }) => code).toSorted()).toEqual(codes);
    expect(told.out).toContain(says);
  });

  const explained: readonly (readonly [name: string, files: Files, value: string, expected: unknown])[] = [
    ['merge-key', asValues('merge-key'), 'acme.region', 'eu-west-1'],
    ['merge-key', asValues('merge-key'), 'acme.size', 'l'],
    ['merge-key', asValues('merge-key'), 'globex.tier', 'gold'],
    [
      'norway',
      asValues('norway'),
      'countries',
      ['NO', 'no', 'No', 'nO', 'yes', 'YES', 'y', 'n', 'on', 'off', true, true, true],
    ],
    ['crlf', asValues('crlf'), 'b', 'x\ny\n'],
    ['ansi', asValues('ansi'), 'name', '\u001b[2J\u001b[31mFAKE OK\u001b[0m'],
    ['merge-bomb', asValues('merge-bomb'), 'm7.k1', 'v'],
    ['bom', { 'variables/x.yaml': '\ufeffvariableSet: x\nvariables: { a: 1 }\n' }, 'a', 1],
  ];

  it.each(explained)('%s is read as it is meant', async (name, files, value, expected) => {
    const folder = folderWith({ ...small, ...files });
    const told = await release(folder, ['explain', 'a', 'test', value, '--output', 'json']);
    expectCivil(told, name);
    expect(JSON.parse(told.out)).toMatchObject({ value: expected });
  });

  it('ansi is shown as what it is, and does nothing', async () => {
    const told = await release(folderWith({ ...small, ...asValues('ansi') }), ['explain', 'a', 'test', 'name']);
    expectCivil(told, 'ansi');
    expect(told.code).toBe(0);
    expect(told.out).toContain('FAKE OK');
  });

  it.each(['small-alias-ok', 'quadratic-blowup'])('%s is accepted', async (name) => {
    const told = await release(folderWith({ ...small, ...asValues(name) }), ['validate']);
    expectCivil(told, name);
    expect(told).toMatchObject({ code: 0, err: '' });
  });

  it.each(['duplicate-key-case', 'bidi'])('%s is warned about', async (name) => {
    const files = name === 'bidi' ? asValues(name) : asSet(name);
    const told = await release(folderWith({ ...small, ...files }), ['validate']);
    expectCivil(told, name);
    expect(told.code).toBe(0);
    expect(told.out).toMatch(/^warning REL101[46]: /m);
  });

  it('huge-steps: five thousand steps are validated and planned', async () => {
    const folder = folderWith({ ...small, ...asProcess('huge-steps') });
    for (const words of [['validate'], ['plan', '--output', 'json']]) {
      const told = await release(folder, words);
      expectCivil(told, words.join(' '));
      expect(told.code, told.err).toBe(0);
      if (words.length > 1) expect(JSON.parse(told.out).deployments[0].nodes).toHaveLength(5000);
    }
  });

  it('numbers: where a digit would be lost or a text is needed, quotes are asked for', async () => {
    const told = await release(folderWith({ ...small, ...asValues('numbers') }), ['validate', '--output', 'json']);
    expectCivil(told, 'numbers');
    for (const written of ['0x1F', '0o17', '017', '08', '1e3', '1E400', '1.0', '1.10', '9007199254740993'])
      expect(told.out).toContain(`write \\"${written}\\" in quotes`);
    for (const written of ['1_000', '.5', '+1', '12:30:45', '0b11']) expect(told.out).not.toContain(`\\"${written}\\"`);
  });

  it('an undefined variable named as a part of every object is undefined', async () => {
    const told = await release(folderWith({ ...small, ...saying('{{toString}} {{valueOf}}') }), ['validate']);
    expect(told.code).toBe(2);
    expect(told.out.match(/error REL1405/g)).toHaveLength(2);
  });
});

/** `shell-injection-values`, `template-injection` and the like, where they end. */
describe('hostile values on their way to a script', () => {
  const script = (value: string) =>
    `project: p\nsteps:\n  - id: s\n    uses: script\n    with: { env: { VALUE: ${JSON.stringify(value)} }, run: 'printf "<%s>" "$VALUE"' }\n`;

  it('nothing in a value is run, and every character arrives', async () => {
    const pwned = join(folderWith({}), 'pwned');
    const values: Record<string, string> = {
      Name: `x'; touch ${pwned}; echo '`,
      Sub: `$(touch ${pwned})`,
      Nl: `a\ntouch ${pwned}`,
      Arg: '--profile=evil',
      Echo: '${7*7} <%= 7*7 %> `id` %{http_code}',
    };
    const folder = folderWith({
      ...small,
      'variables/x.yaml': `variableSet: x\nvariables: ${JSON.stringify(values)}\n`,
      'projects/p.yaml': script(
        Object.keys(values)
          .map((name) => `{{${name}}}`)
          .join('|'),
      ),
    });
    expect((await release(folder, ['run', '--yes'])).code).toBe(0);
    const told = await release(folder, ['logs', '--output', 'json']);
    expectCivil(told, 'logs');
    const lines: readonly { readonly text: string }[] = JSON.parse(told.out).lines;
    expect(lines.map(({ text }) => text).join('\n')).toBe(`<${Object.values(values).join('|')}>`);
    expect(existsSync(pwned)).toBe(false);
  });

  it('each naughty string is shown clean, and arrives or is refused', async () => {
    // What a variable of the environment cannot hold at all is refused elsewhere (REL2102).
    const values = naughtyStrings.filter((text) => !/\0|\p{Surrogate}/u.test(text));
    const folder = folderWith({
      ...small,
      'variables/x.json.yaml': `variableSet: x\nvariables: ${JSON.stringify({ naughty: { value: values } })}\n`,
      'projects/p.yaml': script('{{json naughty}}'),
    });
    const validated = await release(folder, ['validate']);
    expectCivil(validated, 'validate');
    const plan = await release(folder, ['plan']);
    expectCivil(plan, 'plan');
  });

  it('secrets are neither on the screen nor on the disk, in any of their forms', async () => {
    const secret = 'hunter2-hunter2?&';
    const folder = folderWith({
      ...small,
      'variables/x.yaml': 'variableSet: x\nvariables: { password: { secret: { env: PASSWORD } } }\n',
      'projects/p.yaml': `project: p
steps:
  - id: s
    uses: script
    with:
      env: { P: "{{password}}", URL: "postgres://u:{{password}}@db" }
      run: |
        echo "$P $URL"; printf %s "$P" | base64; echo "hunter2"-hunter2%3F%26
        exit 3
`,
    });
    const told = await release(folder, ['run', '--yes', '-v'], { environment: { PASSWORD: secret } });
    expect(told.code).toBe(1);
    const logs = await release(folder, ['logs']);
    const forms = [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)];
    const written = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(logs.out).toContain('***');
    for (const form of forms) {
      for (const text of [told.out, told.err, logs.out, ...written]) expect(text).not.toContain(form);
    }
  });
});

/** Of what is refused as text already, this tool's own documents add nothing. */
const onlyText = [
  ...['empty', 'comment-only', 'scalar-root', 'list-root', 'utf16', 'latin1', 'nul', 'tabs'],
  ...['tag-js-function', 'tag-binary', 'tag-cfn', 'tag-vault', 'set-omap'],
];

it('every file of the corpus is looked at', () => {
  const names = expectations.filter(({ file }) => file.startsWith('yaml/')).map(({ file }) => file.slice(5, -5));
  const test = readFileSync(import.meta.filename, 'utf8');
  expect(names.filter((name) => !onlyText.includes(name) && !test.includes(name))).toEqual([]);
});
