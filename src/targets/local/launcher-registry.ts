import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from './files.ts';
import {
  identify,
  identityText,
  isAlive,
  listProcesses,
  type ProcessIdentity,
  parseIdentity,
} from './process-table.ts';

/** One empty file per live launcher, named by the launcher and the process that gives it orders. */
function registryFolder(stateDirectory: string): string {
  return join(stateDirectory, 'launchers');
}

interface Entry {
  readonly file: string;
  readonly launcher: ProcessIdentity;
  readonly owner: ProcessIdentity;
}

/** Before its first order; returns the file to remove when the launcher is dead. */
export function registerLauncher(stateDirectory: string, launcher: ProcessIdentity, owner: ProcessIdentity): string {
  const folder = registryFolder(stateDirectory);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, [launcher, owner].map((one) => identityText(one).replaceAll(' ', '~')).join('~~'));
  writeFileSync(file, '', { mode: 0o600 });
  return file;
}

export function unregisterLauncher(file: string): void {
  rmSync(file, { force: true });
}

/**
 * Whether a launcher may still take up an order that a process gave it just before its death. A launcher whose owner is
 * dead ends when its input does, so this is true for moments only. One that has a process in its group is busy with a
 * script that it took up before, and a busy launcher is never given an order.
 */
export function orderMayBeOnItsWay(stateDirectory: string): boolean {
  const orphans = entries(stateDirectory).filter(({ launcher, owner }) => !isAlive(owner) && isAlive(launcher));
  if (orphans.length === 0) return false;
  const busy = new Set(listProcesses(new Set()).read.flatMap(({ pid, group }) => (pid === group ? [] : [group])));
  return orphans.some(({ launcher }) => !busy.has(launcher.pid) && isAlive(launcher));
}

/** Removes the files of launchers that died after their owner. */
export function sweepRegistry(stateDirectory: string): void {
  for (const { file, launcher } of entries(stateDirectory)) if (!isAlive(launcher)) unregisterLauncher(file);
}

function entries(stateDirectory: string): Entry[] {
  const folder = registryFolder(stateDirectory);
  return namesIn(folder).flatMap((name) => {
    const [first, second] = name.split('~~').map((part) => parseIdentity(part.replaceAll('~', ' ')));
    return first === undefined || second === undefined
      ? []
      : [{ file: join(folder, name), launcher: first, owner: second }];
  });
}

/** The identity of a process that is alive for sure: ours. */
export function ownIdentity(pid: number): ProcessIdentity {
  const own = identify(pid);
  if (own === undefined) throw new Error(`There is no process ${pid}`);
  return own;
}
