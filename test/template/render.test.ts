import fc from 'fast-check';
import Handlebars from 'handlebars';
import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../../src/template/compile.ts';
import type { JsonMap } from '../../src/util/json.ts';
import { codesOf, problemOf, render, rendered, scopeOf, spanFor, template } from './kit.ts';

const data: JsonMap = {
  code: 'StMarys',
  count: 3,
  ratio: 0.5,
  zero: 0,
  on: true,
  off: false,
  nothing: null,
  blank: '',
  empty: [],
  pas: { server: 'pas01', port: 1433, flags: { tls: true } },
  servers: [
    { name: 'a', roles: ['web', 'db'] },
    { name: 'b', roles: [] },
  ],
  words: ['x', 'y', 'z'],
};

describe('types', () => {
  test.each([
    ['{{count}}', 3],
    ['{{ on }}', true],
    ['{{words}}', ['x', 'y', 'z']],
    ['{{pas}}', data.pas],
    ['{{pas.flags.tls}}', true],
    ['{{lookup pas "port"}}', 1433],
    ['{{eq count 3}}', true],
    ['{{{count}}}', 3],
    ['{{words.length}}', 3],
    ['{{words.[1]}}', 'y'],
    ['{{pas.[server]}}', 'pas01'],
  ])('%s keeps the type of its value', (text, value) => {
    expect(template(text).singleExpression).toBe(true);
    expect(rendered(text, data)).toEqual(value);
  });

  test.each([
    [' {{count}}', ' 3'],
    ['{{count}}{{ratio}}{{on}}{{off}}', '30.5truefalse'],
    ['Local.{{code}}', 'Local.StMarys'],
    ['<{{pas.server}}> & "{{pas.port}}"', '<pas01> & "1433"'],
    ['{{count}}{{! a remark }}{{count}}', '33'],
    ['a{{blank}}b', 'ab'],
  ])('%s prints as text', (text, value) => {
    expect(rendered(text, data)).toBe(value);
  });

  test('map, list and null cannot stand inside text', () => {
    expect(problemOf('a {{pas}}', data)).toBe('not-text');
    expect(problemOf('a {{words}}', data)).toBe('not-text');
    expect(problemOf('a {{nothing}}', data)).toBe('empty');
    expect(problemOf('{{nothing}}', data)).toBe('empty');
    expect(problemOf('{{#if on}}{{pas}}{{/if}}', data)).toBe('not-text');
    expect(problemOf('{{#if on}}{{nothing}}{{/if}}', data)).toBe('empty');
    expect(problemOf('{{upper pas}}', data)).toBe('wrong-type');
    expect(problemOf('{{upper nothing}}', data)).toBe('wrong-type');
  });
});

describe('strictness where Handlebars is lax', () => {
  test.each([
    '{{missing}}',
    '{{pas.missing}}',
    '{{pas.server.missing}}',
    '{{missing.a.b}}',
    'x {{missing}}',
    '{{#if missing}}a{{/if}}',
    '{{#unless missing}}a{{/unless}}',
    '{{#each missing}}a{{/each}}',
    '{{#with missing}}a{{/with}}',
    '{{lookup missing "a"}}',
    '{{lookup pas "missing"}}',
    '{{lookup pas code}}',
    '{{#if (eq missing 1)}}a{{/if}}',
    '{{#if (not pas.missing)}}a{{/if}}',
    '{{#each servers}}{{missing}}{{/each}}',
    '{{#each servers}}{{code}}{{/each}}',
    '{{#with pas}}{{code}}{{/with}}',
    '{{words.[3]}}',
    '{{words.[-1]}}',
    '{{code.length}}',
  ])('%s is a missing name', (text) => {
    expect(problemOf(text, data)).toBe('missing');
  });

  test.each(['toString', '__proto__', 'constructor', 'hasOwnProperty', 'valueOf', 'prototype'])(
    '%s is no name',
    (name) => {
      expect(problemOf(`{{${name}}}`, data)).toBe('missing');
      expect(problemOf(`{{pas.${name}}}`, data)).toBe('missing');
      expect(problemOf(`{{words.${name}}}`, data)).toBe('missing');
      expect(problemOf(`{{lookup pas "${name}"}}`, data)).toBe('missing');
      expect(problemOf(`{{#each servers}}{{${name}}}{{/each}}`, data)).toBe('missing');
      expect(problemOf(`{{#with pas}}{{this.${name}}}{{/with}}`, data)).toBe('missing');
    },
  );

  test('such names are ordinary when somebody declares them', () => {
    const odd = JSON.parse('{"__proto__":"p","toString":"t","constructor":"c","valueOf":"v"}') as JsonMap;
    expect(rendered('{{__proto__}}{{toString}}{{constructor}}{{valueOf}}', odd)).toBe('ptcv');
    expect(rendered('{{#each m}}{{@key}}={{this}} {{/each}}', { m: odd })).toBe(
      '__proto__=p toString=t constructor=c valueOf=v ',
    );
  });

  test('the path is named, with its place', () => {
    const result = render('on {{ pas.serer }}', data);
    expect(result).toEqual({
      ok: false,
      problem: { kind: 'missing', path: ['pas', 'serer'], insideItem: false, name: 'pas.serer', offset: 6, length: 9 },
    });
  });

  test('each wants a list or a map', () => {
    expect(problemOf('{{#each code}}a{{/each}}', data)).toBe('wrong-type');
    expect(problemOf('{{#each nothing}}a{{/each}}', data)).toBe('wrong-type');
  });
});

