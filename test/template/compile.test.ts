import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../../src/template/compile.ts';
import { codesOf, file, spanFor, template } from './kit.ts';

/** The references of a template, each as its path and the text it is placed at. */
function references(text: string): readonly string[] {
  return template(text).references.map(
    ({ path, offset, length }) => `${path.join('.')} @ ${text.slice(offset, offset + length)}`,
  );
}

describe('references', () => {
  test.each([
    ['{{pas.server}}', ['pas.server @ pas.server']],
    ['a {{ a }} b {{b.c}}', ['a @ a', 'b.c @ b.c']],
    ['{{#if a}}{{b}}{{else if c}}{{d}}{{else}}{{e}}{{/if}}', ['a @ a', 'c @ c', 'e @ e', 'd @ d', 'b @ b']],
    ['{{#unless a}}{{b}}{{/unless}}', ['a @ a', 'b @ b']],
    [
      '{{#each l}}{{name}}{{this.x}}{{./y}}{{@index}}{{../a}}{{@root.b}}{{/each}}',
      ['l @ l', 'a @ ../a', 'b @ @root.b'],
    ],
    ['{{#each l as |item n|}}{{item.x}}{{n}}{{../z}}{{/each}}', ['l @ l', 'z @ ../z']],
    [
      '{{#with pas}}{{server}}{{../a}}{{this}}{{/with}}',
      ['pas @ pas', 'pas.server @ server', 'a @ ../a', 'pas @ this'],
    ],
    ['{{#with pas as |p|}}{{p.server}}{{/with}}', ['pas @ pas', 'pas.server @ p.server']],
    ['{{#each l}}{{#each ../m}}{{../../a}}{{../b}}{{/each}}{{/each}}', ['l @ l', 'm @ ../m', 'a @ ../../a']],
    ['{{lookup m k}}', ['m @ m', 'k @ k']],
    ['{{lookup m "x"}}', ['m.x @ {{lookup m "x"}}']],
    ['{{#if (eq a (lower b))}}{{/if}}', ['a @ a', 'b @ b']],
    ['{{join (lookup m k) ", "}}', ['m @ m', 'k @ k']],
    ['\\{{a}} {{b}}', ['b @ b']],
    ['line\r\nline {{a}}\n  {{upper b}}', ['a @ a', 'b @ b']],
    ['{{#each l}}{{lower ../a}}{{/each}}', ['l @ l', 'a @ ../a']],
    ['{{lower}} {{json}}', ['lower @ lower', 'json @ json']],
  ])('%j', (text, expected) => {
    expect([...references(text)].sort()).toEqual([...expected].sort());
  });
});

