import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly directory?: string;
  /** Given up after so many seconds. */
  readonly limit?: number;
}

/** Wall time in seconds, the start of the process included. Throws with what it said when it failed. */
export function time({ program, arguments: words, directory, limit }: Command): number {
  const start = performance.now();
  const ended = spawnSync(program, words, {
    cwd: directory,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, CI: '1', NO_COLOR: '1' },
    ...(limit !== undefined && { timeout: limit * 1000 }),
  });
  if (ended.error !== undefined) throw ended.error;
  if (ended.status !== 0) {
    throw new Error(`${program} ${words.join(' ')} ended with ${ended.status}: ${ended.stderr.slice(-2000)}`);
  }
  return (performance.now() - start) / 1000;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Several ways to do one thing, round by round, so that a noisy machine is noisy to all of them. */
export function interleaved<Name extends string>(
  rounds: number,
  ways: { readonly [name in Name]: () => number },
): { readonly [name in Name]: readonly number[] } {
  const names = Object.keys(ways) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as { [name in Name]: number[] };
  for (let round = 0; round < rounds; round += 1) for (const name of names) taken[name].push(ways[name]());
  return taken;
}

/** The median of the ratios of each round, which says more than the ratio of the medians when rounds differ. */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  return round(median(ours.map((value, index) => value / (theirs[index] ?? Number.NaN))));
}

export function round(ratio: number): number {
  return Number(ratio.toFixed(2));
}

/** A folder that is gone afterwards. */
export async function inFolder(work: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'release-bench-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
