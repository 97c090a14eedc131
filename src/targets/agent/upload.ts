import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Link } from './link.ts';
import { bytesText } from './read-json.ts';

/**
 * Bytes of a part. A part has to be through long before the other side takes silence for death (see `Timing`), also over
 * a line that carries a few kilobytes a second; a fast line is better used by large ones. So parts grow and shrink.
 */
const smallest = 16_384;
const first = 32_768;
const largest = 262_144;
/** Milliseconds from sending a part to its answer, with other parts on the way. */
const quick = 500;
const slow = 4_000;
/** Parts on their way at once: a far line stays full, and an agent that writes slowly is not flooded. */
const partsAtOnce = 4;

/** Sends a file in parts, and goes on where it was when the connection breaks. Returns the name of the upload. */
export async function upload(link: Link, folder: string, file: string, sha256: string): Promise<string> {
  const name = `${sha256}-${randomUUID()}`;
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    // The first part makes the file there, so it goes alone.
    await send(link, folder, name, handle, { offset: 0, length: first });
    let next = first;
    let length = first;
    const sendRest = async (): Promise<void> => {
      while (next < size) {
        const part = { offset: next, length };
        next += length;
        const began = performance.now();
        await send(link, folder, name, handle, part);
        length = lengthAfter(part.length, performance.now() - began);
      }
    };
    await Promise.all(Array.from({ length: partsAtOnce }, sendRest));
    return name;
  } finally {
    await handle.close();
  }
}

function lengthAfter(length: number, took: number): number {
  if (took < quick) return Math.min(length * 2, largest);
  return took > slow ? Math.max(length / 2, smallest) : length;
}

async function send(
  link: Link,
  folder: string,
  name: string,
  handle: Awaited<ReturnType<typeof open>>,
  { offset, length }: { readonly offset: number; readonly length: number },
): Promise<void> {
  const buffer = new Uint8Array(length);
  const { bytesRead } = await handle.read(buffer, 0, length, offset);
  const bytes = bytesText(buffer.subarray(0, bytesRead));
  await link.call('upload', { folder, upload: name, offset, bytes }, () => true);
}
