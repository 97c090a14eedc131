const shownAtMost = 3;

/** `a`, `a and b`, `a, b and c`, or `a, b, c and 939 more`. Empty for no names. */
export function nameSome(names: readonly string[]): string {
  const hidden = names.length - shownAtMost;
  if (hidden > 0) return `${names.slice(0, shownAtMost).join(', ')} and ${hidden} more`;
  const last = names.at(-1);
  return names.length < 2 || last === undefined ? names.join('') : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 tenant`, `5 tenants`. */
export function countOf(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? '' : 's'}`;
}
