import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cli, folderWith } from '../cli/kit.ts';
import { LanguageServer, type Position } from './language-server.ts';

// Whole programs on a machine that others use too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const repository = resolve(import.meta.dirname, '../..');
const server = new LanguageServer(repository);

beforeAll(() => server.start());
afterAll(() => server.stop());

const places = ['release.config.yaml', 'tenants', 'variables', 'projects', 'releases'];
const samples = places
  .flatMap((place) => (place.endsWith('.yaml') ? [place] : filesBelow(place)))
  .filter((path) => !path.endsWith('.lock.yaml'));

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => join(folder, path));
}

/** The text without `|`, and where that stood. */
function cursorIn(marked: string): { readonly text: string; readonly at: Position } {
  const offset = marked.indexOf('|');
  const before = marked.slice(0, offset).split('\n');
  const at = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), at };
}

let opened = 0;

/** A file like this one that was never open before: what the server still says of another one cannot be meant. */
function fresh(path: string): string {
  return join(`copy-${++opened}`, path);
}

async function offered(like: string, marked: string): Promise<ReadonlyMap<string, string>> {
  const { text, at } = cursorIn(marked);
  const path = fresh(like);
  await server.open(path, text);
  const found = await server.complete(path, at);
  server.close(path);
  return found;
}

async function told(like: string, marked: string): Promise<string> {
  const { text, at } = cursorIn(marked);
  const path = fresh(like);
  await server.open(path, text);
  const found = await server.hover(path, at);
  server.close(path);
  return found;
}

test('an editor has nothing against the sample workspace', async () => {
  expect(samples.length).toBeGreaterThan(30);
  const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
  const found = await Promise.all(samples.map(async (path) => [path, await server.open(path, read(path))] as const));
  expect(found.filter(([, wrong]) => wrong.length > 0)).toEqual([]);
});

test('a file without the line that names its schema gets it by where it stands', async () => {
  const wrong = await Promise.all(
    places.map(async (place) => {
      const like = place.endsWith('.yaml') ? place : join(place, 'new.yaml');
      return (await server.open(fresh(like), 'noSuchKey: 1\n')).map(({ message }) => message).join();
    }),
  );
  for (const messages of wrong) expect(messages).toContain('noSuchKey');
  expect(await server.open(fresh('docs/other.yaml'), 'noSuchKey: 1\n')).toEqual([]);
});

test.each([
  ['tenants/new.yaml', 'tenant: new\n|', ['tags', 'environments', 'targets', 'variables', 'packages']],
  [
    'projects/new.yaml',
    'project: new\nsteps:\n  - id: a\n    |',
    ['uses', 'with', 'roles', 'needs', 'when', 'retry', 'package'],
  ],
  [
    'projects/new.yaml',
    'project: new\nsteps:\n  - id: a\n    uses: script\n    retry:\n      |',
    ['attempts', 'backoff'],
  ],
  [
    'projects/new.yaml',
    'project: new\nsteps:\n  - id: a\n    uses: script\n    with:\n      |',
    ['shell', 'run', 'env', 'workingDirectory'],
  ],
  ['projects/new.yaml', 'project: new\ninputs:\n  customer:\n    |', ['required', 'type', 'default', 'description']],
  ['releases/new.yaml', 'release: new\nwaves:\n  - |', ['name', 'tenants', 'concurrency', 'budget', 'approve', 'soak']],
  ['release.config.yaml', 'environments: [test]\n|', ['tagSets', 'lifecycles', 'feeds', 'notifications', 'freezes']],
  ['release.config.yaml', 'notifications:\n  chat:\n    url: "https://a"\n    |', ['format', 'on', 'key']],
  ['release.config.yaml', 'targets:\n  one:\n    type: |', ['local', 'ssh', 'agent', 'drop']],
  ['releases/new.yaml', 'release: new\nonFailure: |', ['halt', 'continue', 'undo']],
])('in %s after %j it offers what may stand there, each with its meaning', async (path, marked, wanted) => {
  const found = await offered(path, marked);
  expect([...found.keys()]).toEqual(expect.arrayContaining(wanted));
  if (marked.endsWith(': |')) return;
  for (const key of wanted) expect(found.get(key), key).not.toBe('');
});

