import type { Candidate, ScopeDimension } from '../config/scope.ts';
import { decisionBetween, type Rank } from './compare-candidates.ts';
import { type Contest, compete } from './contest.ts';
import type { LaneSources } from './lane-sources.ts';
import { firstMismatch, type NodeContext } from './match-scope.ts';
import type { RankedCandidate } from './ranked.ts';
import { candidatesFor } from './resolve-variables.ts';
import { whereFrom } from './tie-diagnostics.ts';
import type { VariableIndex } from './variable-index.ts';

/** Why one variable has the value it has. Only made when asked for. */
export interface Explanation {
  readonly name: string;
  /** Absent when no candidate matches. */
  readonly winner?: Candidate;
  /** In the order in which they would win if those before them were gone; then those that do not match here. */
  readonly losers: readonly Loser[];
}

export interface Loser {
  readonly candidate: Candidate;
  readonly reason: LossReason;
}

export type LossReason =
  /** Nothing tells it apart from the winner: an error. */
  | { readonly kind: 'tied' }
  /** The winner is given in a place that is above all scoped values, or this is only a default. */
  | { readonly kind: 'hidden'; readonly winner: Candidate }
  /** The winner is scoped to this dimension and the loser is not. */
  | { readonly kind: 'outranked'; readonly dimension: ScopeDimension }
  /** Equal in all dimensions, but the winner excludes something and the loser does not. */
  | { readonly kind: 'less-exclusive'; readonly dimension: ScopeDimension }
  | { readonly kind: 'out-of-scope'; readonly dimension: ScopeDimension; readonly wanted: readonly string[] }
  | { readonly kind: 'excluded' };

/** Winner and losers of one name in a deployment, or in one step of it when the context says so. */
export function explainVariable(
  index: VariableIndex,
  context: NodeContext,
  sources: LaneSources,
  name: string,
): Explanation {
  const candidates = candidatesFor(index, sources, name);
  const matching = candidates.filter(({ candidate }) => firstMismatch(candidate.scope, context) === undefined);
  const contest: Contest = { own: new Map(), fallback: new Map() };
  for (const one of matching) compete(contest, one);
  const winner = contest.own.get(name);
  const others = candidates.flatMap(({ candidate }): readonly Loser[] => {
    const reason = mismatchReason(candidate, context);
    return reason === undefined ? [] : [{ candidate, reason }];
  });
  if (winner === undefined) return { name, losers: others };
  const beaten = matching
    .filter(({ candidate }) => candidate !== winner.candidate)
    .sort((a, b) => b.rank - a.rank)
    .map((one): Loser => ({ candidate: one.candidate, reason: lossReason(winner, one) }));
  return { name, winner: winner.candidate, losers: [...beaten, ...others] };
}

function mismatchReason({ scope }: Candidate, context: NodeContext): LossReason | undefined {
  const mismatch = firstMismatch(scope, context);
  if (mismatch === undefined) return undefined;
  if (mismatch === 'not') return { kind: 'excluded' };
  return { kind: 'out-of-scope', dimension: mismatch, wanted: scope[mismatch] ?? [] };
}

function lossReason(winner: RankedCandidate, loser: { readonly rank: Rank }): LossReason {
  const decision = decisionBetween(winner.rank, loser.rank);
  switch (decision.by) {
    case 'nothing':
      return { kind: 'tied' };
    case 'layer':
      return { kind: 'hidden', winner: winner.candidate };
    case 'scope':
      return { kind: 'outranked', dimension: decision.dimension };
    case 'excluded':
      return { kind: 'less-exclusive', dimension: decision.dimension };
    default:
      return decision satisfies never;
  }
}

/** The reason in words, as `release explain` prints it after the place of the loser. */
export function describeLoss(reason: LossReason): string {
  switch (reason.kind) {
    case 'tied':
      return 'equally specific: an error';
    case 'hidden':
      return `hidden by the value given ${whereFrom(reason.winner)}`;
    case 'outranked':
      return `outranked: the winner is scoped to ${reason.dimension}, this is not`;
    case 'less-exclusive':
      return `outranked: the winner excludes by ${reason.dimension}, this does not`;
    case 'out-of-scope':
      return reason.wanted.length === 0
        ? `scope does not match on ${reason.dimension}: it matches nobody`
        : `scope does not match on ${reason.dimension}: only ${reason.wanted.join(', ')}`;
    case 'excluded':
      return 'excluded by its own `not`';
    default:
      return reason satisfies never;
  }
}
