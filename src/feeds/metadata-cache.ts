import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Json } from '../util/json.ts';

/**
 * What feeds answered, by question, so that the next time only changes travel and `offline` has something to say. Holds
 * no credentials. Losing it costs time only: what cannot be read or written counts as not there.
 */
export interface MetadataCache {
  read(key: string): Promise<StoredAnswer | undefined>;
  write(key: string, answer: StoredAnswer): Promise<void>;
}

export interface StoredAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const FORMAT = 1;

/** Files `<folder>/metadata/<aa>/<digest>`, beside the packages of the cache and pruned with them. */
export function metadataCache({ folder, now }: { readonly folder: string; readonly now: () => number }): MetadataCache {
  const pathOf = (key: string): string => {
    const name = createHash('sha256').update(key).digest('hex');
    return join(folder, 'metadata', name.slice(0, 2), name);
  };
  const made = new Map<string, Promise<unknown>>();
  return {
    read: async (key) => {
      const path = pathOf(key);
      return decode(await readAndTouch(path, now()).catch(() => undefined));
    },
    write: async (key, answer) => {
      const path = pathOf(key);
      const shard = dirname(path);
      const ready = made.get(shard) ?? mkdir(shard, { recursive: true, mode: 0o700 });
      made.set(shard, ready);
      await ready.then(() => replace(path, encode(answer))).catch(() => undefined);
    },
  };
}

const DAY_MS = 86_400_000;

/** It is kept because it is used; that it was used today need not be written again and again. */
async function readAndTouch(path: string, now: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size, mtimeMs } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, 0);
    if (Math.abs(now - mtimeMs) > DAY_MS) await file.utimes(now / 1000, now / 1000);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function replace(path: string, bytes: Buffer): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, bytes, { mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Without the question: an address may hold something private, and its digest is the name of the file. */
function encode({ headers, body }: StoredAnswer): Buffer {
  const head = { formatVersion: FORMAT, headers, bytes: body.length };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

function decode(bytes: Buffer | undefined): StoredAnswer | undefined {
  const end = bytes?.indexOf(0x0a) ?? -1;
  if (bytes === undefined || end < 0) return undefined;
  const head = readHead(bytes.toString('utf8', 0, end));
  const body = bytes.subarray(end + 1);
  if (head === undefined || head.bytes !== body.length) return undefined;
  return { headers: head.headers, body };
}

interface Head {
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
}

function readHead(text: string): Head | undefined {
  try {
    const head: Json = JSON.parse(text);
    if (typeof head !== 'object' || head === null || !('formatVersion' in head)) return undefined;
    const { formatVersion, bytes, headers } = head;
    if (formatVersion !== FORMAT || typeof bytes !== 'number') return undefined;
    if (typeof headers !== 'object' || headers === null) return undefined;
    const texts = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return { bytes, headers: Object.fromEntries(texts) };
  } catch {
    return undefined;
  }
}
