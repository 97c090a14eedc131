import { createWriteStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The folder of a bundle as a zip, with one folder of its name at the top. */
export async function archiveBundle(folder: string, name: string, file: string): Promise<void> {
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  // Local time, in the older of the two kinds of time stamp alone: so the bytes are the same in every time zone.
  const mtime = new Date(1985, 0, 1);
  for (const path of await filesIn(folder, '')) {
    const mode = (await stat(join(folder, path))).mode & 0o100 ? 0o100755 : 0o100644;
    zip.addFile(join(folder, path), `${name}/${path}`, { mtime, mode, forceDosTimestamp: true });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file, { mode: 0o600, flush: true }));
}

async function filesIn(root: string, prefix: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, prefix), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.isDirectory()) found.push(...(await filesIn(root, `${prefix}${entry.name}/`)));
    else found.push(`${prefix}${entry.name}`);
  }
  return found;
}
