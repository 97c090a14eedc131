import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Place } from './place.ts';
import { differences, endOf } from './story.ts';
import { trainReady } from './train.ts';

const train = trainReady();

/** The run in its middle, its journal changed by hand. */
function damaged(change: (lines: string[], file: string) => void): { readonly place: Place; readonly file: string } {
  const place = train().middle.copy();
  const file = join(place.folder, '.release/runs/two.1/journal.ndjson');
  change(readFileSync(file, 'utf8').split('\n'), file);
  return { place, file };
}

describe('a journal', () => {
  test('with a torn last line goes on from the line before', async () => {
    const { place, file } = damaged((lines, path) => appendFileSync(path, (lines[9] ?? '').slice(0, 40)));
    await place.expect(0, ['audit', 'verify']);
    await place.expect(0, ['status', 'two.1']);
    await place.expect(5, ['resume', 'two.1']);
    expect(differences(train().wanted.end, await endOf(place, 'two.1'))).toEqual([]);
    expect(readFileSync(file, 'utf8')).not.toContain('}{');
    place.remove();
  }, 240_000);

  test('that lost its last line, with half of another, asks what became of it', async () => {
    const { place } = damaged((lines, path) => truncateSync(path, lines.slice(0, -2).join('\n').length - 60));
    await place.expect(5, ['resume', 'two.1']);
    expect(differences(train().wanted.end, await endOf(place, 'two.1'))).toEqual([]);
    place.remove();
  }, 240_000);

  const edits: readonly (readonly [string, (lines: string[]) => void])[] = [
    ['an outcome was changed in', (lines) => edit(lines, '"kind":"failed"', '"kind":"succeeded"')],
    ['a line was taken out of', (lines) => void lines.splice(9, 1)],
    ['two lines changed places in', (lines) => void lines.splice(9, 2, lines[10] ?? '', lines[9] ?? '')],
    ['a line was doubled in', (lines) => void lines.splice(9, 0, lines[9] ?? '')],
    ['a line turned to rubbish in', (lines) => void lines.splice(9, 1, '\u0000'.repeat(200))],
    ['the disk lost a block of', (lines) => edit(lines, (lines[9] ?? '').slice(20, 60), '\u0000'.repeat(40))],
  ];

  test.each(edits)(
    '%s the middle is refused with its place, and left as it is',
    async (_, change) => {
      const { place, file } = damaged((lines, path) => {
        change(lines);
        writeFileSync(path, lines.join('\n'));
      });
      const before = readFileSync(file);
      for (const words of [
        ['resume', 'two.1'],
        ['status', 'two.1'],
        ['audit', 'verify'],
        ['cancel', 'two.1'],
      ]) {
        const told = await place.expect(2, words);
        expect(told.err).toMatch(/REL3023.*line \d+, byte \d+/s);
        expect(told.err).not.toMatch(/REL3000|^\s+at /m);
      }
      expect(readFileSync(file)).toEqual(before);
      // Other runs are not affected by it.
      await place.expect(0, ['audit', 'verify', 'one.1']);
      place.remove();
    },
    30_000,
  );
});

function edit(lines: string[], from: string, to: string): void {
  const index = lines.findIndex((line) => line.includes(from));
  expect(index).toBeGreaterThan(0);
  lines[index] = (lines[index] ?? '').replace(from, to);
}
