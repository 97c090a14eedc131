import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { LogChunk } from '../target.ts';

const chunkBytes = 262_144;
const nothing = new Uint8Array();

/**
 * The next bytes of a log file. A cursor at or behind the end, or no file yet, gives no bytes and the same cursor. Not
 * handed to another thread: most scripts write nothing, and finding that out must cost little.
 */
export function readLogFile(file: string, cursor: number): LogChunk {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= cursor) return { bytes: nothing, cursor };
  const bytes = new Uint8Array(Math.min(chunkBytes, size - cursor));
  const descriptor = openSync(file, 'r');
  try {
    const length = readSync(descriptor, bytes, 0, bytes.length, cursor);
    return { bytes: bytes.subarray(0, length), cursor: cursor + length };
  } finally {
    closeSync(descriptor);
  }
}
