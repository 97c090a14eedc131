/** Longer names are not compared: the work grows with the square of the length. */
const longest = 64;

/**
 * The known names that a mistyped one most likely means, best first, at most three. Compares without regard to case and
 * allows about one slip for three letters; a swap of two neighbours is one slip. Ties keep the order given.
 */
export function suggest(typed: string, known: Iterable<string>): readonly string[] {
  if (typed.length === 0 || typed.length > longest) return [];
  const allowed = Math.max(1, Math.floor(typed.length / 3));
  const close: { readonly name: string; readonly distance: number }[] = [];
  for (const name of known) {
    if (Math.abs(name.length - typed.length) > allowed || name === typed) continue;
    const distance = slips(typed.toLowerCase(), name.toLowerCase(), allowed);
    if (distance <= allowed && distance < Math.max(typed.length, name.length)) close.push({ name, distance });
  }
  return close
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map((candidate) => candidate.name);
}

/** The hint made of `suggest`: `did you mean "prod"?`, or undefined when nothing is close. */
export function didYouMean(typed: string, known: Iterable<string>): string | undefined {
  return didYouMeanOneOf(suggest(typed, known));
}

/** The same question about names that are known to be close, best first; undefined when there are none. */
export function didYouMeanOneOf(close: readonly string[]): string | undefined {
  const names = close.map((name) => `"${name}"`);
  const last = names.pop();
  if (last === undefined) return undefined;
  return `did you mean ${names.length > 0 ? `${names.join(', ')} or ${last}` : last}?`;
}

/** Insertions, deletions, replacements and swaps of neighbours between two texts; gives up above `limit`. */
function slips(one: string, other: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = nextRow(one, other, row, last, beforeLast);
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? limit + 1;
}

function nextRow(
  one: string,
  other: string,
  row: number,
  last: readonly number[],
  beforeLast: readonly number[],
): number[] {
  const current = [row];
  for (let column = 1; column <= other.length; column += 1) {
    const same = one[row - 1] === other[column - 1] ? 0 : 1;
    const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
    current[column] = Math.min(
      (last[column] ?? 0) + 1,
      (current[column - 1] ?? 0) + 1,
      (last[column - 1] ?? 0) + same,
      swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
    );
  }
  return current;
}
