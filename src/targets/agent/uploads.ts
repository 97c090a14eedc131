import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from '../local/files.ts';

/** Nobody goes on with an upload after a day. */
const abandonedAfterMs = 86_400_000;
const uploadName = /^[0-9a-f]{64}-[0-9a-f-]{36}$/;

/** Archives on their way to this machine, as files: an upload goes on after a broken connection or a restart. */
export class Uploads {
  readonly #folder: string;

  /** `now` in milliseconds since 1970. */
  constructor(folder: string, now: number) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (now - statSync(file).mtimeMs > abandonedAfterMs) rmSync(file, { force: true });
    }
  }

  /** The same bytes at the same place again are no harm, and parts come in any order: `verified` sees what is missing. */
  async write(upload: string, offset: number, bytes: Uint8Array): Promise<void> {
    // The first part makes the file, and never empties one that is there.
    if (offset === 0) await (await open(this.#file(upload), 'a', 0o600)).close();
    const writing = await open(this.#file(upload), 'r+').catch((error: unknown) => {
      if (isCode(error, 'ENOENT')) throw new RangeError('An upload that has not begun');
      throw error;
    });
    try {
      await writing.write(bytes, 0, bytes.length, offset);
    } finally {
      await writing.close();
    }
  }

  /** The file of a finished upload whose bytes are what they should be; undefined when there is none of that name. */
  async verified(upload: string, sha256: string): Promise<string | undefined> {
    const file = this.#file(upload);
    const hash = createHash('sha256');
    try {
      for await (const piece of createReadStream(file)) hash.update(piece);
    } catch (error) {
      if (isCode(error, 'ENOENT')) return undefined;
      throw error;
    }
    if (hash.digest('hex') === sha256) return file;
    await this.remove(upload);
    throw new Error(`the package that arrived is not the one with the sha256 ${sha256}`);
  }

  async remove(upload: string): Promise<void> {
    await rm(this.#file(upload), { force: true });
  }

  #file(upload: string): string {
    if (!uploadName.test(upload)) throw new RangeError('Not the name of an upload');
    return join(this.#folder, upload);
  }
}
