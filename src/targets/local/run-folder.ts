import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appendDurably, readIfThere, syncFolder } from './files.ts';
import { bootId } from './process-table.ts';

const kinds = ['state', 'log', 'outputs', 'cancel'];

/**
 * Makes the folders of a run and notes, durably, under which boot it is used: after a power cut the files of the last
 * seconds may be gone, so then a missing file proves nothing.
 */
export function openRun(runFolder: string): void {
  const made = kinds.map((kind) => mkdirSync(join(runFolder, kind), { recursive: true, mode: 0o700 }));
  const file = join(runFolder, 'boots');
  if (!bootsOf(runFolder).includes(bootId())) appendDurably(file, `${bootId()}\n`);
  if (made.every((folder) => folder === undefined)) return;
  const parents = [runFolder, dirname(runFolder), dirname(dirname(runFolder))];
  for (const folder of parents) syncFolder(folder);
}

/** Whether the machine was restarted since the run was first here. */
export function rebootedSince(runFolder: string): boolean {
  return bootsOf(runFolder).some((boot) => boot !== bootId());
}

function bootsOf(runFolder: string): string[] {
  const text = readIfThere(join(runFolder, 'boots')) ?? '';
  return text.split('\n').filter((boot) => boot !== '');
}
