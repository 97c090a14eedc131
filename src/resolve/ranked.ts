import type { Candidate, SecretReference } from '../config/scope.ts';
import { isFixed } from '../template/value-templates.ts';
import type { Json } from '../util/json.ts';
import { type Layer, layerOf, type Rank, rankOf } from './compare-candidates.ts';

/** A value that is the same in every deployment it wins in. */
export type FixedValue = { readonly value: Json } | { readonly secret: SecretReference };

/** A candidate with what every contest asks about it, worked out once. */
export interface RankedCandidate {
  readonly candidate: Candidate;
  readonly rank: Rank;
  /** True for a reference to a secret; what is composed from one is found out in values.ts. */
  readonly secret: boolean;
  /** The value as a plan stores it, when nothing in it has to be filled in. */
  readonly fixed: FixedValue | undefined;
}

export function rankCandidate(candidate: Candidate, layer: Layer = layerOf(candidate.origin)): RankedCandidate {
  const secret = candidate.value.kind === 'secret';
  return { candidate, rank: rankOf(candidate.scope, layer), secret, fixed: fixedValue(candidate) };
}

function fixedValue(candidate: Candidate): FixedValue | undefined {
  if (!isFixedCandidate(candidate)) return undefined;
  const { value } = candidate;
  return value.kind === 'secret' ? { secret: value.secret } : { value: value.value };
}

/** Whether nothing in the value of a candidate has to be filled in. */
export function isFixedCandidate({ value }: Candidate): boolean {
  return isFixed(value.kind === 'secret' ? value.secret.ref : value.value);
}
