import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { maxOutputBytes, parseScriptOutputs } from '../script-outputs.ts';
import type { EndedTicket, ScriptOutputs, TicketStatus } from '../target.ts';
import type { LauncherAnswer } from './launcher-program.ts';
import type { TicketFiles } from './ticket-files.ts';
import type { Progress } from './ticket-state.ts';

export function statusOf(files: TicketFiles, progress: Progress): TicketStatus {
  switch (progress.kind) {
    case 'exited':
      return answeredStatus(files, { exitCode: progress.exitCode, hasLog: sizeOf(files.log) > 0, hasOutputs: true });
    case 'never-started':
    case 'running':
    case 'lost':
      return { kind: progress.kind };
    default:
      return progress satisfies never;
  }
}

/** The status of a script that ended, with the outputs it left, as its launcher told it. */
export function answeredStatus(files: TicketFiles, { exitCode, hasLog, hasOutputs }: LauncherAnswer): TicketStatus {
  const status = endedTicket(exitCode, hasOutputs ? readOutputs(files.outputs) : noOutputs);
  return hasLog ? status : { ...status, silent: true };
}

/** The status of any script that ended with this code. */
export function endedTicket(exitCode: number, outputs: ScriptOutputs): EndedTicket {
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

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

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
