import { identityText, isAlive, type ProcessIdentity, parseIdentity } from './process-table.ts';

/** Names for what is half-made: they say which process makes it, so that it can be swept once that one is dead. */
export interface HiddenNames {
  next(purpose: 'incoming' | 'current' | 'removing'): string;
}

/** One count for the whole process: two makers of names must not make the same. */
let count = 0;

/** `owner` is our own process. */
export function createHiddenNames(owner: ProcessIdentity): HiddenNames {
  const stamp = identityText(owner).replaceAll(' ', '~');
  return {
    next: (purpose) => {
      count += 1;
      return `.${purpose}~${stamp}~${count}`;
    },
  };
}

/** Whether a folder entry is half-made and its maker is proven dead. */
export function isAbandoned(name: string): boolean {
  const [, stamp] = /^\.(?:incoming|current|removing)~(.+)~\d+$/.exec(name) ?? [];
  const owner = stamp === undefined ? undefined : parseIdentity(stamp.replaceAll('~', ' '));
  return owner !== undefined && !isAlive(owner);
}
