import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, test } from 'vitest';
import type { RunEvent } from '../../src/run/events.ts';
import { encodeRecord, genesis, lineDigest } from '../../src/store/journal-format.ts';
import { JournalLines } from '../../src/store/journal-lines.ts';
import { readJournalFile } from '../../src/store/journal-reader.ts';
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
function plainLines(events: readonly RunEvent[]): string {
  let previous = genesis;
  const at = new Date(options.now()).toISOString();
  return events
    .map((event, place) => {
      const line = encodeRecord({ v: 1, seq: place + 1, at, event }, previous);
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
  for (const [index, event] of events.entries()) {
    writer.append(event);
    // From one line to hundreds in a write, and several asked for before the first is done.
    if (index % 97 === 0 || index % 101 === 0) flushed.push(writer.flush(flush));
    if (index % 150 === 0) await writer.flush(flush);
  }
  await Promise.all(flushed);
  await writer.close();
  expect(readFileSync(path, 'utf8')).toBe(plainLines(events));
  expect(await readJournalFile(path)).toMatchObject({ kind: 'read', records: { length: 700 }, tornBytes: 0 });
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
  },
);
