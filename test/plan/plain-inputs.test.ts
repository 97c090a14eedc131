import { expect, test } from 'vitest';
import { basic, codesOf, compile, type Files } from './workspace.ts';

/** Tenant b has the value under test; tenant a a text, with which all is right. */
const files = (uses: string, input: string, ofB: string): Files => ({
  ...basic,
  'projects/app.yaml': `project: app\nsteps:\n  - { id: s, uses: ${uses}, with: { ${input} } }\n`,
  'tenants/a.yaml': 'tenant: a\nenvironments: [prod]\nvariables: { word: sh }\n',
  'tenants/b.yaml': `tenant: b\nenvironments: [prod]\nvariables: { ${ofB} }\n`,
});

test.each([
  ['a text', 'note', 'message: "x{{word}}"', 'word: sh', []],
  ['one of the words allowed', 'shell', 'name: "{{word}}"', 'word: bash', []],
  ['none of the words allowed', 'shell', 'name: "{{word}}"', 'word: fish', ['REL1605']],
  ['no value', 'note', 'message: "{{word}}"', 'other: sh', ['REL1405']],
  ['a list inside a text', 'note', 'message: "x{{word}}"', 'word: [1]', ['REL1406']],
  ['a list for a text', 'note', 'message: "{{word}}"', 'word: [1]', ['REL1605']],
])('what fits one tenant says nothing about the next: %s', (_, uses, input, ofB, codes) => {
  expect(codesOf(compile(files(uses, input, ofB)))).toEqual(codes);
});

test('texts that are too long together are found, however short each of them is', () => {
  const input = `message: "${'{{word}}'.repeat(300)}"`;
  expect(codesOf(compile(files('note', input, `word: ${'a'.repeat(4000)}`)))).toEqual(['REL1408']);
});
