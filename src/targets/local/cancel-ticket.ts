import { appendFileSync, writeFileSync } from 'node:fs';
import { endGroup, type SendSignal } from './cancel-group.ts';
import { createExclusively } from './files.ts';
import { judgeTicket, type TicketFiles } from './ticket-files.ts';
import { cancelledLine, exitLine } from './ticket-state.ts';

const exitCodeOfKill = 137;

/**
 * Ends a running script and all its processes. A ticket that no launcher has taken up is taken here, for good, so that
 * none can. The `cancel` file comes before the look at the state: the launcher looks for the file after it notes the
 * exit, so as long as we see no exit it will not give its process group to another script.
 */
export async function cancelTicket(files: TicketFiles, graceMs: number, send: SendSignal): Promise<void> {
  if (createExclusively(files.state, cancelledLine)) return;
  if (judgeTicket(files).kind !== 'running') return;
  writeFileSync(files.cancel, '', { mode: 0o600 });
  const progress = judgeTicket(files);
  if (progress.kind !== 'running' || progress.leader === undefined) return;
  const ended = await endGroup(progress.leader, graceMs, send);
  if (ended) noteKill(files);
}

/** Our KILL took the launcher too, so the exit is noted here. Nobody is left who could note another. */
function noteKill(files: TicketFiles): void {
  if (judgeTicket(files).kind === 'lost') appendFileSync(files.state, exitLine(exitCodeOfKill));
}
