import { existsSync, statSync } from 'node:fs';
import { checkTicket } from '../ticket.ts';
import { readIfThere } from './files.ts';
import { orderMayBeOnItsWay } from './launcher-registry.ts';
import { rebootedSince } from './run-folder.ts';
import { judge, type Progress, parseState } from './ticket-state.ts';

/**
 * The files of a ticket, `<state>/tickets/<run>/<kind>/<name>`, each made only when there is something to put in.
 * By kind, because a folder for each ticket would cost a third more, and because looking for a file that is not there is
 * quick in a folder that is nearly empty and in which nobody else makes files at that moment.
 */
export interface TicketFiles {
  readonly stateDirectory: string;
  readonly runFolder: string;
  readonly state: string;
  readonly log: string;
  readonly outputs: string;
  /** Its presence says that somebody ends the script. */
  readonly cancel: string;
}

export function ticketFiles(stateDirectory: string, ticket: string): TicketFiles {
  const { run, name } = checkTicket(ticket);
  const runFolder = `${stateDirectory}/tickets/${run}`;
  return {
    stateDirectory,
    runFolder,
    state: `${runFolder}/state/${name}`,
    log: `${runFolder}/log/${name}`,
    outputs: `${runFolder}/outputs/${name}`,
    cancel: `${runFolder}/cancel/${name}`,
  };
}

/** A launcher writes the first line a moment after it makes the file. */
const firstLineMs = 2_000;

/** What the files say now. `running` without a leader: a launcher is about to take the ticket up, or may be. */
export function judgeTicket(files: TicketFiles): Progress {
  if (existsSync(files.state)) return judgeState(files);
  if (rebootedSince(files.runFolder)) return { kind: 'lost' };
  if (orderMayBeOnItsWay(files.stateDirectory)) return { kind: 'running', leader: undefined };
  // The order may have arrived, and its launcher ended, between the two looks.
  return existsSync(files.state) ? judgeState(files) : { kind: 'never-started' };
}

function judgeState(files: TicketFiles): Progress {
  const progress = judge(() => parseState(readIfThere(files.state) ?? ''));
  return progress.kind === 'lost' && isEmptyAndNew(files.state) ? { kind: 'running', leader: undefined } : progress;
}

function isEmptyAndNew(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.size === 0 && Math.abs(Date.now() - stat.mtimeMs) < firstLineMs;
}
