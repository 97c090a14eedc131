import { open } from 'node:fs/promises';

/** Bytes at the end of a journal that are looked at. */
const tail = 64 * 1024;
/** Inside a text of a record the quotes would be escaped. */
const [finished, resumed] = ['"type":"run-finished"', '"type":"run-resumed"'];

/**
 * Whether a journal says, at its end, that the run has ended for good. False when that is not seen there, as in the
 * journal of a process that was killed, which ends with space that it took ahead.
 */
export async function endsFinished(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - tail);
    const bytes = Buffer.alloc(size - from);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    const read = bytes.subarray(0, bytesRead);
    return read.lastIndexOf(finished) > read.lastIndexOf(resumed);
  } finally {
    await file.close();
  }
}
