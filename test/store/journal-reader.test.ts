import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/run/events.ts';
import { genesis } from '../../src/store/journal-format.ts';
import { readJournalFile } from '../../src/store/journal-reader.ts';
import { FileJournalWriter } from '../../src/store/journal-writer.ts';

/* What a power failure in the middle of a write leaves behind, and what only damage does. */

const folder = mkdtempSync(join(tmpdir(), 'release-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

const options = { now: () => Date.UTC(2024, 5, 1), mask: (text: string) => text };
const start = { seq: 0, previous: genesis, bytes: 0 };
const path = join(folder, 'journal.ndjson');

/** A journal of writes with so many records each, as it is while its runner lives. */
async function journalOf(writes: readonly number[]) {
  const writer = await FileJournalWriter.open(path, start, options);
  const records: JournalRecord[] = [];
  for (const count of writes) {
    for (let index = 0; index < count; index += 1) {
      records.push(
        writer.append({ type: 'attempt-started', node: `n${index}`, attempt: 1, ticket: 'ä'.repeat(index) }),
      );
    }
    await writer.flush();
  }
  const bytes = readFileSync(path);
  await writer.close();
  const length = readFileSync(path).length;
  const ends = [...bytes.subarray(0, length)].flatMap((byte, place) => (byte === 0x0a ? [place + 1] : []));
  return { bytes, length, records, ends };
}

it('says of each write, and of nothing else, that all before it is on disk', async () => {
  const { records } = await journalOf([3, 1, 2]);
  expect(records.map(({ synced }) => synced === true)).toEqual([true, false, false, true, true, false]);
});

const writes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 5 });
const share = fc.double({ min: 0, max: 0.999, noNaN: true });

it('leaves out what a power failure left of the last write, whatever part of it is missing', async () => {
  await fc.assert(
    fc.asyncProperty(writes, share, share, async (counts, one, other) => {
      const { bytes, length, records, ends } = await journalOf(counts);
      const before = records.length - (counts.at(-1) ?? 0);
      const begin = ends[before - 1] ?? 0;
      const [from, to] = [one, other]
        .map((part) => begin + Math.floor(part * (length - begin)))
        .toSorted((a, b) => a - b);
      const torn = Buffer.from(bytes).fill(0, from, (to ?? 0) + 1);
      writeFileSync(path, torn);
      const whole = ends.filter((end) => end <= (from ?? 0)).length;
      const read = await readJournalFile(path);
      if (read.kind !== 'read') throw new Error(`damaged at line ${read.line}: ${read.reason}`);
      expect(read.records).toEqual(records.slice(0, whole));
      expect(read.records.length).toBeGreaterThanOrEqual(before);
      // And the run goes on from there.
      const writer = await FileJournalWriter.open(path, read.end, options);
      const next = writer.append({ type: 'wave-started', wave: 'w' });
      await writer.close();
      expect(await readJournalFile(path)).toMatchObject({ records: [...records.slice(0, whole), next], tornBytes: 0 });
    }),
    { numRuns: 60 },
  );
});

it('refuses a journal of which something is missing that was on disk once', async () => {
  await fc.assert(
    fc.asyncProperty(writes, share, share, async (counts, one, length) => {
      const { bytes, records, ends } = await journalOf(counts);
      const last = ends[records.length - (counts.at(-1) ?? 0) - 1] ?? 0;
      const from = Math.floor(one * last);
      const upTo = from + 1 + Math.floor(length * (last - from - 1));
      writeFileSync(path, Buffer.from(bytes).fill(0, from, upTo));
      const line = ends.filter((end) => end <= from).length + 1;
      expect(await readJournalFile(path)).toMatchObject({ kind: 'damaged', line });
    }),
    { numRuns: 60 },
  );
});

it('refuses other damage in the last write too', async () => {
  const { bytes, ends } = await journalOf([3, 4]);
  const place = (ends[4] ?? 0) + 20;
  writeFileSync(path, Buffer.from(bytes).fill('x', place, place + 10));
  expect(await readJournalFile(path)).toMatchObject({ kind: 'damaged', line: 6 });
});

it('looks again when it saw the end of a write without its beginning, and believes what it sees twice', async () => {
  const { bytes, records, ends } = await journalOf([3, 4, 2]);
  const half = Buffer.from(bytes).fill(0, ends[2], ends[4]);
  const views = [half, bytes];
  const looks = async (): Promise<Buffer> => views.shift() ?? half;
  expect(await readJournalFile(path, looks)).toMatchObject({ kind: 'read', records });
  expect(await readJournalFile(path, looks)).toMatchObject({ kind: 'damaged', line: 4 });
});
