import type { Candidate } from '../config/scope.ts';
import { type OwnValues, ownValues } from './own-values.ts';
import type { RankedCandidate } from './ranked.ts';

/** What a tenant's own values come to in one project, before a deployment is looked at. */
export interface SettledValues {
  readonly own: OwnValues;
  /** Names of values that are alone and that only a release, a chain or the command line can beat. */
  readonly isSettled: (name: string) => boolean;
  /** The settled value of a name. */
  readonly find: (name: string) => RankedCandidate | undefined;
  /** Where all other values stand in the tenant's list, for every deployment to weigh. */
  readonly open: readonly number[];
}

/** Settles the values of tenants against the names that they share, each tenant once. Lists must not change. */
export function settler(shared: ReadonlyMap<string, unknown>) {
  const known = new WeakMap<OwnValues, SettledValues>();
  return (candidates: readonly Candidate[], tenant: string): SettledValues => {
    const own = ownValues(candidates, tenant);
    const settled = known.get(own) ?? settle(own, shared);
    known.set(own, settled);
    return settled;
  };
}

function settle(own: OwnValues, shared: ReadonlyMap<string, unknown>): SettledValues {
  const contested = new Set(commonNames(own.alone, shared));
  const isSettled = (name: string): boolean => own.alone.has(name) && !contested.has(name);
  const find = (name: string): RankedCandidate | undefined => {
    const place = own.alone.get(name);
    return place === undefined || contested.has(name) ? undefined : own.at(place);
  };
  if (contested.size === 0) return { own, isSettled, find, open: own.rest };
  const places = [...contested].flatMap((name) => own.alone.get(name) ?? []);
  return { own, isSettled, find, open: [...own.rest, ...places].sort((one, other) => one - other) };
}

/** Names that stand in both. Walks the smaller one, so that a large shared set costs nothing per tenant. */
export function commonNames(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): readonly string[] {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  const names: string[] = [];
  for (const name of small.keys()) if (large.has(name)) names.push(name);
  return names;
}
