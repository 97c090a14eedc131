import { hash } from 'node:crypto';
import type { LaneValue } from '../resolve/values.ts';
import type { LaneDraft } from './compile-lane.ts';
import { digestLength, type Lock, noValue } from './lock.ts';

/**
 * Digests of values as a lock keeps them: one text per project of a deployment, a fixed number of characters for each
 * of the project's names. Small, quick to read, and fine enough to name the variable that changed.
 */
export type ValueDigests = Pick<Lock, 'names' | 'values'>;

/** By deployment, then place (`<path of the chain step>=<project>`), then name. */
type DigestTree = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>>;

const known = new WeakMap<LaneValue, string>();

export function digestsOf(drafts: readonly LaneDraft[]): DigestTree {
  return new Map(
    drafts.map(({ lane, instances }) => [
      lane.address,
      new Map(instances.map(({ instance, all }) => [`${instance.around}=${instance.project.id}`, digestAll(all())])),
    ]),
  );
}

function digestAll(values: ReadonlyMap<string, LaneValue>): ReadonlyMap<string, string> {
  return new Map([...values].map(([name, value]) => [name, digestOf(value)]));
}

/** Secrets count by where they are read from, never by what they are. */
function digestOf(value: LaneValue): string {
  const digest = known.get(value) ?? hash('sha256', JSON.stringify(value)).slice(0, digestLength);
  known.set(value, digest);
  return digest;
}

export function encodeDigests(tree: DigestTree): ValueDigests {
  const sets = new Map<string, Set<string>>();
  for (const places of tree.values()) {
    for (const [place, digests] of places) {
      const project = projectOf(place);
      const names = sets.get(project) ?? new Set<string>();
      for (const name of digests.keys()) names.add(name);
      sets.set(project, names);
    }
  }
  const names = new Map([...sets].map(([project, set]) => [project, [...set].sort()]));
  const encode = (place: string, digests: ReadonlyMap<string, string>): string =>
    (names.get(projectOf(place)) ?? []).map((name) => digests.get(name) ?? noValue).join('');
  return {
    names: Object.fromEntries(names),
    values: mapEntries(tree, (places) =>
      Object.fromEntries([...places].map(([place, digests]) => [place, encode(place, digests)])),
    ),
  };
}

export function decodeDigests({ names, values }: ValueDigests): DigestTree {
  const decode = (place: string, text: string): ReadonlyMap<string, string> => {
    const digests = new Map<string, string>();
    for (const [index, name] of (names[projectOf(place)] ?? []).entries()) {
      const digest = text.slice(index * digestLength, (index + 1) * digestLength);
      if (digest !== noValue) digests.set(name, digest);
    }
    return digests;
  };
  return new Map(
    Object.entries(values).map(([lane, places]) => [
      lane,
      new Map(Object.entries(places).map(([place, text]) => [place, decode(place, text)])),
    ]),
  );
}

/** `web=ledger-web` to `ledger-web`. */
export function projectOf(place: string): string {
  return place.slice(place.indexOf('=') + 1);
}

function mapEntries<K extends string, V, R>(
  map: ReadonlyMap<K, V>,
  change: (value: V) => R,
): { readonly [key: string]: R } {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}
