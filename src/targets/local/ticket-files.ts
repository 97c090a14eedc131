import { existsSync, statSync } from 'node:fs';
import { checkTicket } from '../ticket.ts';
import { orderMayBeOnItsWay } from './launcher-registry.ts';
import { rebootedSince } from './run-folder.ts';
import { NoteSearch } from './ticket-notes.ts';
import { judge, type Progress } from './ticket-state.ts';

/**
 * The files of a ticket, `<state>/tickets/<run>/<kind>/<name>`, each made only when there is something to put in; but the
 * log is made, exclusively, by whoever takes the ticket up, and what becomes of it stands among the notes of that process.
 * By kind, because a folder for each ticket would cost a third more, and because looking for a file that is not there is
 * quick in a folder that is nearly empty and in which nobody else makes files at that moment.
 */
export interface TicketFiles {
  readonly stateDirectory: string;
  readonly runFolder: string;
  /** Of the ticket, without the run. */
  readonly name: string;
  /** Its presence says that the ticket is taken, for good. */
  readonly log: string;
  readonly outputs: string;
  /** Its presence says that somebody ends the script. */
  readonly cancel: string;
  /** The folder of the notes of the run, and those of this ticket. */
  readonly notesFolder: string;
  readonly notes: NoteSearch;
}

export function ticketFiles(stateDirectory: string, ticket: string): TicketFiles {
  const { run, name } = checkTicket(ticket);
  const runFolder = `${stateDirectory}/tickets/${run}`;
  const notesFolder = `${runFolder}/state`;
  return {
    stateDirectory,
    runFolder,
    name,
    log: `${runFolder}/log/${name}`,
    outputs: `${runFolder}/outputs/${name}`,
    cancel: `${runFolder}/cancel/${name}`,
    notesFolder,
    notes: new NoteSearch(notesFolder, name),
  };
}

/** A launcher writes its note a moment after it took the ticket. */
const firstNoteMs = 2_000;

/** What the files say now. `running` without a leader: a launcher is about to take the ticket up, or may be. */
export function judgeTicket(files: TicketFiles): Progress {
  if (existsSync(files.log)) return judgeTaken(files);
  if (rebootedSince(files.runFolder)) return { kind: 'lost' };
  if (orderMayBeOnItsWay(files.stateDirectory)) return { kind: 'running', leader: undefined };
  // The order may have arrived, and its launcher ended, between the two looks.
  return existsSync(files.log) ? judgeTaken(files) : { kind: 'never-started' };
}

function judgeTaken({ notes, log }: TicketFiles): Progress {
  if (notes.read() === undefined && isEmptyAndNew(log)) return { kind: 'running', leader: undefined };
  return judge(() => notes.read());
}

function isEmptyAndNew(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.size === 0 && Math.abs(Date.now() - stat.mtimeMs) < firstNoteMs;
}
