import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn, removeFile } from './files.ts';
import { memoryFolder } from './memory-folder.ts';
import { judgeTicket, ticketFiles } from './ticket-files.ts';
import { noteFiles, readNotes } from './ticket-notes.ts';

/** Runs that left tickets behind. */
export function ticketedRuns(stateDirectory: string): readonly string[] {
  return namesIn(join(stateDirectory, 'tickets'));
}

/**
 * Deletes all tickets of a run, in memory too. False when one of its scripts still runs: then all stay. Only once all
 * outcomes are durable elsewhere, because the same tickets could start anew.
 */
export async function forgetRun(stateDirectory: string, run: string): Promise<boolean> {
  if (hasRunningScripts(stateDirectory, run)) return false;
  const folder = join(stateDirectory, 'tickets', run);
  const taken = namesIn(join(folder, 'log'));
  // Thousands of small files, when nothing else is going on: a trip to another thread for each would take far longer.
  for (const name of taken) removeFile(join(folder, 'log', name));
  rmSync(folder, { recursive: true, force: true });
  const memory = memoryFolder(stateDirectory);
  if (memory !== undefined) await rm(join(memory, run), { recursive: true, force: true });
  return true;
}

/** Whether a script of a run goes on, on this machine, whoever started it and whether or not that one still lives. */
export function hasRunningScripts(stateDirectory: string, run: string): boolean {
  const folder = join(stateDirectory, 'tickets', run);
  const ended = endedTickets(join(folder, 'state'));
  const isRunning = (name: string) => judgeTicket(ticketFiles(stateDirectory, `${run}/${name}`)).kind === 'running';
  return namesIn(join(folder, 'log')).some((name) => !ended.has(name) && isRunning(name));
}

function endedTickets(notesFolder: string): ReadonlySet<string> {
  const ended = new Set<string>();
  for (const { file } of noteFiles(notesFolder)) {
    for (const [name, { exitCode }] of readNotes(file)) if (exitCode !== undefined) ended.add(name);
  }
  return ended;
}
