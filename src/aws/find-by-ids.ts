import { isAws } from './failure.ts';

/**
 * Asks for several at once. A filter should just not find what is missing; where it is refused for one of them, each is
 * asked for by itself, so that the others are seen all the same.
 */
export async function findByIds<T extends { readonly id: string }>(
  ids: readonly string[],
  ask: (ids: readonly string[]) => Promise<readonly T[]>,
): Promise<ReadonlyMap<string, T>> {
  try {
    return new Map((await ask(ids)).map((one) => [one.id, one]));
  } catch (error) {
    if (!isAws(error, 'missing')) throw error;
    if (ids.length < 2) return new Map();
    const found = new Map<string, T>();
    for (const id of ids) for (const [key, one] of await findByIds([id], ask)) found.set(key, one);
    return found;
  }
}
