export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Everything, however many pages; an empty page is not the last one while it names another. */
export async function allPages<T>(read: (next: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> {
  const found: T[] = [];
  let next: string | undefined;
  do {
    const page = await read(next);
    found.push(...page.items);
    next = page.next;
  } while (next !== undefined && next !== '');
  return found;
}

export function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}
