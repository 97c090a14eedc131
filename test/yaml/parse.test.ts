import { describe, expect, test } from 'vitest';
import { toJson } from '../../src/yaml/access.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

function read(text: string | Uint8Array) {
  const { documents, diagnostics } = parseYaml('a.yaml', text);
  return { documents, diagnostics, data: documents.map((document) => toJson(document.root)) };
}

/** The diagnostics as `code text-under-the-span`. */
function told(text: string): readonly string[] {
  return read(text).diagnostics.map(({ code, span }) => {
    const { offset = 0, length = 0 } = span ?? {};
    return length === 0 ? code : `${code} ${text.slice(offset, offset + length)}`;
  });
}

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('values by the 1.2 core schema', () => {
  test.each<[string, unknown, string | undefined]>([
    ['500', 500, undefined],
    ['1.5', 1.5, undefined],
    ['-3', -3, undefined],
    ['true', true, undefined],
    ['null', null, undefined],
    ['text', 'text', undefined],
    ['NO', 'NO', undefined],
    ['12:30:45', '12:30:45', undefined],
    ['2024-01-02', '2024-01-02', undefined],
    ['1_000', '1_000', undefined],
    ['1.10', 1.1, '1.10'],
    ['007', 7, '007'],
    ['1e5', 100000, '1e5'],
    ['0x1F', 31, '0x1F'],
    ['0o17', 15, '0o17'],
    ['+1', 1, '+1'],
    ['-0', -0, '-0'],
    ['True', true, 'True'],
    ['~', null, '~'],
    ['.inf', Number.POSITIVE_INFINITY, '.inf'],
    ['.NaN', Number.NaN, '.NaN'],
    ['123456789012345678901234567890', Number('123456789012345678901234567890'), '123456789012345678901234567890'],
    ['9007199254740993', 9007199254740992, '9007199254740993'],
    ['"1.10"', '1.10', undefined],
    ["'007'", '007', undefined],
  ])('%s', (written, value, source) => {
    for (const text of [`a: ${written}\n`, `a: [ ${written} ]\n`, `"\\x61": ${written}\n`]) {
      const entry = read(text).documents[0]?.root.entries[0];
      const node = entry?.value.kind === 'list' ? entry.value.items[0] : entry?.value;
      const start = text.indexOf(written);
      const extra = source === undefined ? {} : { source };
      expect(node).toEqual({ kind: 'scalar', value, ...extra, start, end: start + written.length });
    }
  });
});

test('positions of keys, maps and lists', () => {
  const text = '# head\na:\n  b: [x, {c: y}]\n  d:\n  - e\n  - f\n';
  const root = read(text).documents[0]?.root;
  const inner = root?.entries[0]?.value;
  const at = (start: number, end: number) => text.slice(start, end);
  expect(root && at(root.start, root.end)).toBe(text.slice(7, -1));
  expect(inner && at(inner.start, inner.end)).toBe('b: [x, {c: y}]\n  d:\n  - e\n  - f');
  const [first, second] = inner?.kind === 'map' ? inner.entries : [];
  expect(first && at(first.value.start, first.value.end)).toBe('[x, {c: y}]');
  expect(second && [at(second.keyStart, second.keyEnd), at(second.value.start, second.value.end)]).toEqual([
    'd',
    '- e\n  - f',
  ]);
});

test('a byte order mark and CRLF are taken, and offsets count neither mark nor surprise', () => {
  const text = 'a: 1\r\nb: |\r\n  x\r\n  y\r\n';
  const { documents, data, diagnostics } = read(utf8(`\uFEFF${text}`));
  expect(diagnostics).toEqual([]);
  expect(data).toEqual([{ a: 1, b: 'x\ny\n' }]);
  expect(documents[0]?.root.entries.map(({ keyStart }) => keyStart)).toEqual([0, 6]);
  expect(read('\uFEFFa: 1\r\nb: two\r\n').data).toEqual([{ a: 1, b: 'two' }]);
});

test('several documents', () => {
  expect(read('---\na: 1\n---\na: 2\n').data).toEqual([{ a: 1 }, { a: 2 }]);
});

