import { compareText, compareVersions, sameNumbers } from './compare.ts';
import { isPreRelease, type Version } from './version.ts';

/** What a range accepts: a version that lies in one of the intervals. Made by `parseRange` and `parseNuGetRange`. */
export interface VersionRange {
  readonly text: string;
  readonly intervals: readonly Interval[];
  /** Set when the text names one single version, so that nobody needs to list a feed. */
  readonly exact?: Version;
}

export interface Interval {
  readonly lower?: Bound;
  readonly upper?: Bound;
  readonly preReleases: PreReleaseRule;
}

export interface Bound {
  readonly version: Version;
  readonly inclusive: boolean;
}

/**
 * Which pre-releases inside the bounds are accepted.
 * `same-numbers`: those of a version that the range itself names as a pre-release (npm's rule).
 * `prefix`: those whose pre-release text starts so, letter case ignored (NuGet's floating rule).
 */
export type PreReleaseRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'any' }
  | { readonly kind: 'same-numbers'; readonly of: readonly Version[] }
  | { readonly kind: 'prefix'; readonly prefix: string };

export function exactRange(text: string, version: Version): VersionRange {
  const bound = { version, inclusive: true };
  return { text, intervals: [{ lower: bound, upper: bound, preReleases: { kind: 'any' } }], exact: version };
}

export function satisfies(version: Version, range: VersionRange): boolean {
  return range.intervals.some((interval) => isInside(version, interval) && isAllowed(version, interval.preReleases));
}

/** The highest version that satisfies the range. Versions that compare as equal are told apart by their text. */
export function pickBest(range: VersionRange, versions: readonly Version[]): Version | undefined {
  let best: Version | undefined;
  for (const version of versions) {
    if (satisfies(version, range) && (best === undefined || isBetter(version, best))) best = version;
  }
  return best;
}

function isBetter(version: Version, best: Version): boolean {
  const difference = compareVersions(version, best);
  return difference > 0 || (difference === 0 && compareText(version.text, best.text) > 0);
}

function isInside(version: Version, interval: Interval): boolean {
  const { lower, upper } = interval;
  if (lower !== undefined && !isOnSide(compareVersions(version, lower.version), lower)) return false;
  return upper === undefined || isOnSide(compareVersions(upper.version, version), upper);
}

function isOnSide(difference: number, bound: Bound): boolean {
  return difference > 0 || (difference === 0 && bound.inclusive);
}

function isAllowed(version: Version, rule: PreReleaseRule): boolean {
  if (!isPreRelease(version)) return true;
  switch (rule.kind) {
    case 'none':
      return false;
    case 'any':
      return true;
    case 'same-numbers':
      return rule.of.some((named) => sameNumbers(named, version));
    case 'prefix':
      return version.preRelease.join('.').toLowerCase().startsWith(rule.prefix.toLowerCase());
    default:
      return rule satisfies never;
  }
}
