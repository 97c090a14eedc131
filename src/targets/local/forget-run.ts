import { readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from './files.ts';
import { memoryFolder } from './memory-folder.ts';
import { judgeTicket, ticketFiles } from './ticket-files.ts';

/** Runs that left tickets behind. */
export function ticketedRuns(stateDirectory: string): readonly string[] {
  return namesIn(join(stateDirectory, 'tickets'));
}

/**
 * Deletes all tickets of a run, in memory too. False when one of its scripts still runs: then all stay. Only once all
 * outcomes are durable elsewhere, because the same tickets could start anew.
 */
export async function forgetRun(stateDirectory: string, run: string): Promise<boolean> {
  const folder = join(stateDirectory, 'tickets', run);
  const tickets = namesIn(join(folder, 'state')).map((name) => ticketFiles(stateDirectory, `${run}/${name}`));
  if (tickets.some((files) => judgeTicket(files).kind === 'running')) return false;
  // Thousands of small files, when nothing else is going on: a trip to another thread for each would take far longer.
  rmSync(folder, { recursive: true, force: true });
  const memory = memoryFolder(stateDirectory);
  if (memory !== undefined) await rm(join(memory, run), { recursive: true, force: true });
  return true;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}
