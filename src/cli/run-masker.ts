import { createMasker, type Masker } from '../secrets/masker.ts';
import type { Surroundings } from './surroundings.ts';

const maskers = new WeakMap<Surroundings, Masker>();

/** The one masker of a process: it knows every secret that was read, so that nothing tells one, not even a crash. */
export function maskerOf(surroundings: Surroundings): Masker {
  const known = maskers.get(surroundings) ?? createMasker();
  maskers.set(surroundings, known);
  return known;
}
