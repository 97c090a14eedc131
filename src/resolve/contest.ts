import type { Candidate } from '../config/scope.ts';
import type { RankedCandidate } from './ranked.ts';

/** The winner for one name: the value with where it was written. */
export interface Resolved extends RankedCandidate {
  /** Another candidate that nothing tells apart from the winner: an error. */
  readonly tied?: Candidate;
}

/** The best candidates met so far, by name. `fallback` answers for names nobody competed for here. */
export interface Contest {
  readonly own: Map<string, Resolved>;
  readonly fallback: { readonly get: (name: string) => Resolved | undefined };
}

/** Lets a candidate that matches compete. The first pair of equals is kept, in the order of the calls. */
export function compete({ own, fallback }: Contest, one: RankedCandidate): void {
  const { candidate, rank } = one;
  const best = own.get(candidate.name) ?? fallback.get(candidate.name);
  if (best === undefined || rank > best.rank) {
    own.set(candidate.name, one);
  } else if (rank === best.rank && best.tied === undefined && best.candidate !== candidate) {
    own.set(candidate.name, { ...best, tied: candidate });
  }
}
