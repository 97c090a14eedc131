import { isAlive, isGroupAlive, type ProcessIdentity, parseIdentity } from './process-table.ts';

/** What a state file says. Every line ends with a line feed; one that does not was torn, and counts as not written. */
interface RecordedState {
  /** `cancelled`: somebody took the ticket so that nobody starts it. `torn`: its launcher died on the first line. */
  readonly start: 'started' | 'cancelled' | 'torn';
  /** The launcher, leader of the script's process group. */
  readonly leader: ProcessIdentity | undefined;
  readonly exitCode: number | undefined;
}

/** Format version 1: `1 started <pid> <start> <boot>` or `1 cancelled`, then `exited <code>`. */
export const cancelledLine = '1 cancelled\n';

export function exitLine(exitCode: number): string {
  return `exited ${exitCode}\n`;
}

export function parseState(text: string): RecordedState {
  const [first = '', ...lines] = text.split('\n').slice(0, -1);
  const leader = first.startsWith('1 started ') ? parseIdentity(first.slice('1 started '.length)) : undefined;
  const exits = lines.flatMap((line) => /^exited (\d{1,3})$/.exec(line)?.[1] ?? []);
  const exitCode = exits[0] === undefined ? undefined : Number(exits[0]);
  if (leader !== undefined) return { start: 'started', leader, exitCode };
  return { start: first === cancelledLine.trim() ? 'cancelled' : 'torn', leader, exitCode };
}

export type Progress =
  | { readonly kind: 'never-started' }
  | { readonly kind: 'running'; readonly leader: ProcessIdentity | undefined }
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'lost' };

/**
 * Judges a state file. `read` is asked a second time when the launcher turns out dead, because it may have written its
 * last line between our first look and its end; after that nobody is left who could write.
 */
export function judge(read: () => RecordedState): Progress {
  const { start, leader, exitCode } = read();
  if (exitCode !== undefined) return { kind: 'exited', exitCode };
  if (start === 'cancelled') return { kind: 'never-started' };
  if (leader === undefined) return { kind: 'lost' };
  if (isAlive(leader)) return { kind: 'running', leader };
  const last = read().exitCode;
  if (last !== undefined) return { kind: 'exited', exitCode: last };
  return isGroupAlive(leader) ? { kind: 'running', leader } : { kind: 'lost' };
}
