import type { Candidate, CandidateOrigin, Scope, ScopeDimension } from '../config/scope.ts';
import { scopeDimensions } from '../config/scope.ts';

/** Where a value is given decides before its scope does. Weakest first. */
export const layers = ['input-default', 'scoped', 'release', 'override', 'chain', 'command-line'] as const;
export type Layer = (typeof layers)[number];

/**
 * A number whose order is the precedence of language.md part 4: first the layer, then one bit per scoped dimension
 * (strongest dimension = highest bit, so comparing the numbers is comparing the dimensions one after the other), then
 * the same bits for the dimensions that only `not` names. How many values a dimension lists never counts.
 */
export type Rank = number;

const positiveWeight = 256;
const layerWeight = positiveWeight * 256;

/** The layer of a candidate by where it is written; what a release gives to some tenants only is `override`. */
export function layerOf(origin: CandidateOrigin): Layer {
  switch (origin.kind) {
    case 'input-default':
    case 'release':
    case 'chain':
    case 'command-line':
      return origin.kind;
    case 'set':
    case 'project':
    case 'tenant':
      return 'scoped';
    default:
      return origin satisfies never;
  }
}

const bitByDimension: { readonly [key: string]: number } = Object.fromEntries(
  scopeDimensions.map((dimension, place) => [dimension, 128 >> place]),
);

/** One bit for each dimension that is scoped: `step` is 128, …, `project` is 1. */
export function scopedBits(scope: Scope): number {
  let bits = 0;
  for (const key in scope) bits |= bitByDimension[key] ?? 0;
  return bits;
}

/** The bits of all dimensions that `not` speaks of, at any depth. */
export function excludedBits(scope: Scope): number {
  const { not } = scope;
  return not === undefined ? 0 : scopedBits(not) | excludedBits(not);
}

/** The bits of some dimensions, to be compared with `scopedBits`. */
export function bitsOf(...dimensions: readonly ScopeDimension[]): number {
  return scopedBits(Object.fromEntries(dimensions.map((dimension) => [dimension, []])));
}

export function rankOf(scope: Scope, layer: Layer): Rank {
  return layers.indexOf(layer) * layerWeight + scopedBits(scope) * positiveWeight + excludedBits(scope);
}

/** The bits of all dimensions that the scope of this rank names, also under `not`. */
export function namedBits(rank: Rank): number {
  return ((rank >> 8) | rank) & (positiveWeight - 1);
}

/** Positive when `a` beats `b` wherever both match; 0 means that nothing tells them apart: a tie. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return rankOf(a.scope, layerOf(a.origin)) - rankOf(b.scope, layerOf(b.origin));
}

/** What told two ranks apart. `excluded`: only a dimension that one of them names under `not`. */
export type Decision =
  | { readonly by: 'layer' }
  | { readonly by: 'scope'; readonly dimension: ScopeDimension }
  | { readonly by: 'excluded'; readonly dimension: ScopeDimension }
  | { readonly by: 'nothing' };

/** The first difference of two ranks, in the order in which they are compared. */
export function decisionBetween(a: Rank, b: Rank): Decision {
  if (a === b) return { by: 'nothing' };
  if (Math.floor(a / layerWeight) !== Math.floor(b / layerWeight)) return { by: 'layer' };
  const scoped = highestDimension((a ^ b) >> 8);
  if (scoped !== undefined) return { by: 'scope', dimension: scoped };
  const excluded = highestDimension(a ^ b);
  return excluded === undefined ? { by: 'nothing' } : { by: 'excluded', dimension: excluded };
}

function highestDimension(bits: number): ScopeDimension | undefined {
  const relevant = bits & (positiveWeight - 1);
  return relevant === 0 ? undefined : scopeDimensions[Math.clz32(relevant) - 24];
}
