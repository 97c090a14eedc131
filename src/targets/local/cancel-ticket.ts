import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup, type SendSignal } from './cancel-group.ts';
import { createExclusively } from './files.ts';
import { poll } from './poll.ts';
import { listProcesses, type ProcessIdentity } from './process-table.ts';
import { judgeTicket, type TicketFiles } from './ticket-files.ts';
import { addNote } from './ticket-notes.ts';
import { noteLine, type Progress } from './ticket-state.ts';

const exitCodeOfKill = 137;

/**
 * Ends a running script and all its processes. A ticket that no launcher has taken up is taken here, for good, so that
 * none can. The `cancel` file comes before the look at the state: the launcher looks for the file after it notes the
 * exit, so as long as we see no exit it will not give its process group to another script. `own`: this process.
 */
export async function cancelTicket(
  files: TicketFiles,
  graceMs: number,
  send: SendSignal,
  own: ProcessIdentity,
): Promise<void> {
  if (createExclusively(files.log, '')) {
    addNote(files.notesFolder, own, noteLine.cancelled(files.name));
    return;
  }
  if (judgeTicket(files).kind !== 'running') return;
  writeFileSync(files.cancel, '', { mode: 0o600 });
  const progress = await whenNoted(files);
  if (progress.kind !== 'running' || progress.leader === undefined) return;
  await scriptIsThere(files, progress.leader);
  const ended = await endGroup(progress.leader, graceMs, send);
  if (ended) noteKill(files, progress.leader);
}

/** Longer than a ticket without a note is taken for one that begins. */
const noteWaitMs = 3_000;
const startWaitMs = 2_000;
const execMs = 20;

/** A launcher that took the ticket a moment ago notes in the next one that it did. */
function whenNoted(files: TicketFiles): Promise<Progress> {
  const isNoted = (seen: Progress) => seen.kind !== 'running' || seen.leader !== undefined;
  return poll(() => judgeTicket(files), isNoted, AbortSignal.timeout(noteWaitMs));
}

/**
 * The launcher survives TERM: one that came between its note and its fork would be lost, and the script would go on
 * until the KILL. So we wait for a second process in its group, which is the script, and a moment for its exec.
 */
async function scriptIsThere(files: TicketFiles, leader: ProcessIdentity): Promise<void> {
  const isThere = () => listProcesses(new Set()).read.filter(({ group }) => group === leader.pid).length > 1;
  const settled = () => judgeTicket(files).kind !== 'running' || isThere();
  await poll(settled, (seen) => seen, AbortSignal.timeout(startWaitMs));
  await sleep(execMs);
}

/** Our KILL took the launcher too, so the exit is noted here. Nobody is left who could note another. */
function noteKill(files: TicketFiles, leader: ProcessIdentity): void {
  const { notesFolder, name } = files;
  if (judgeTicket(files).kind === 'lost') addNote(notesFolder, leader, noteLine.exited(name, exitCodeOfKill));
}
