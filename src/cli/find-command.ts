/** What can be told from the arguments before the command's own file is loaded. */
export interface FoundCommand {
  /** Up to two words that may name the command. */
  readonly words: readonly string[];
  /** The arguments without the first word, and without the first two. */
  readonly without: readonly [one: readonly string[], two: readonly string[]];
  /** `--output`, for failures that come before it is read properly. */
  readonly output: string | undefined;
  readonly help: boolean;
}

/** Options that may stand before the command and take the next argument as their value. */
const takesValue = new Set(['-C', '--directory', '--output']);

export function findCommand(typed: readonly string[]): FoundCommand {
  const places = wordPlaces(typed);
  const [first, second] = places;
  const drop = (...dropped: readonly (number | undefined)[]) => typed.filter((_, index) => !dropped.includes(index));
  return {
    words: places.slice(0, 2).map((place) => typed[place] ?? ''),
    without: [drop(first), drop(first, second)],
    output: outputOf(typed),
    help: typed.includes('--help') || typed.includes('-h'),
  };
}

function wordPlaces(typed: readonly string[]): readonly number[] {
  const places: number[] = [];
  for (let index = 0; index < typed.length; index += 1) {
    const text = typed[index] ?? '';
    if (text === '--') break;
    if (takesValue.has(text)) index += 1;
    else if (!text.startsWith('-')) places.push(index);
  }
  return places;
}

function outputOf(typed: readonly string[]): string | undefined {
  const equals = typed.find((text) => text.startsWith('--output='));
  if (equals !== undefined) return equals.slice('--output='.length);
  const place = typed.indexOf('--output');
  return place < 0 ? undefined : typed[place + 1];
}
