import { compareVersions } from './compare.ts';
import { nextAfter, type PartialVersion, parsePartial } from './partial.ts';
import { type Parsed, parsed, unparsed } from './problem.ts';
import type { Bound, Interval } from './range.ts';
import { isPreRelease, type Version, versionOf } from './version.ts';

/**
 * One npm comparator set: comparators joined by blanks, all of which must hold; also `1.2 - 2.3`, `~1.2`, `^1.2`, `1.x`.
 * Two differences: versions may have four numbers, and a bare `1.2` (or `=1.2`) means exactly 1.2, not 1.2.x.
 */
export function parseComparators(text: string, offset: number): Parsed<Interval> {
  const hyphen = /^(\s*)(\S+)(\s+-\s+)(\S+)\s*$/.exec(text);
  if (hyphen !== null) return parseHyphen(hyphen, offset);
  const limits: Limits[] = [];
  for (const token of tokens(text)) {
    const part = parseComparator(token.operator, token.version, offset + token.at);
    if (!part.ok) return part;
    limits.push(part.value);
  }
  if (limits.length === 0) return unparsed('The range is empty', offset, text.length, 'write * for any version');
  return parsed(toInterval(limits));
}

interface Limits {
  readonly lower?: Bound;
  readonly upper?: Bound;
  readonly named: Version;
}

interface Token {
  readonly operator: string;
  readonly version: string;
  /** Where the version starts in the text. */
  readonly at: number;
}

function tokens(text: string): readonly Token[] {
  return [...text.matchAll(/\s*(>=|<=|>|<|=|\^|~>?)?\s*(\S+)/g)].map((match) => {
    const version = match[2] ?? '';
    return { operator: match[1] ?? '', version, at: match.index + match[0].length - version.length };
  });
}

function parseHyphen(match: RegExpExecArray, offset: number): Parsed<Interval> {
  const [, blank = '', from = '', dash = '', to = ''] = match;
  const lower = parsePartial(from, offset + blank.length);
  if (!lower.ok) return lower;
  const upper = parsePartial(to, offset + blank.length + from.length + dash.length);
  if (!upper.ok) return upper;
  return parsed(toInterval([atLeast(lower.value), atMost(upper.value)]));
}

function parseComparator(operator: string, text: string, offset: number): Parsed<Limits> {
  const partial = parsePartial(text, offset);
  if (!partial.ok) return partial;
  const { version, given, wildcard } = partial.value;
  switch (operator) {
    case '>=':
      return parsed(atLeast(partial.value));
    case '<=':
      return parsed(atMost(partial.value));
    case '>':
      if (given === 0) return unparsed('No version is above *', offset, text.length);
      return parsed(isFull(partial.value) ? { lower: exclusive(version), named: version } : above(version, given));
    case '<':
      if (given === 0) return unparsed('No version is below *', offset, text.length);
      return parsed({ upper: exclusive(isFull(partial.value) ? version : floor(version)), named: version });
    case '^':
      return parsed(within(partial.value, caretPlace(partial.value)));
    case '~':
    case '~>':
      return parsed(within(partial.value, Math.min(given, 2)));
    default:
      if (wildcard) return parsed(within(partial.value, given));
      return parsed({ lower: inclusive(version), upper: inclusive(version), named: version });
  }
}

/** Three numbers are a whole version; with one or two, an operator speaks about all versions that start so. */
function isFull(partial: PartialVersion): boolean {
  return partial.given >= 3 && !partial.wildcard;
}

function atLeast({ version }: PartialVersion): Limits {
  return { lower: inclusive(version), named: version };
}

function atMost(partial: PartialVersion): Limits {
  const { version, given } = partial;
  if (isFull(partial)) return { upper: inclusive(version), named: version };
  return given === 0 ? { named: version } : { upper: exclusive(nextAfter(version.numbers, given)), named: version };
}

function above(version: Version, given: number): Limits {
  return { lower: inclusive(versionOf(nextAfter(version.numbers, given).numbers)), named: version };
}

/** From the version to the first one that differs in the leading `count` numbers. */
function within({ version }: PartialVersion, count: number): Limits {
  if (count === 0) return { lower: inclusive(version), named: version };
  return { lower: inclusive(version), upper: exclusive(nextAfter(version.numbers, count)), named: version };
}

/** `^` keeps everything up to and including the first number that is not 0, or the last that was written. */
function caretPlace({ version, given }: PartialVersion): number {
  const place = version.numbers.findIndex((number) => number !== 0) + 1;
  return place === 0 || place > given ? given : place;
}

function floor(version: Version): Version {
  return versionOf(version.numbers, ['0']);
}

function inclusive(version: Version): Bound {
  return { version, inclusive: true };
}

function exclusive(version: Version): Bound {
  return { version, inclusive: false };
}

function toInterval(limits: readonly Limits[]): Interval {
  const lower = tightest(
    limits.flatMap((limit) => limit.lower ?? []),
    1,
  );
  const upper = tightest(
    limits.flatMap((limit) => limit.upper ?? []),
    -1,
  );
  const of = limits.map((limit) => limit.named).filter(isPreRelease);
  return {
    ...(lower && { lower }),
    ...(upper && { upper }),
    preReleases: of.length === 0 ? { kind: 'none' } : { kind: 'same-numbers', of },
  };
}

/** The bound that leaves the least: the highest lower end (side 1) or the lowest upper end (side -1). */
function tightest(bounds: readonly Bound[], side: 1 | -1): Bound | undefined {
  return bounds.reduce<Bound | undefined>((best, bound) => {
    if (best === undefined) return bound;
    const difference = compareVersions(bound.version, best.version) * side;
    return difference > 0 || (difference === 0 && !bound.inclusive) ? bound : best;
  }, undefined);
}