describe('blocks', () => {
  test.each([
    ['{{#if on}}a{{else}}b{{/if}}', 'a'],
    ['{{#if off}}a{{else if count}}b{{else}}c{{/if}}', 'b'],
    ['{{#if zero}}a{{else}}b{{/if}}', 'b'],
    ['{{#if zero includeZero=true}}a{{else}}b{{/if}}', 'a'],
    ['{{#if nothing}}a{{else}}b{{/if}}', 'b'],
    ['{{#if empty}}a{{else}}b{{/if}}', 'b'],
    ['{{#unless off}}a{{/unless}}', 'a'],
    ['{{#each words}}{{@index}}{{this}}{{#unless @last}},{{/unless}}{{/each}}', '0x,1y,2z'],
    ['{{#each words}}{{#if @first}}[{{/if}}{{.}}{{/each}}', '[xyz'],
    ['{{#each empty}}a{{else}}none{{/each}}', 'none'],
    ['{{#each pas.flags}}{{@key}}={{this}}{{/each}}', 'tls=true'],
    [
      '{{#each servers}}{{name}}:{{#each roles}}{{this}}/{{../name}}/{{../../code}}/{{@../index}} {{/each}}{{/each}}',
      'a:web/a/StMarys/0 db/a/StMarys/0 b:',
    ],
    ['{{#each servers as |server at|}}{{at}}{{server.name}}{{/each}}', '0a1b'],
    ['{{#each servers}}{{@root.code}}{{/each}}', 'StMarysStMarys'],
    ['{{#with pas}}{{server}}:{{port}} {{../code}}{{/with}}', 'pas01:1433 StMarys'],
    ['{{#with pas as |p|}}{{p.server}}{{/with}}', 'pas01'],
    ['{{#with pas}}{{#with flags}}{{tls}}{{/with}}{{/with}}', 'true'],
    ['{{#each servers}}{{#with this}}{{name}}{{@index}}{{/with}}{{/each}}', 'a0b1'],
    ['{{#each servers}}{{lookup @root.words @index}}{{/each}}', 'xy'],
    ['{{#if (and on (not off))}}yes{{/if}}', 'yes'],
    ['{{#if (or off (eq pas.port 1433))}}yes{{/if}}', 'yes'],
    ['a\n{{#if on}}\nb\n{{/if}}\nc', 'a\nb\nc'],
    ['a {{~ code ~}} b', 'aStMarysb'],
  ])('%s', (text, value) => {
    expect(rendered(text, data)).toBe(value);
  });

  test.each([
    '{{#if on}}\n a {{code}}\n{{else if off}}b{{/if}} x',
    '{{#each servers}}{{@index}} {{@key}} {{@first}} {{@last}} {{name}} {{../code}}\n{{/each}}',
    '{{#with pas}}\n  {{server}}\n{{else}}\n none\n{{/with}}\n',
    '{{#each pas.flags as |v k|}}{{k}}{{v}}{{/each}}',
    '\\{{code}} {{code}} \\\\{{code}}',
    '{{#unless zero}}{{~#each words~}} {{this}} {{~/each~}}{{/unless}}',
    '{{#if blank}}{{else}}n{{/if}}{{lookup pas "server"}}',
  ])('%j reads as Handlebars itself renders it', (text) => {
    const theirs = Handlebars.compile(text, { noEscape: true, strict: true })(data);
    expect(rendered(text, data)).toBe(theirs);
  });
});

