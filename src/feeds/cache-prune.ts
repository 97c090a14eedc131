import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface PruneOptions {
  /** Files last used before this time (milliseconds since the epoch) go. */
  readonly unusedSince: number;
  /** Digests that stay whatever their age, such as those of every lock in the workspace. */
  readonly keep: ReadonlySet<string>;
}

export interface Pruned {
  readonly files: number;
  readonly bytes: number;
}

/** Removes old packages and answers of feeds, and what writers that were killed left behind. */
export async function pruneCache(folder: string, options: PruneOptions): Promise<Pruned> {
  const pruned = { files: 0, bytes: 0 };
  for (const kind of ['sha256', 'metadata']) {
    for (const shard of await namesIn(join(folder, kind))) {
      await pruneFolder(join(folder, kind, shard), options, pruned);
    }
  }
  await pruneFolder(join(folder, 'incoming'), options, pruned);
  return pruned;
}

async function pruneFolder(
  folder: string,
  options: PruneOptions,
  pruned: { files: number; bytes: number },
): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (options.keep.has(name)) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    if (info === undefined || Math.max(info.atimeMs, info.mtimeMs) >= options.unusedSince) continue;
    await rm(path, { force: true });
    pruned.files += 1;
    pruned.bytes += info.size;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
