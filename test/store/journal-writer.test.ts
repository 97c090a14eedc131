import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, test } from 'vitest';
import type { JournalRecord, RunEvent } from '../../src/run/events.ts';
import { encodeRecord, genesis, lineDigest } from '../../src/store/journal-format.ts';
import { JournalLines } from '../../src/store/journal-lines.ts';
import { isUnchanged, readJournalFile } from '../../src/store/journal-reader.ts';
import { FileJournalWriter } from '../../src/store/journal-writer.ts';
import { smallDisk } from '../support/small-disk.ts';

const folders: string[] = [];

function journalIn(folder = mkdtempSync(join(tmpdir(), 'release-journal-'))): string {
  folders.push(folder);
  return join(folder, 'journal.ndjson');
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const options = { now: () => Date.UTC(2024, 5, 1), mask: (text: string) => text };
const start = { seq: 0, previous: genesis, bytes: 0 };

function eventOf(index: number): RunEvent {
  const node = `tenant-${index}@prod/app/ä"${index % 7}`;
  if (index % 2 === 0) return { type: 'attempt-started', node, attempt: 1 + (index % 3), ticket: `r.${index}` };
  const outputs = index % 50 === 1 ? { outputs: { log: 'ö'.repeat(index * 40) } } : {};
  return { type: 'attempt-finished', node, attempt: 1, outcome: { kind: 'succeeded', ...outputs } };
}

/** The lines as they would be were each made alone, with the digest of the one before. */
function plainLines(records: readonly JournalRecord[]): string {
  let previous = genesis;
  return records
    .map((record) => {
      const line = encodeRecord(record, previous);
      previous = lineDigest(line.slice(0, -1));
      return line;
    })
    .join('');
}

it.each([
  { how: 'by another thread', flush: { alone: false } },
  { how: 'in place', flush: { alone: true } },
])('writes the same bytes whatever lines are linked and written together, $how', async ({ flush }) => {
  const path = journalIn();
  const events = Array.from({ length: 700 }, (_, index) => eventOf(index));
  const writer = await FileJournalWriter.open(path, start, options);
  const flushed: Promise<void>[] = [];
  const records: JournalRecord[] = [];
  for (const [index, event] of events.entries()) {
    records.push(writer.append(event));
    // From one line to hundreds in a write, and several asked for before the first is done.
    if (index % 97 === 0 || index % 101 === 0) flushed.push(writer.flush(flush));
    if (index % 150 === 0) await writer.flush(flush);
  }
  await Promise.all(flushed);
  await writer.close();
  expect(readFileSync(path, 'utf8') === plainLines(records)).toBe(true);
  expect(await readJournalFile(path)).toMatchObject({ kind: 'read', records, tornBytes: 0 });
});

it('waits for a quick disk in place when there is nothing else to do', async () => {
  const path = journalIn();
  const writer = await FileJournalWriter.open(path, start, options);
  let inPlace = 0;
  // A busy machine is slow now and then; a disk that never is quick makes this wait for nothing.
  for (let index = 0; index < 500 && inPlace < 3; index += 1) {
    writer.append(eventOf(index));
    const done = writer.flush({ alone: true });
    if (readFileSync(path, 'utf8').includes(`"seq":${index + 1},`)) inPlace += 1;
    await done;
  }
  await writer.close();
  expect(inPlace).toBe(3);
});

it('shows lines as they are in the journal, also of one that goes on', async () => {
  const path = journalIn();
  const first = await FileJournalWriter.open(path, start, options);
  const records = [1, 2, 3].map((index) => first.append(eventOf(index)));
  await first.close();
  const read = await readJournalFile(path);
  if (read.kind !== 'read') throw new Error(read.kind);
  const second = await FileJournalWriter.open(path, read.end, options);
  const more = [4, 5].map((index) => second.append(eventOf(index)));
  await second.close();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const shown = new JournalLines(genesis);
  expect([...records, ...more].map((record) => JSON.stringify(shown.next(record)))).toEqual(lines);
  const rest = new JournalLines(read.end.previous);
  expect(more.map((record) => JSON.stringify(rest.next(record)))).toEqual(lines.slice(3));
});

it('takes space ahead, which is no part of the journal and is given back at the end', async () => {
  const path = journalIn();
  const writer = await FileJournalWriter.open(path, start, options);
  const sizes = new Set<number>();
  let written = 0;
  for (let index = 0; index < 5000; index += 1) {
    writer.append(eventOf(index % 40));
    if (index % 10 !== 9) continue;
    await writer.flush();
    written += 1;
    sizes.add(statSync(path).size);
  }
  const read = await readJournalFile(path);
  expect(read).toMatchObject({ kind: 'read', records: { length: 5000 }, tornBytes: 0 });
  if (read.kind !== 'read') return;
  expect(sizes.size).toBeLessThan(written / 20);
  expect(statSync(path).size).toBeGreaterThan(read.end.bytes);
  expect(await isUnchanged(path, read)).toBe(true);
  writer.append(eventOf(0));
  await writer.flush();
  expect(await isUnchanged(path, read)).toBe(false);
  await writer.close();
  const closed = await readJournalFile(path);
  expect(closed).toMatchObject({ kind: 'read', records: { length: 5001 }, end: { bytes: statSync(path).size } });
});

it('is read while it is written: never damaged, and never less than what was durable', async () => {
  const path = journalIn();
  const writer = await FileJournalWriter.open(path, start, options);
  let durable = 0;
  let written = false;
  const write = async (): Promise<void> => {
    for (let batch = 0; batch < 150; batch += 1) {
      for (let index = 0; index < 400; index += 1) writer.append(eventOf(2 * index));
      await writer.flush();
      durable += 400;
    }
    written = true;
  };
  const writing = write();
  for (let reads = 0; !written || reads < 5; reads += 1) {
    const before = durable;
    const read = await readJournalFile(path);
    if (read.kind !== 'read') throw new Error(`line ${read.line}: ${read.reason}`);
    expect(read.records.length).toBeGreaterThanOrEqual(before);
  }
  await writing;
  await writer.close();
}, 60_000);

const probe = smallDisk('128k');

test.skipIf(probe === undefined).each([
  { how: 'by another thread', flush: { alone: false } },
  { how: 'in place', flush: { alone: true } },
])(
  'accepts nothing after a write that failed, $how, and leaves whole lines (needs the right to mount)',
  async ({ flush }) => {
    const path = join(smallDisk('128k') ?? '', 'journal.ndjson');
    const writer = await FileJournalWriter.open(path, start, options);
    let durable = 0;
    let failure: unknown;
    for (let index = 0; index < 2000 && failure === undefined; index += 1) {
      writer.append({ type: 'attempt-started', node: `n${index}`, attempt: 1, ticket: `r.${index}` });
      if (index % 10 !== 9) continue;
      try {
        await writer.flush(flush);
        durable = index + 1;
      } catch (error) {
        failure = error;
      }
    }
    expect(failure).toMatchObject({ code: 'ENOSPC' });
    writer.append({ type: 'wave-started', wave: 'x' });
    await expect(writer.flush(flush)).rejects.toBe(failure);
    await expect(writer.close()).rejects.toBe(failure);
    expect(durable).toBeGreaterThan(100);
    const read = await readJournalFile(path);
    expect(read).toMatchObject({ kind: 'read', records: { length: durable }, tornBytes: 0 });
    // Space that could not be taken ahead kept nothing from being written.
    expect(read.kind === 'read' && read.end.bytes).toBeGreaterThan(120 * 1024);
  },
);
