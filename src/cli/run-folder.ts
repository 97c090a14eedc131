import { join } from 'node:path';

/** Where the output of a run's steps is kept. The folder of a run belongs to its store; this stands beside it. */
export function logsFolder(state: string, run: string): string {
  return join(state, 'logs', encodeURIComponent(run));
}
