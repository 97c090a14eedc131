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

/**
 * Reads a journal and checks that every line follows the one before it. A last line without its newline was cut off by
 * a crash and is left out; anything else that does not fit is damage, and damage is never skipped.
 */
export async function readJournalFile(path: string): Promise<ReadJournal> {
  return decodeJournal(await readFile(path));
}

function decodeJournal(bytes: Uint8Array): ReadJournal {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: JournalRecord[] = [];
  let previous = genesis;
  let offset = 0;
  let lastLine = 0;
  for (;;) {
    const end = buffer.indexOf(newline, offset);
    if (end === -1) break;
    const line = buffer.toString('utf8', offset, end);
    const reason = follow(line, previous, records);
    if (reason !== undefined) return { kind: 'damaged', line: records.length + 1, offset, reason };
    previous = lineDigest(line);
    lastLine = offset;
    offset = end + 1;
  }
  const position = { seq: records.length, previous, bytes: offset };
  return { kind: 'read', records, end: position, lastLine, tornBytes: buffer.length - offset };
}

/**
 * Whether the file still is what was read from it. Only ever appended to, it is when it has not grown and ends with the
 * same line, whose digest stands for all lines before it.
 */
export async function isUnchanged(path: string, read: Extract<ReadJournal, { kind: 'read' }>): Promise<boolean> {
  const { end, lastLine, tornBytes } = read;
  // A torn line may have given way to a whole one of the same length.
  if (end.seq === 0 || tornBytes > 0) return false;
  const file = await open(path, 'r');
  try {
    if ((await file.stat()).size !== end.bytes) return false;
    const line = Buffer.alloc(end.bytes - lastLine - 1);
    const { bytesRead } = await file.read(line, 0, line.length, lastLine);
    return bytesRead === line.length && lineDigest(line.toString('utf8')) === end.previous;
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
