import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colourStyle } from '../../src/diagnostics/style.ts';
import { jsonLine, jsonText } from '../../src/views/json.ts';
import { shellWord } from '../../src/views/status/parts.ts';
import { table } from '../../src/views/table.ts';
import { clean, cleanOutput, cut, firstLine, padEnd, widthOf, wrap } from '../../src/views/text.ts';
import { ago, clockTime, duration, localTime, wholeSeconds, zoneHere } from '../../src/views/time.ts';
import { amount, placeName, thousands } from '../../src/views/words.ts';
import { acting, colours } from './support.ts';

test.each([
  [400, '0.4s'],
  [9_999, '9.9s'],
  [12_700, '12s'],
  [200_000, '3m 20s'],
  [7_500_000, '2h 05m'],
  [100 * 3_600_000, '4d 4h'],
  [-5, '0.0s'],
])('%i ms is %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

test('times are local, ages are short', () => {
  const time = Date.parse('2026-07-01T12:00:00Z');
  expect(localTime(time, 'Europe/London')).toBe('2026-07-01 13:00');
  expect(localTime(time, 'America/New_York')).toBe('2026-07-01 08:00');
  expect(clockTime(time, 'UTC')).toBe('12:00:00');
  expect(localTime(Number.NaN, 'UTC')).toBe('unknown');
  expect([0, 300_000, 3 * 3_600_000, 12 * 86_400_000, -9].map((past) => ago(time - past, time))).toEqual([
    'just now',
    '5m ago',
    '3h ago',
    '12d ago',
    'just now',
  ]);
  expect([30, 90, 300, 7200, 86_400].map(wholeSeconds)).toEqual(['30s', '90s', '5m', '2h', '1d']);
});

test.each(['UTC', 'Europe/London', 'America/St_Johns', 'Asia/Kathmandu'])('the zone here is that of %s', (zone) => {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          expect(localTime(date.getTime(), zoneHere)).toBe(localTime(date.getTime(), zone));
          expect(clockTime(date.getTime(), zoneHere)).toBe(clockTime(date.getTime(), zone));
        },
      ),
    );
    expect([localTime(Number.NaN, zoneHere), clockTime(Number.NaN, zoneHere)]).toEqual(['unknown', 'unknown']);
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});

test('numbers and names', () => {
  expect([0, 999, 11_280, 1_000_000].map(thousands)).toEqual(['0', '999', '11,280', '1,000,000']);
  expect([amount(1, 'step'), amount(2, 'step')]).toEqual(['1 step', '2 steps']);
  expect(placeName('north@prod/ehr/web')).toBe('north@prod');
});

test('a text is cut by display width', () => {
  expect(cut('hello', 5)).toBe('hello');
  expect(cut('hello', 4)).toBe('hel…');
  expect(cut('日本語', 5)).toBe('日本…');
  expect(widthOf('日本語é')).toBe(7);
  expect(padEnd('日本', 6)).toBe('日本  ');
  expect(cut('x', 0)).toBe('');
});

test('nothing that a terminal obeys survives, and what is cut fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 30 }), (text, columns) => {
      for (const safe of [clean(text), cleanOutput(text), firstLine(text)]) {
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(widthOf(cut(safe, columns))).toBeLessThanOrEqual(columns);
      }
    }),
  );
});

test('wrapping keeps all words and fits', () => {
  const text = 'one two three four five six';
  expect(wrap(text, 10)).toEqual(['one two', 'three four', 'five six']);
  expect(wrap('averyverylongword x', 5)).toEqual(['averyverylongword', 'x']);
});

test('a table lines up by display width, colours or not, and shrinks what may shrink', () => {
  const columns = [{ title: 'name', flexible: true }, { title: 'n', align: 'right' as const }, { title: 'rest' }];
  const rows = [
    [{ text: '日本', mark: colourStyle.error }, { text: '5' }, { text: 'x' }],
    [{ text: 'a-long-name-here' }, { text: '1,000' }, { text: '' }],
  ];
  const lines = table(columns, rows, { columns: 24, title: (text) => text }).map((line) =>
    line.replaceAll(colours, ''),
  );
  expect(lines).toMatchInlineSnapshot(`
    [
      "name             n  rest",
      "日本             5  x",
      "a-long-nam…  1,000",
    ]
  `);
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(24);
  expect(lines[2]).toContain('…');
});

test('JSON can be printed on a terminal and read back', () => {
  const data = { a: '\u001b[2J\u202e\u2028\u009b', b: [1] };
  for (const text of [jsonText(data), jsonLine(data)]) {
    expect(text).not.toMatch(acting);
    expect(JSON.parse(text)).toEqual(data);
    expect(text.endsWith('\n')).toBe(true);
  }
});

test('commands can be pasted into a shell', () => {
  expect(shellWord('north@prod/ehr/web#web-1')).toBe('north@prod/ehr/web#web-1');
  expect(shellWord("o'brien x")).toBe(`'o'\\''brien x'`);
  expect(shellWord('$(rm)')).toBe(`'$(rm)'`);
  expect(shellWord('-rf')).toBe(`'-rf'`);
});