describe('escapes', () => {
  test.each([
    ['\\{{code}}', '{{code}}'],
    ['\\\\{{code}}', '\\StMarys'],
    ['\\{{code}} {{code}}', '{{code}} StMarys'],
    ['}} { }', '}} { }'],
    ['#{V0} ${7*7} $(id) <%= 7*7 %> %{http_code} `id`', '#{V0} ${7*7} $(id) <%= 7*7 %> %{http_code} `id`'],
  ])('%j', (text, value) => {
    expect(rendered(text, data)).toBe(value);
  });

  test('text with nothing but escapes is static', () => {
    expect(template('\\{{code}}').isStatic).toBe(true);
    expect(template('plain').isStatic).toBe(true);
    expect(template('{{code}}').isStatic).toBe(false);
  });
});

describe('helpers', () => {
  test.each([
    ['{{lower code}}', 'stmarys'],
    ['{{upper code}}', 'STMARYS'],
    ['{{trim "  a "}}', 'a'],
    ['{{replace "a.b.c" "." "$&"}}', 'a$&b$&c'],
    ['{{replace "ab" "" "x"}}', 'ab'],
    ['{{json pas}}', '{"server":"pas01","port":1433,"flags":{"tls":true}}'],
    ['{{join words ", "}}', 'x, y, z'],
    ['{{versionMajor "v24.6.0"}}', 24],
    ['{{versionMajor "2024.5.9-beta"}}', 2024],
    ['{{ne words words}}', false],
    ['{{upper (replace code "St" "Saint ")}}', 'SAINT MARYS'],
  ])('%s', (text, value) => {
    expect(rendered(text, data)).toBe(value);
  });

  test('arguments of the wrong kind are problems', () => {
    expect(problemOf('{{join code ","}}', data)).toBe('wrong-type');
    expect(problemOf('{{join servers ","}}', data)).toBe('wrong-type');
    expect(problemOf('{{versionMajor "latest"}}', data)).toBe('wrong-type');
    expect(problemOf('{{lookup pas words}}', data)).toBe('wrong-type');
  });

  test('sh quotes for a POSIX shell, and only where it is allowed', () => {
    expect(rendered('echo {{sh v}}', { v: `a'b $(id) "c"` }, { allowShellQuote: true })).toBe(
      `echo 'a'\\''b $(id) "c"'`,
    );
    expect(codesOf('echo {{sh code}}')).toEqual(['REL1402']);
  });
});

describe('secrets', () => {
  const scope = scopeOf(data, { password: { found: true, value: 'hunter2', secret: true } });

  test.each([
    '{{password}}',
    'pw={{password}}',
    '{{upper password}}',
    '{{#if password}}a{{/if}}',
    '{{#each words}}{{@root.password}}{{/each}}',
  ])('%s is secret too', (text) => {
    expect(template(text).render(scope)).toMatchObject({ ok: true, secret: true });
  });

  test('a value beside a secret is not secret, and a secret not read makes nothing secret', () => {
    expect(template('{{code}}').render(scope)).toEqual({ ok: true, value: 'StMarys', secret: false });
    expect(template('{{#if off}}{{password}}{{else}}a{{/if}}').render(scope)).toMatchObject({ secret: false });
  });

  test('a problem never holds the value', () => {
    const list = scopeOf({}, { password: { found: true, value: ['hunter2'], secret: true } });
    expect(JSON.stringify(template('pw={{password}}').render(list))).not.toContain('hunter2');
  });

  test('when several names are known later, all reasons are told', () => {
    const later = scopeOf(
      {},
      { 'run.id': { found: 'later', reasons: ['runtime'] }, pw: { found: 'later', reasons: ['secret'] } },
    );
    for (const text of [
      '{{run.id}}{{pw}}',
      '{{upper run.id}}{{pw}}',
      '{{#if run.id}}{{pw}}{{/if}}',
      '{{eq run.id pw}}',
    ]) {
      expect(template(text).render(later)).toMatchObject({
        ok: false,
        problem: { kind: 'later', reasons: ['runtime', 'secret'] },
      });
    }
  });

  test('what is known later is a problem of its own kind', () => {
    const later = scopeOf({}, { 'run.id': { found: 'later', reasons: ['runtime'] } });
    expect(template('{{run.id}}').render(later)).toMatchObject({
      ok: false,
      problem: { kind: 'later', reasons: ['runtime'] },
    });
    expect(template('{{#if run.id}}a{{/if}}').render(later)).toMatchObject({ ok: false, problem: { kind: 'later' } });
  });
});

