import { open, readFile } from 'node:fs/promises';
import type { JournalRecord } from '../run/events.ts';
import { decodeLine, genesis, lineDigest } from './journal-format.ts';
import type { JournalPosition } from './journal-writer.ts';

export type ReadJournal =
  | {
      readonly kind: 'read';
      readonly records: readonly JournalRecord[];
      readonly end: JournalPosition;
      /** Where the last whole line begins. */
      readonly lastLine: number;
      /** Bytes after the last whole record: the trace of a write that was cut off. */
      readonly tornBytes: number;
    }
  | { readonly kind: 'damaged'; readonly line: number; readonly offset: number; readonly reason: string };

const newline = 0x0a;
/** Stands where nothing was written yet. No line of ours holds it. */
const zero = 0x00;

/**
 * Reads a journal and checks that every line follows the one before it. What a crash left of the last write is left out;
 * anything else that does not fit is damage, and damage is never skipped.
 */
export async function readJournalFile(
  path: string,
  bytesOf: (path: string) => Promise<Buffer> = readFile,
): Promise<ReadJournal> {
  for (let place = -1; ; ) {
    const read = decodeJournal(await bytesOf(path));
    // Whoever reads while a runner writes may see the end of a write without its beginning.
    if (read.kind !== 'damaged' || read.offset === place || !read.unwritten) return read;
    place = read.offset;
  }
}

type Decoded = Exclude<ReadJournal, { kind: 'damaged' }> | (Damaged & { readonly unwritten: boolean });
type Damaged = Extract<ReadJournal, { kind: 'damaged' }>;

function decodeJournal(file: Buffer): Decoded {
  const buffer = file.subarray(0, lengthOf(file));
  const records: JournalRecord[] = [];
  let previous = genesis;
  let offset = 0;
  let lastLine = 0;
  for (;;) {
    const end = buffer.indexOf(newline, offset);
    if (end === -1) break;
    const line = buffer.toString('utf8', offset, end);
    const reason = follow(line, previous, records);
    if (reason !== undefined) {
      const unwritten = line.includes('\0');
      if (unwritten && !isFollowed(buffer, buffer.lastIndexOf(zero, end) + 1)) break;
      return { kind: 'damaged', line: records.length + 1, offset, reason, unwritten };
    }
    previous = lineDigest(line);
    lastLine = offset;
    offset = end + 1;
  }
  const position = { seq: records.length, previous, bytes: offset };
  return { kind: 'read', records, end: position, lastLine, tornBytes: buffer.length - offset };
}

/** Without the space that the writer took ahead. */
function lengthOf(file: Buffer): number {
  let length = file.length;
  while (length > 0 && file[length - 1] === zero) length -= 1;
  return length;
}

/**
 * Whether a write began after all that stands before `from` was on disk. If none did, the last write may have been cut
 * off by a power failure, and nobody has acted on it: a disk need not keep the order in which it was given the parts.
 */
function isFollowed(buffer: Buffer, from: number): boolean {
  for (let offset = from; ; ) {
    const end = buffer.indexOf(newline, offset);
    if (end === -1) return false;
    const decoded = decodeLine(buffer.toString('utf8', offset, end));
    if (decoded.kind === 'record' && decoded.record.synced === true) return true;
    offset = end + 1;
  }
}

/**
 * Whether the file still is what was read from it. Only ever appended to, it is when it ends with the same line, whose
 * digest stands for all lines before it.
 */
export async function isUnchanged(path: string, read: Extract<ReadJournal, { kind: 'read' }>): Promise<boolean> {
  const { end, lastLine, tornBytes } = read;
  // A torn line may have given way to a whole one of the same length.
  if (end.seq === 0 || tornBytes > 0) return false;
  const file = await open(path, 'r');
  try {
    const length = end.bytes - lastLine;
    const line = Buffer.alloc(length + 1);
    const { bytesRead } = await file.read(line, 0, line.length, lastLine);
    if (bytesRead < length || line[length] !== zero) return false;
    return line[length - 1] === newline && lineDigest(line.subarray(0, length - 1)) === end.previous;
  } finally {
    await file.close();
  }
}

/** Appends the record of the line, or says why the line cannot stand here. */
function follow(line: string, previous: string, records: JournalRecord[]): string | undefined {
  const decoded = decodeLine(line);
  if (decoded.kind === 'bad') return decoded.reason;
  const { record } = decoded;
  if (record.seq !== records.length + 1) return `its number is ${record.seq}, but ${records.length + 1} comes next`;
  if (decoded.previous !== previous) return 'it does not follow from the line before it: the history was edited';
  records.push(record);
  return undefined;
}
