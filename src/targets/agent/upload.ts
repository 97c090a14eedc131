import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Link } from './link.ts';
import { bytesText } from './read-json.ts';

const partBytes = 262_144;
/** Parts on their way at once: a far line stays full, and an agent that writes slowly is not flooded. */
const partsAtOnce = 4;

/** Sends a file in parts, and goes on where it was when the connection breaks. Returns the name of the upload. */
export async function upload(link: Link, folder: string, file: string, sha256: string): Promise<string> {
  const name = `${sha256}-${randomUUID()}`;
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    // The first part makes the file there, so it goes alone.
    await send(link, folder, name, handle, 0);
    let next = partBytes;
    const sendRest = async (): Promise<void> => {
      while (next < size) {
        const offset = next;
        next += partBytes;
        await send(link, folder, name, handle, offset);
      }
    };
    await Promise.all(Array.from({ length: partsAtOnce }, sendRest));
    return name;
  } finally {
    await handle.close();
  }
}

async function send(
  link: Link,
  folder: string,
  name: string,
  handle: Awaited<ReturnType<typeof open>>,
  offset: number,
): Promise<void> {
  const buffer = new Uint8Array(partBytes);
  const { bytesRead } = await handle.read(buffer, 0, partBytes, offset);
  const bytes = bytesText(buffer.subarray(0, bytesRead));
  await link.call('upload', { folder, upload: name, offset, bytes }, () => true);
}
