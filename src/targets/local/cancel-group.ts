import { setTimeout as sleep } from 'node:timers/promises';
import { isGroupAlive, type ProcessIdentity } from './process-table.ts';

/** Sends a signal as `process.kill` does: a negative number is a process group; throws ESRCH when there is none. */
export type SendSignal = (pid: number, signal: 'SIGTERM' | 'SIGKILL') => void;

/** So long we wait for the kernel to carry out a KILL. */
const killWaitMs = 5_000;

/** Ends the group that this process leads, or led: TERM, then KILL after `graceMs`. True when no member is left. */
export async function endGroup(leader: ProcessIdentity, graceMs: number, send: SendSignal): Promise<boolean> {
  signalGroup(leader, 'SIGTERM', send);
  if (await groupEnds(leader, graceMs)) return true;
  signalGroup(leader, 'SIGKILL', send);
  return groupEnds(leader, killWaitMs);
}

function signalGroup(leader: ProcessIdentity, signal: 'SIGTERM' | 'SIGKILL', send: SendSignal): void {
  if (!isGroupAlive(leader)) return;
  try {
    send(-leader.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function groupEnds(leader: ProcessIdentity, withinMs: number): Promise<boolean> {
  let pause = 2;
  for (let waited = 0; isGroupAlive(leader); waited += pause) {
    if (waited >= withinMs) return false;
    pause = Math.min(pause * 2, 50, withinMs - waited);
    await sleep(pause);
  }
  return true;
}
