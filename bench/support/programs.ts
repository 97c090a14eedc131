import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from './measure.ts';

/** The program as it was built last; `npm run bench` builds it first. RELEASE_BENCH_MAIN names another one. */
const main = process.env.RELEASE_BENCH_MAIN ?? fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

/** A call of the real command line. */
export function release(words: readonly string[], directory: string): Command {
  return { program: process.execPath, arguments: [main, ...words], directory };
}

/** A compiled file of this folder, as a process of its own. */
export function bench(file: string, words: readonly string[] = []): Command {
  return { program: process.execPath, arguments: [fileURLToPath(new URL(`../${file}.js`, import.meta.url)), ...words] };
}

/**
 * Whether a peer is there; one that Debian has is installed where we may. When it stays away, the words why.
 */
export function missing(program: string, debianPackage?: string): string | undefined {
  if (isOnPath(program)) return undefined;
  if (debianPackage === undefined) return `left out: there is no ${program} here, and Debian has none`;
  if (process.getuid?.() !== 0) return `left out: there is no ${program} here (apt-get install ${debianPackage})`;
  const words = ['install', '-y', '-qq', '--no-install-recommends', debianPackage];
  const installed = spawnSync('apt-get', words, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (installed.status === 0 && isOnPath(program)) return undefined;
  return `left out: apt-get could not install ${debianPackage}`;
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
