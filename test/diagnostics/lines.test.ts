import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexLines, lineText, positionAt } from '../../src/diagnostics/lines.ts';

test('lines and columns count from 1, in UTF-16 code units', () => {
  const index = indexLines('ab\n😀c\r\n\nd');
  expect([0, 2, 3, 5, 6, 8, 9].map((offset) => positionAt(index, offset))).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 3 },
    { line: 2, column: 1 },
    { line: 2, column: 3 },
    { line: 2, column: 4 },
    { line: 3, column: 1 },
    { line: 4, column: 1 },
  ]);
  expect([1, 2, 3, 4, 5].map((line) => lineText(index, line))).toEqual(['ab', '😀c', '', 'd', '']);
});

test('offsets outside are taken to the nearest end', () => {
  const index = indexLines('ab\nc');
  expect(positionAt(index, -5)).toEqual({ line: 1, column: 1 });
  expect(positionAt(index, 99)).toEqual({ line: 2, column: 2 });
});

test('a byte order mark does not count', () => {
  expect(positionAt(indexLines('\uFEFFab'), 1)).toEqual({ line: 1, column: 2 });
});

test('agrees with counting line feeds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', '\n', '\r\n', 'é')).map((parts) => parts.join('')),
      fc.nat({ max: 20 }),
      (text, offset) => {
        const before = text.slice(0, offset);
        const expected = { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
        expect(positionAt(indexLines(text), offset)).toEqual(expected);
      },
    ),
  );
});