describe('anchors and merges', () => {
  test('aliases are expanded', () => {
    expect(read('a: &x [1, 2]\nb: *x\n').data).toEqual([{ a: [1, 2], b: [1, 2] }]);
  });

  test('own keys win over merged ones, earlier sources over later ones', () => {
    const text = 'd: &d {r: 1, s: 2}\ne: &e {s: 3, t: 4}\nx:\n  <<: [*d, *e]\n  r: 9\n';
    expect(read(text).data).toEqual([{ d: { r: 1, s: 2 }, e: { s: 3, t: 4 }, x: { r: 9, s: 2, t: 4 } }]);
    expect(read(text).diagnostics).toEqual([]);
  });

  test('a quoted merge key is a name', () => {
    expect(read('"<<": 1\n').data).toEqual([{ '<<': 1 }]);
  });

  test('an anchor may be given again', () => {
    expect(read('a: &x 1\nb: *x\nc: &x 2\nd: *x\n').data).toEqual([{ a: 1, b: 1, c: 2, d: 2 }]);
  });

  test('__proto__ is an ordinary key, merged or not', () => {
    const [data] = read('x: &x {__proto__: {polluted: yes}}\ny:\n  <<: *x\n').data;
    expect(JSON.stringify(data)).toBe('{"x":{"__proto__":{"polluted":"yes"}},"y":{"__proto__":{"polluted":"yes"}}}');
    expect('polluted' in {}).toBe(false);
  });
});

describe('errors, each with the text under its span', () => {
  test.each<[string, string, readonly string[]]>([
    ['empty', '', ['REL1004']],
    ['comments only', '# a\n', ['REL1004']],
    ['an empty second document', 'a: 1\n---\n', ['REL1004']],
    ['a list', '- a\n- b\n', ['REL1005 - a\n- b']],
    ['a scalar', 'just text\n', ['REL1005 just text']],
    ['a duplicate key', 'a: 1\nb: 2\na: 3\n', ['REL1006 a']],
    ['a duplicate key in brackets', 'x: {a: 1, "a": 2}\n', ['REL1006 "a"']],
    ['two merges', 'd: &d {}\nx: {<<: *d, <<: *d}\n', ['REL1006 <<']],
    ['a number as key', '1: a\n', ['REL1007 1']],
    ['a boolean as key', 'true: a\n', ['REL1007 true']],
    ['a null as key', '~: a\n', ['REL1007 ~']],
    ['a missing key', ': a\n', ['REL1007']],
    ['a list as key', '? [a, b]\n: c\n', ['REL1007 [a, b]']],
    ['an alias as key', 'a: &k b\n*k : c\n', ['REL1007 *k']],
    ['an unknown tag', 'a: !Ref b\n', ['REL1008 !Ref']],
    ['a tag of another schema', 'a: !!set {b}\n', ['REL1008 !!set']],
    ['a merge of a scalar', 'a: {<<: b}\n', ['REL1009 <<']],
    ['a merge of a list of scalars', 'a: {<<: [b]}\n', ['REL1009 <<']],
    ['an alias of nothing', 'a: *b\n', ['REL1010 *b']],
    ['an alias of another document', 'a: &x 1\n---\nb: *x\n', ['REL1010 *x']],
    ['an anchor within itself', 'a: &x [1, *x]\n', ['REL1011 *x']],
    ['a tab', 'a:\n\tb: 1\n', ['REL1001 \t']],
    ['an open bracket', 'a: [1, 2\n', ['REL1001']],
    ['two values', 'a: b: c\n', ['REL1001 b']],
    ['a bad escape', 'a: "\\q"\n', ['REL1001 \\']],
    ['an ambiguous anchor, a warning of the library', 'a: &b: c\n', ['REL1001 :']],
    ['another version', '%YAML 1.1\n---\na: yes\n', ['REL1001']],
    ['an escaped NUL', 'a: "x\\0"\n', ['REL1003 "x\\0"']],
    ['half a character', 'a: "\\ud800"\n', ['REL1003 "\\ud800"']],
    ['NUL', 'a: x\0y\n', ['REL1003 \0']],
    ['a raw escape code', 'a: "\u001b[2J"\n', ['REL1003 \u001b']],
    ['a bare carriage return', 'a: 1\rb: 2\n', ['REL1003 \r']],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
    for (const { severity, hint, summary } of read(text).diagnostics) {
      expect(severity).toBe('error');
      expect(hint).toBeTruthy();
      expect(summary).not.toMatch(/[.\n]$|undefined/);
    }
  });

  test('bytes that are no UTF-8, at their place', () => {
    const latin1 = Uint8Array.from([...utf8('é: Z'), 0xfc, ...utf8('rich\n')]);
    expect(read(latin1).diagnostics).toMatchObject([{ code: 'REL1002', span: { offset: 4, length: 1 } }]);
    const cutShort = utf8('a: é').slice(0, -1);
    expect(read(cutShort).diagnostics).toMatchObject([{ code: 'REL1002', span: { offset: 3 } }]);
    expect(read(Uint8Array.from([0xff, 0xfe, 97, 0])).diagnostics).toMatchObject([
      { code: 'REL1002', summary: /UTF-16/ },
    ]);
  });

  test('several mistakes are told together', () => {
    expect(told('a: 1\na: 2\nb: *c\n2: x\n')).toEqual(['REL1006 a', 'REL1010 *c', 'REL1007 2']);
  });
});