test.each([
  ['tenants/new.yaml', 'tenant: new\nta|gs: [ring/canary]\n', 'tag'],
  ['projects/new.yaml', 'project: new\nsteps:\n  - id: a\n    us|es: script\n', 'kind'],
  ['projects/new.yaml', 'project: new\nsteps:\n  - id: a\n    uses: script\n    re|try: { attempts: 3 }\n', 'attempt'],
  ['releases/new.yaml', 'release: new\nwaves:\n  - name: a\n    bud|get: { percent: 5 }\n', 'fail'],
  ['releases/new.yaml', 'release: new\nwaves:\n  - name: a\n    budget: { per|cent: 5 }\n', 'hundred'],
  [
    'release.config.yaml',
    'lifecycles:\n  standard:\n    phases:\n      - name: test\n        so|ak: 1d\n        environments: [test]\n',
    'version',
  ],
  [
    'variables/new.yaml',
    'variableSet: new\nvariables:\n  url:\n    - value: a\n      sc|ope: { environment: prod }\n',
    'where',
  ],
])('in %s it explains the key at %j', async (path, marked, wanted) => {
  const words = await told(path, marked);
  expect(words.toLowerCase()).toContain(wanted);
});

test.each([
  ['tenants/new.yaml', 'tenant: new\nenvironment: [test]\n', 1, 'environment'],
  [
    'projects/new.yaml',
    'project: new\nsteps:\n  - id: a\n    uses: script\n    retry: { attempts: many }\n',
    4,
    'integer',
  ],
  ['projects/new.yaml', 'project: new\nsteps:\n  - id: a\n    timeout: 5 minutes\n    uses: script\n', 3, 'duration'],
  ['releases/new.yaml', 'release: new\nproject: web\nversion: 1\nonFailure: stop\n', 3, 'halt'],
  ['release.config.yaml', 'environments: [test]\nnotifications:\n  chat: { format: slack }\n', 2, 'url'],
  [
    'release.config.yaml',
    'environments: [test]\nnotifications:\n  chat: { url: "https://a", on: [started] }\n',
    2,
    'blocked',
  ],
  ['tenants/new.yaml', 'tenant: new\nvariables:\n  a: 1\n  a: 2\n', 2, 'unique'],
])('of the mistake in %s %j it tells in line %i', async (path, text, line, wanted) => {
  const wrong = await server.open(fresh(path), text);
  const here = wrong.filter(({ range }) => range.start.line === line || range.start.line === line + 1);
  expect(here.map(({ message }) => message).join('\n'), JSON.stringify(wrong)).toContain(wanted);
});

describe('in a workspace made by init', () => {
  const folder = folderWith({});
  let own: LanguageServer;

  beforeAll(async () => {
    expect((await cli(folder, ['init'])).code).toBe(0);
    own = new LanguageServer(folder);
    await own.start();
  }, 60_000);
  afterAll(() => own.stop());

  test('there is nothing wrong', async () => {
    for (const path of ['release.config.yaml', 'tenants/acme.yaml', 'projects/hello.yaml', 'releases/first.yaml'])
      expect(await own.open(path, readFileSync(join(folder, path), 'utf8')), path).toEqual([]);
  });

  test('step kinds, and what each takes, are offered, explained, and missed', async () => {
    const steps = 'project: new\nsteps:\n  - id: a\n    uses: ';
    await own.open('projects/one.yaml', steps);
    const kinds = await own.complete('projects/one.yaml', { line: 3, character: 10 });
    expect([...kinds.keys()]).toEqual(expect.arrayContaining(['script', 'package', 'http-check', 'wait', 'approval']));
    await own.open('projects/two.yaml', `${steps}script\n    with:\n      `);
    const inputs = await own.complete('projects/two.yaml', { line: 5, character: 6 });
    expect([...inputs.keys()]).toEqual(expect.arrayContaining(['run', 'file', 'env', 'outputs', 'workingDirectory']));
    expect(inputs.get('env')).toContain('environment variables');
    await own.open('projects/three.yaml', `${steps}script\n    with: { run: "true", env: {} }\n`);
    expect(await own.hover('projects/three.yaml', { line: 4, character: 26 })).toContain('environment variables');
    const wrong = await own.open('projects/four.yaml', `${steps}script\n    with: { rum: "true" }\n`);
    expect(wrong.map(({ message }) => message).join()).toContain('rum');
  });
});
