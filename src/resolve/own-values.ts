import type { Candidate, Scope } from '../config/scope.ts';
import { isFixedCandidate, type RankedCandidate, rankCandidate } from './ranked.ts';

/**
 * A tenant's own values, sorted out once however many deployments, projects and surveys look at them. Nearly all of them
 * are alone under their name and meant for the tenant wherever it is, so that nothing has to be weighed.
 */
export interface OwnValues {
  /** In the order of the file. */
  readonly list: readonly Candidate[];
  /** Where the values that are alone stand in the list, in that order. */
  readonly alone: ReadonlyMap<string, number>;
  /** Where all other values stand. */
  readonly rest: readonly number[];
  /** Where values that are alone stand in which something has to be filled in. */
  readonly unfixed: readonly number[];
  /** The value at a place of the list, ranked when it is first asked for. */
  readonly at: (place: number) => RankedCandidate | undefined;
}

const known = new WeakMap<readonly Candidate[], { readonly tenant: string; readonly own: OwnValues }>();

/** The list is that of the tenant. It must not change afterwards. */
export function ownValues(list: readonly Candidate[], tenant: string): OwnValues {
  if (list.length === 0) return nothing;
  const found = known.get(list);
  if (found?.tenant === tenant) return found.own;
  const own = sortOut(list, tenant);
  known.set(list, { tenant, own });
  return own;
}

const nothing: OwnValues = {
  list: [],
  alone: new Map(),
  rest: [],
  unfixed: [],
  at: () => undefined,
};

function sortOut(list: readonly Candidate[], tenant: string): OwnValues {
  const alone = new Map<string, number>();
  const several = new Set<string>();
  const rest: number[] = [];
  let last: Scope | undefined;
  let lastIsWide = false;
  list.forEach(({ name, scope }, place) => {
    // Nearly all values of a tenant have one scope, and it is one object.
    if (scope !== last) lastIsWide = isForTenant(scope, tenant);
    last = scope;
    if (lastIsWide && !alone.has(name) && !several.has(name)) {
      alone.set(name, place);
    } else {
      several.add(name);
      rest.push(place);
    }
  });
  for (const name of several) {
    const place = alone.get(name);
    if (place !== undefined) rest.push(place);
    alone.delete(name);
  }
  rest.sort((one, other) => one - other);
  return { list, alone, rest, unfixed: unfixedAmong(list, alone), at: rankedPlaces(list) };
}

function unfixedAmong(list: readonly Candidate[], alone: ReadonlyMap<string, number>): readonly number[] {
  const unfixed: number[] = [];
  for (const place of alone.values()) {
    const candidate = list[place];
    if (candidate !== undefined && !isFixedCandidate(candidate)) unfixed.push(place);
  }
  return unfixed;
}

function rankedPlaces(list: readonly Candidate[]): OwnValues['at'] {
  const ranked = new Map<number, RankedCandidate>();
  return (place) => {
    const known = ranked.get(place);
    const candidate = list[place];
    if (known !== undefined || candidate === undefined) return known;
    const one = rankCandidate(candidate);
    ranked.set(place, one);
    return one;
  };
}

function isForTenant(scope: Scope, tenant: string): boolean {
  for (const key in scope) if (key !== 'tenant') return false;
  return scope.tenant?.includes(tenant) === true;
}

/** All values of some name, in the order of the file. */
export function ownNamed({ list, alone, rest }: OwnValues, name: string): readonly Candidate[] {
  const place = alone.get(name);
  const only = place === undefined ? undefined : list[place];
  if (only !== undefined) return [only];
  return rest.flatMap((other) => (list[other]?.name === name ? (list[other] ?? []) : []));
}