describe('warnings', () => {
  test.each<[string, string, readonly string[]]>([
    ['keys that differ by case', 'LogLevel: 1\nloglevel: 2\n', ['REL1014 loglevel']],
    ['a key of two scripts', 'acme: 1\n\u0430cme: 2\n', ['REL1015 \u0430cme']],
    ['a direction mark in a value', 'a: "x\u202egnp"\n', ['REL1016 \u202e']],
    ['a direction mark in a comment', 'a: 1 # x\u202ey\n', ['REL1016 \u202e']],
    ['an escaped direction mark', 'a: "x\\u202egnp"\n', ['REL1016 "x\\u202egnp"']],
    ['an escaped zero width space in a key', '"a\\u200bb": 1\n', ['REL1016 "a\\u200bb"']],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
    expect(read(text).documents).toHaveLength(1);
    expect(read(text).diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
  });

  test('a key in one other script is nobody’s business', () => {
    expect(told('имя: 1\nstraße: 2\n')).toEqual([]);
  });
});

describe('limits', () => {
  test.each([
    ['block maps', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['dashes', `a:\n ${'- '.repeat(20_000)}x\n`],
    ['brackets', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
    ['braces', `a: ${'{a: '.repeat(20_000)}${'}'.repeat(20_000)}\n`],
  ])('%s nested too deep are refused quickly', (_, text) => {
    const started = performance.now();
    expect(read(text).diagnostics.map(({ code }) => code)).toEqual(['REL1013']);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('many brackets beside each other are not deep', () => {
    const text = `a: &x\n${"  - [x, {y: 'z'}] # [\n".repeat(300)}`;
    expect(read(text).diagnostics).toEqual([]);
  });

  test('depth that the plain reader leaves to the strict one is read all the same', () => {
    const text = `a: ${'['.repeat(50)}x${']'.repeat(50)}\n`;
    expect(JSON.stringify(read(text).data)).toContain(`${'['.repeat(50)}"x"${']'.repeat(50)}`);
  });

  test('aliases may repeat a lot, but not without end', () => {
    const chain = (levels: number) =>
      `a0: &a0 [x]\n${Array.from({ length: levels }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}*a${n}]\n`).join('')}`;
    expect(read(chain(3)).diagnostics).toEqual([]);
    expect(read(chain(12)).diagnostics.map(({ code }) => code)).toEqual(['REL1012']);
  });

  test('merges are counted too', () => {
    const wide = `a: &a {${Array.from({ length: 1000 }, (_, n) => `k${n}: 1`).join(', ')}}\n`;
    const uses = Array.from({ length: 60 }, (_, n) => `m${n}: {<<: *a}\n`).join('');
    expect(read(wide + uses).diagnostics.map(({ code }) => code)[0]).toBe('REL1012');
  });
});
