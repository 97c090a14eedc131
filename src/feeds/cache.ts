import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Pruned, type PruneOptions, pruneCache } from './cache-prune.ts';
import { type Digest, digestMeter, fileSha256, isSha256 } from './digest.ts';
import type { FeedProblem } from './problem.ts';
import { spentPieces } from './spent-pieces.ts';

/**
 * Package files by the sha256 of their bytes, `<folder>/sha256/<aa>/<digest>`, shared by all tenants and processes.
 * A file is there whole or not at all: it is written under another name and moved when its digest is right.
 */
export interface PackageCache {
  /** The path of the file with this sha256, or undefined. Its bytes are checked once per process. */
  find(sha256: string): Promise<string | undefined>;
  /**
   * Takes in a stream. Nothing is kept unless the bytes meet every digest and `accept`, which gets the path of a file that
   * nobody else sees yet, finds nothing wrong. Rejects when the stream or the disk fails.
   */
  put(body: AsyncIterable<Uint8Array>, expected: readonly Digest[], label: string, accept?: Accept): Promise<PutResult>;
  /** Takes out bytes that are what they should be and yet no good, such as an archive that nobody may unpack. */
  forget(sha256: string): Promise<void>;
  prune(options: PruneOptions): Promise<Pruned>;
}

export type PutResult =
  | { readonly ok: true; readonly path: string; readonly sha256: string; readonly size: number }
  | { readonly ok: false; readonly problem: FeedProblem };

export type Accept = (path: string) => Promise<FeedProblem | undefined>;

export interface CacheOptions {
  /** Absolute path; made when it is needed. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function packageCache({ folder, now }: CacheOptions): PackageCache {
  const checked = new Map<string, string>();
  const pathOf = (sha256: string): string => join(folder, 'sha256', sha256.slice(0, 2), sha256);
  return {
    find: async (sha256) => (isSha256(sha256) ? findChecked(pathOf(sha256), { sha256, checked, now }) : undefined),
    put: (body, expected, label, accept = async () => undefined) =>
      takeIn(body, { expected, label, accept, folder, pathOf, now }),
    forget: async (sha256) => {
      if (isSha256(sha256)) await rm(pathOf(sha256), { force: true });
    },
    prune: (options) => pruneCache(folder, options),
  };
}

interface Find {
  readonly sha256: string;
  readonly checked: Map<string, string>;
  readonly now: () => number;
}

async function findChecked(path: string, { sha256, checked, now }: Find): Promise<string | undefined> {
  const info = await stat(path).catch(undefinedWhenMissing);
  if (info === undefined) return undefined;
  const state = `${info.size} ${info.mtime.getTime()} ${info.ino}`;
  if (checked.get(sha256) !== state) {
    if ((await fileSha256(path)) !== sha256) {
      await rm(path, { force: true });
      return undefined;
    }
    checked.set(sha256, state);
  }
  // The time of use is what prune looks at. Another process may prune right now: then it is a miss.
  const touched = await utimes(path, now() / 1000, info.mtime).then(() => true, undefinedWhenMissing);
  return touched ? path : undefined;
}

interface Intake {
  readonly expected: readonly Digest[];
  readonly label: string;
  readonly accept: Accept;
  readonly folder: string;
  readonly pathOf: (sha256: string) => string;
  readonly now: () => number;
}

async function takeIn(body: AsyncIterable<Uint8Array>, intake: Intake): Promise<PutResult> {
  const temporary = join(intake.folder, 'incoming', randomUUID());
  let moved = false;
  try {
    const meter = digestMeter(intake.expected);
    const size = await writeAndMeet(body, temporary, meter.update);
    const actual = meter.finish();
    const sha256 = actual.get('sha256') ?? '';
    for (const { algorithm, hex } of intake.expected) {
      const got = actual.get(algorithm) ?? '';
      if (got !== hex) return mismatch(intake.label, { algorithm, hex }, got);
    }
    const problem = await intake.accept(temporary);
    if (problem !== undefined) return { ok: false, problem };
    const path = intake.pathOf(sha256);
    await utimes(temporary, intake.now() / 1000, intake.now() / 1000);
    await withFolder(path, () => rename(temporary, path));
    moved = true;
    return { ok: true, path, sha256, size };
  } finally {
    if (!moved) await rm(temporary, { force: true });
  }
}

function mismatch(label: string, { algorithm, hex }: Digest, actual: string): PutResult {
  return { ok: false, problem: { kind: 'digest-mismatch', package: label, algorithm, expected: hex, actual } };
}

/** Not flushed to the disk: what a power cut tore is found by its digest, and fetched again. */
async function writeAndMeet(
  body: AsyncIterable<Uint8Array>,
  path: string,
  meet: (chunk: Uint8Array) => void,
): Promise<number> {
  const file = await withFolder(path, () => open(path, 'wx', 0o600));
  const spent = spentPieces();
  let size = 0;
  try {
    for await (const chunk of body) {
      meet(chunk);
      size += chunk.length;
      await writeAll(file, chunk);
      spent(chunk.length);
    }
    return size;
  } finally {
    await file.close();
  }
}

/** Makes the folder of a file when it turns out to be missing. */
async function withFolder<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    undefinedWhenMissing(error);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return act();
  }
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, chunk: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < chunk.length) offset += (await file.write(chunk, offset)).bytesWritten;
}

function undefinedWhenMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
