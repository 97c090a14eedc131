import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { maxOutputBytes, parseScriptOutputs } from '../script-outputs.ts';
import type { ScriptOutputs, TicketStatus } from '../target.ts';
import type { TicketFiles } from './ticket-files.ts';
import type { Progress } from './ticket-state.ts';

export function statusOf(files: TicketFiles, progress: Progress): TicketStatus {
  switch (progress.kind) {
    case 'exited':
      return endedStatus(files, progress.exitCode);
    case 'never-started':
    case 'running':
    case 'lost':
      return { kind: progress.kind };
    default:
      return progress satisfies never;
  }
}

/** The status of a script that ended with this code, with the outputs it left. */
export function endedStatus(files: TicketFiles, exitCode: number): TicketStatus {
  return endedTicket(exitCode, readOutputs(files.outputs));
}

/** The status of any script that ended with this code. */
export function endedTicket(exitCode: number, outputs: ScriptOutputs): TicketStatus {
  const signal = exitCode > 128 ? signalNames.get(exitCode - 128) : undefined;
  return signal === undefined ? { kind: 'exited', exitCode, outputs } : { kind: 'killed', signal, exitCode, outputs };
}

/** Reversed, so that of two names for one number (SIGABRT, SIGIOT) the first stays. */
const signalNames = new Map<number, string>(
  Object.entries(constants.signals)
    .reverse()
    .map(([name, number]) => [number, name]),
);
const noOutputs: ScriptOutputs = { values: {}, diagnostics: [] };

/** Most scripts leave no outputs: looking for the file must cost little. */
function readOutputs(file: string): ScriptOutputs {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.size === 0) return noOutputs;
  const bytes = Buffer.alloc(Math.min(stat.size, maxOutputBytes));
  const descriptor = openSync(file, 'r');
  try {
    const length = readSync(descriptor, bytes, 0, bytes.length, 0);
    return parseScriptOutputs(bytes.subarray(0, length), stat.size > maxOutputBytes);
  } finally {
    closeSync(descriptor);
  }
}
