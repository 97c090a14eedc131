import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeFrame } from '../../src/diagnostics/frame.ts';
import { indexLines } from '../../src/diagnostics/lines.ts';

function frame(text: string, marked: string, width?: number): string {
  return codeFrame(indexLines(text), text.indexOf(marked), marked.length, width === undefined ? {} : { width }).join(
    '\n',
  );
}

test('a line before, a squiggle, a line after', () => {
  expect(frame('one: 1\ntwo: 2\nthree: 3\nfour: 4\n', 'three')).toBe(
    ['2 | two: 2', '3 | three: 3', '  | ~~~~~', '4 | four: 4'].join('\n'),
  );
});

test('the gutter is as wide as its widest number', () => {
  const text = Array.from({ length: 12 }, (_, line) => `k${line}: v`).join('\n');
  expect(frame(text, 'k8')).toBe([' 8 | k7: v', ' 9 | k8: v', '   | ~~', '10 | k9: v'].join('\n'));
});

test('a span of no length is a caret, also at the end of the text', () => {
  expect(codeFrame(indexLines('ab: 1'), 4, 0)).toEqual(['1 | ab: 1', '  |     ^']);
  expect(codeFrame(indexLines('a'), 1, 0)).toEqual(['1 | a', '  |  ^']);
  expect(codeFrame(indexLines(''), 0, 0)).toEqual(['1 |', '  | ^']);
});

test('a span over lines marks each, without their indentation, and is cut after three', () => {
  const text = 'a:\n  b: 1\n  c: 2\n  d: 3\n  e: 4\nf: 5\n';
  expect(frame(text, 'b: 1\n  c: 2')).toBe(
    ['1 | a:', '2 |   b: 1', '  |   ~~~~', '3 |   c: 2', '  |   ~~~~', '4 |   d: 3'].join('\n'),
  );
  const long = codeFrame(indexLines(text), 0, text.length);
  expect(long.at(-1)).toBe('  | …');
  expect(long.filter((line) => line.includes('~'))).toHaveLength(3);
});

test('tabs, wide and combining characters keep the squiggle in place', () => {
  expect(frame('\ta: b', 'b')).toBe(['1 |     a: b', '  |        ~'].join('\n'));
  expect(frame('日本: b', 'b')).toBe(['1 | 日本: b', '  |       ~'].join('\n'));
  expect(frame('e\u0301: b', 'b')).toBe(['1 | e\u0301: b', '  |    ~'].join('\n'));
});

test('what a terminal would obey or hide is shown', () => {
  expect(frame('a: \u001b[31mx\u202e', '\u001b')).toBe(['1 | a: <U+001B>[31mx<U+202E>', '  |    ~~~~~~~~'].join('\n'));
});

test('long lines are clipped around the mark', () => {
  const text = `${'x'.repeat(300)} here ${'y'.repeat(300)}`;
  const [source = '', mark = ''] = frame(text, 'here', 60).split('\n');
  expect(source.length).toBeLessThan(70);
  expect(source.slice(mark.indexOf('~'), mark.lastIndexOf('~') + 1)).toBe('here');
  expect(source.startsWith('1 | …') && source.endsWith('…')).toBe(true);
  const endless = `${'x'.repeat(1_000_000)}here${'y'.repeat(1_000_000)}`;
  const started = performance.now();
  const [line = '', under = ''] = frame(endless, 'here').split('\n');
  expect(line.slice(under.indexOf('~'), under.lastIndexOf('~') + 1)).toBe('here');
  expect(performance.now() - started).toBeLessThan(500);
});

test('no text and no span makes it throw or lets a control character through', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.nat({ max: 90 }),
      fc.nat({ max: 90 }),
      (text, start, length) => {
        const shown = codeFrame(indexLines(text), start, length, { width: 30 }).join('');
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Surrogate}\u2028\u2029]/u);
        expect(shown).toMatch(/[~^…]/);
      },
    ),
  );
});
