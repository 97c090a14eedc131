import type { Candidate } from '../config/scope.ts';
import type { Rank } from './compare-candidates.ts';

/** The winner for one name: the value with where it was written. */
export interface Resolved {
  readonly candidate: Candidate;
  readonly rank: Rank;
  /** True for a reference to a secret; what is composed from one is found out in values.ts. */
  readonly secret: boolean;
  /** Another candidate that nothing tells apart from the winner: an error. */
  readonly tied?: Candidate;
}

/** The best candidates met so far, by name. `fallback` answers for names nobody competed for here. */
export interface Contest {
  readonly own: Map<string, Resolved>;
  readonly fallback: { readonly get: (name: string) => Resolved | undefined };
}

/** Lets a candidate that matches compete. The first pair of equals is kept, in the order of the calls. */
export function compete(contest: Contest, candidate: Candidate, rank: Rank): void {
  const best = contest.own.get(candidate.name) ?? contest.fallback.get(candidate.name);
  if (best === undefined || rank > best.rank) {
    contest.own.set(candidate.name, { candidate, rank, secret: candidate.value.kind === 'secret' });
  } else if (rank === best.rank && best.tied === undefined && best.candidate !== candidate) {
    contest.own.set(candidate.name, { ...best, tied: candidate });
  }
}
