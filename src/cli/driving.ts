import type { Masker } from '../secrets/masker.ts';
import { hasRunningScripts } from '../targets/local/forget-run.ts';
import type { Driving } from './open-store.ts';

/** For a command that drives a run, with the masker of what it knows to be secret. */
export function driving(masker: Pick<Masker, 'mask'>): Driving {
  return { mask: (text) => masker.mask(text), hasRunningScripts };
}
