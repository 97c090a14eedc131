import { open } from 'node:fs/promises';
import type { LogChunk } from '../target.ts';
import { isCode } from './files.ts';

const chunkBytes = 262_144;

/** The next bytes of a log file. A cursor at or behind the end, or no file yet, gives no bytes and the same cursor. */
export async function readLogFile(file: string, cursor: number): Promise<LogChunk> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (handle === undefined) return { bytes: new Uint8Array(), cursor };
  try {
    const { size } = await handle.stat();
    const bytes = new Uint8Array(Math.max(0, Math.min(chunkBytes, size - cursor)));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, cursor);
    return { bytes: bytes.subarray(0, bytesRead), cursor: cursor + bytesRead };
  } finally {
    await handle.close();
  }
}
