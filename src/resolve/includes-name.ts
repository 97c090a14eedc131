const linearSearchLimit = 16;
const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** `names.includes(name)`, without a walk over a long list for every tenant. Lists must not change afterwards. */
export function includesName(names: readonly string[], name: string): boolean {
  if (names.length <= linearSearchLimit) return names.includes(name);
  const known = sets.get(names);
  if (known !== undefined) return known.has(name);
  const set = new Set(names);
  sets.set(names, set);
  return set.has(name);
}
