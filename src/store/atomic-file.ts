import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file that is there whole, or not at all, also after a power cut. Owner-only. */
export async function writeDurably(path: string, lines: Iterable<string>): Promise<void> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    let buffer = '';
    for (const line of lines) {
      buffer += line;
      if (buffer.length > 1 << 20) {
        await file.appendFile(buffer);
        buffer = '';
      }
    }
    // Not `write`, which may take a part of it and be content: so does a disk that is filling up.
    await file.appendFile(buffer);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

/** Makes the names in a directory durable; a file system that cannot is left alone. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } catch {
    // Some file systems refuse to sync a directory; they keep names in order by other means.
  } finally {
    await directory.close();
  }
}
