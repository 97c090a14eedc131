import type { Resolved } from './contest.ts';
import type { SettledValues } from './settled-values.ts';

/** Where the winners of one lane stand: its own contests, else what its tenant settled, else what all share. */
export interface Layers {
  readonly shared: { readonly resolved: ReadonlyMap<string, Resolved>; readonly unfixed: readonly Resolved[] };
  readonly settled: SettledValues;
  /** In the order in which the names were first won: by shared values, by the tenant's own, by what is given. */
  readonly contests: ReadonlyMap<string, Resolved>;
  /** How many of them shared values won. */
  readonly first: number;
  /** Where the values stand in the tenant's list that won the next ones. */
  readonly places: readonly number[];
}

/** One winner for each name. Their order is part of a plan's bytes: as if every value had competed, one after the other. */
export function winnersOf(layers: Layers): readonly Resolved[] {
  const { shared, settled, contests } = layers;
  const given = layers.first + layers.places.length;
  const winners = inPlaces(layers, settled.own.alone.values());
  for (const one of [...contests.values()].slice(given)) {
    if (!settled.isSettled(one.candidate.name)) winners.push(one);
  }
  for (const [name, one] of shared.resolved) if (!contests.has(name)) winners.push(one);
  return winners;
}

/** Those of the winners in which something has to be filled in, in the same order. Costs what they are, where it can. */
export function unfixedOf(layers: Layers): readonly Resolved[] {
  const { shared, settled, contests, first, places } = layers;
  const isUnfixed = ({ fixed }: Resolved): boolean => fixed === undefined;
  // What is given may stand in the place of a settled value.
  if (contests.size > first + places.length) return winnersOf(layers).filter(isUnfixed);
  const winners = inPlaces(layers, settled.own.unfixed).filter(isUnfixed);
  for (const one of shared.unfixed) if (!contests.has(one.candidate.name)) winners.push(one);
  return winners;
}

/** What shared values won, then the tenant's own in the order of its list; `alone` are the places of those to look at. */
function inPlaces({ settled, contests, first, places }: Layers, alone: Iterable<number>): Resolved[] {
  const won = [...contests.values()];
  const winners = won.slice(0, first);
  let next = 0;
  for (const place of alone) {
    const from = next;
    while ((places[next] ?? place) < place) next += 1;
    if (next > from) winners.push(...won.slice(first + from, first + next));
    const one = settled.own.at(place);
    if (one !== undefined && settled.isSettled(one.candidate.name)) {
      winners.push(contests.get(one.candidate.name) ?? one);
    }
  }
  winners.push(...won.slice(first + next, first + places.length));
  return winners;
}