describe('bounds', () => {
  const long = 'x'.repeat(600_000);

  test.each([
    '{{long}}{{long}}',
    '{{#each words}}{{@root.long}}{{/each}}',
    '{{replace long "x" long}}',
    'a {{replace long "x" "yy"}}',
  ])('%s produces too much', (text) => {
    expect(problemOf(text, { ...data, long })).toBe('too-large');
  });

  test('loops inside loops end, also when they print nothing', () => {
    const list = Array.from({ length: 1000 }, (_, index) => index);
    const text = '{{#each l}}{{#each @root.l}}{{#each @root.l}}{{#if this}}{{/if}}{{/each}}{{/each}}{{/each}}';
    expect(problemOf(text, { l: list })).toBe('too-large');
  });

  test('joining list items with a huge separator is refused before it is built', () => {
    const list = Array.from({ length: 100_000 }, () => 'a');
    expect(problemOf('{{join list long}}', { list, long })).toBe('too-large');
  });
});

describe('invariants', () => {
  test('text without braces renders to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!text.includes('{{'));
        expect(rendered(text, {})).toBe(text);
      }),
    );
  });

  const scrap = fc.constantFrom(
    '{{',
    '}}',
    '{{{',
    '}}}',
    '#if ',
    '/if',
    'else',
    'a',
    'b.c',
    '../',
    '@index',
    ' ',
    '(',
    ')',
    '\\',
    'each ',
    '"',
    '.',
    '&',
    '!',
    '--',
    '~',
    '|',
    'as |x|',
    '\n',
    '=',
    '[',
    ']',
    '0',
    '>',
  );

  test('neither compiling nor rendering ever throws', () => {
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 24 }), fc.jsonValue(), (scraps, value) => {
        const text = scraps.join('');
        const result = compileTemplate(text, spanFor(text));
        expect(result.template === undefined).toBe(result.diagnostics.length > 0);
        for (const { span } of result.diagnostics) {
          expect(span?.offset).toBeGreaterThanOrEqual(100);
          expect((span?.offset ?? 0) + (span?.length ?? 0)).toBeLessThanOrEqual(100 + text.length);
        }
        result.template?.render(scopeOf({ a: JSON.parse(JSON.stringify(value)) }));
      }),
      { numRuns: 2000 },
    );
  });

  const word = fc.constantFrom('a', 'b', 'c-d', '_e', 'toString');
  const tag = fc.array(word, { minLength: 1, maxLength: 3 }).map((path) => `{{ ${path.join('.')} }}`);
  const simple = fc.array(fc.oneof(tag, fc.constantFrom('x', '{', '}', ' ', '\n', '"', '/')), { maxLength: 8 });

  test('the quick reading of simple templates agrees with the Handlebars parser', () => {
    fc.assert(
      fc.property(simple, (pieces) => {
        const text = `${pieces.join('')}z`;
        const quick = compileTemplate(text, spanFor(text)).template;
        const slow = compileTemplate(`${text}{{!}}`, spanFor(text)).template;
        expect(quick?.references).toEqual(slow?.references);
        const scope = scopeOf({ a: { b: 1 }, b: 'B', 'c-d': true, _e: 0.5 });
        expect(quick?.render(scope)).toEqual(slow?.render(scope));
      }),
    );
  });
});