describe('mistakes', () => {
  test.each([
    ['{{x', 'REL1401'],
    ['a {{#if x}}yes', 'REL1401'],
    ['{{/if}}', 'REL1401'],
    ['{{#if a}}x{{/unless}}', 'REL1401'],
    ['{{7*7}}', 'REL1401'],
    ["{{constructor.constructor('return process.env')()}}", 'REL1401'],
    ['{{a.this}}', 'REL1401'],
    ['{{> partial}}', 'REL1402'],
    ['{{#> layout}}x{{/layout}}', 'REL1402'],
    ['{{* decorator}}', 'REL1402'],
    ['{{{{raw}}}} {{x}} {{{{/raw}}}}', 'REL1402'],
    ['{{{{if a}}}} {{x}} {{{{/if}}}}', 'REL1402'],
    ['{{#name}}x{{/name}}', 'REL1402'],
    ['{{^name}}x{{/name}}', 'REL1402'],
    ['{{"text"}}', 'REL1402'],
    ['{{12}}', 'REL1402'],
    ['{{eq a undefined}}', 'REL1402'],
    ['{{log a}}', 'REL1403'],
    ['{{helperMissing a}}', 'REL1403'],
    ['{{constructor a}}', 'REL1403'],
    ['{{toString a}}', 'REL1403'],
    ['{{a.b c}}', 'REL1403'],
    ['{{a..b}}', 'REL1403'],
    ['{{lower (frob a)}}', 'REL1403'],
    ['{{a b=c}}', 'REL1403'],
    ['{{if a}}', 'REL1404'],
    ['{{lower a b}}', 'REL1404'],
    ['{{lower a x=b}}', 'REL1404'],
    ['{{#if a b}}x{{/if}}', 'REL1404'],
    ['{{#each}}x{{/each}}', 'REL1404'],
    ['{{#each a includeZero=true}}x{{/each}}', 'REL1404'],
    ['{{#if a includeZero=b}}x{{/if}}', 'REL1404'],
    ['{{this}}', 'REL1405'],
    ['{{../a}}', 'REL1405'],
    ['{{@index}}', 'REL1405'],
    ['{{@foo}}', 'REL1405'],
    ['{{#each a}}{{@../index}}{{/each}}', 'REL1405'],
  ])('%s is %s', (text, code) => {
    expect(codesOf(text)).toEqual([code]);
  });

  test('all mistakes are reported, not only the first', () => {
    expect(codesOf('{{frob a}} {{this}} {{> p}}')).toEqual(['REL1403', 'REL1405', 'REL1402']);
  });

  /** The text that the first diagnostic points at. */
  function pointedAt(text: string): string | undefined {
    const [first] = compileTemplate(text, spanFor(text)).diagnostics;
    const span = first?.span;
    return span === undefined ? undefined : text.slice(span.offset - 100, span.offset - 100 + span.length);
  }

  test.each([
    ['ok {{a}}\nbad {{7*7}} {{b}}', '{{7*7}}'],
    ['one\ntwo {{open\nthree', '{{open'],
    ['{{a}} {{#if a}}x{{/unless}}', '{{#if a}}'],
    ['{{a}} {{lower (frob a)}}', 'frob'],
  ])('%j points at %j', (text, expected) => {
    expect(pointedAt(text)).toBe(expected);
  });

  test('a mistake in a quoted scalar is pointed at exactly, in an escaped one as a whole', () => {
    const text = 'a {{frob b}}';
    const quoted = compileTemplate(text, { file, offset: 10, length: text.length + 2 });
    expect(quoted.diagnostics[0]?.span).toEqual({ file, offset: 15, length: 4 });
    const escaped = compileTemplate(text, { file, offset: 10, length: text.length + 5 });
    expect(escaped.diagnostics[0]?.span).toEqual({ file, offset: 10, length: text.length + 5 });
  });

  test('the same text at another place has its own span', () => {
    const text = '{{frob b}}';
    compileTemplate(text, spanFor(text));
    const span = { file: 'other.yaml', offset: 7, length: text.length };
    expect(compileTemplate(text, span).diagnostics[0]?.span).toEqual({ file: 'other.yaml', offset: 9, length: 4 });
  });
});

describe('hostile templates end quickly', () => {
  test.each([
    ['nested calls', `{{a ${'(b '.repeat(20_000)}${')'.repeat(20_000)}}}`],
    ['nested blocks', '{{#if a}}'.repeat(20_000) + '{{/if}}'.repeat(20_000)],
    ['a chain of else-ifs', `{{#if a}}${'{{else if b}}c'.repeat(20_000)}{{/if}}`],
    ['unclosed tags', '{{'.repeat(100_000)],
    ['a huge text', `{{lower a}}${' '.repeat(300_000)}`],
  ])('%s', (_, text) => {
    const start = performance.now();
    expect(codesOf(text)).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test('the most nesting that is allowed compiles', () => {
    expect(codesOf('{{#if a}}'.repeat(300) + '{{/if}}'.repeat(300))).toEqual([]);
    expect(codesOf(`{{not ${'(not '.repeat(30)}a${')'.repeat(30)}}}`)).toEqual([]);
  });
});

test('a text is compiled once', () => {
  const text = '{{once}} and {{upper again}}';
  expect(template(text)).toBe(template(text));
});

test('whether sh is allowed is part of what is remembered', () => {
  const text = 'echo {{sh unique}}';
  expect(codesOf(text)).toEqual(['REL1402']);
  expect(codesOf(text, { allowShellQuote: true })).toEqual([]);
  expect(codesOf(text)).toEqual(['REL1402']);
});

/** The injection attempts that any value may hold, read line by line: other engines' syntax is plain text. */
test('the values of the injection corpus either mean themselves or are refused', () => {
  const lines = ['${7*7}', '<%= 7*7 %>', '#{7*7}', '#{calc 7*7}', '`id`', '$(id)', '%{http_code}'];
  for (const line of lines) expect(template(line).isStatic).toBe(true);
  expect(references('${{ github.token }}')).toEqual(['github.token @ github.token']);
});
