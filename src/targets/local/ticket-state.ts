import { isAlive, isGroupAlive, type ProcessIdentity } from './process-table.ts';

/** What is noted of one ticket. */
export interface TicketNote {
  /** `cancelled`: somebody took the ticket so that nobody starts it. */
  readonly start: 'started' | 'cancelled';
  readonly exitCode: number | undefined;
}

/**
 * Lines of format version 2, in a file of whoever writes them: a launcher its starts and exits, a canceller what it took.
 * Every line ends with a line feed; one that does not was torn, and counts as not written.
 */
export const noteLine = {
  started: (name: string) => `2 started ${name}\n`,
  exited: (name: string, exitCode: number) => `exited ${name} ${exitCode}\n`,
  cancelled: (name: string) => `2 cancelled ${name}\n`,
  forgotten: (name: string) => `forgotten ${name}\n`,
} as const;

/** By name of the ticket, without run. */
export function parseNotes(text: string): ReadonlyMap<string, TicketNote> {
  const notes = new Map<string, TicketNote>();
  for (const line of text.split('\n').slice(0, -1)) {
    const [first = '', second = '', third = '', ...rest] = line.split(' ');
    if (rest.length > 0) continue;
    if (first === '2' && (second === 'started' || second === 'cancelled') && third !== '') {
      notes.set(third, { start: second, exitCode: undefined });
    } else if (first === 'exited' && /^\d{1,3}$/.test(third)) {
      const note = notes.get(second);
      // Our KILL may have come when the launcher had noted the end.
      if (note !== undefined) notes.set(second, { ...note, exitCode: note.exitCode ?? Number(third) });
    } else if (first === 'forgotten' && third === '') {
      notes.delete(second);
    }
  }
  return notes;
}

/** A note and who made it: of a script that was started, its launcher, leader of its process group. */
export interface SignedNote extends TicketNote {
  readonly writer: ProcessIdentity;
}

export type Progress =
  | { readonly kind: 'never-started' }
  | { readonly kind: 'running'; readonly leader: ProcessIdentity | undefined }
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'lost' };

/**
 * Judges a ticket that was taken up. `read` is asked a second time when the launcher turns out dead, because it may have
 * written its last line between our first look and its end; after that nobody is left who could write. No note at all:
 * whoever took it died before the first one.
 */
export function judge(read: () => SignedNote | undefined): Progress {
  const note = read();
  if (note === undefined) return { kind: 'lost' };
  const { start, exitCode, writer } = note;
  if (exitCode !== undefined) return { kind: 'exited', exitCode };
  if (start === 'cancelled') return { kind: 'never-started' };
  if (isAlive(writer)) return { kind: 'running', leader: writer };
  const last = read()?.exitCode;
  if (last !== undefined) return { kind: 'exited', exitCode: last };
  return isGroupAlive(writer) ? { kind: 'running', leader: writer } : { kind: 'lost' };
}
