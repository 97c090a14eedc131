import { compareVersions } from './compare.ts';
import { LOWEST_PRE_RELEASE, shifted } from './partial.ts';
import { type Parsed, parsed, unparsed } from './problem.ts';
import type { Bound, Interval } from './range.ts';
import { isPreRelease, parseVersion, type Version, versionOf } from './version.ts';

/**
 * NuGet's interval notation: `[1.0,2.0)`, `(,1.0]`, `[1.0]`.
 * `narrow`: pre-releases only when a bound is one, and never those of an exclusive stable upper bound (in `[1.0,2.0)`
 * nobody means 2.0.0-beta). `wide`: every pre-release between the bounds, as NuGet itself reads its metadata.
 */
export function parseBrackets(text: string, offset: number, preReleases: 'narrow' | 'wide'): Parsed<Interval> {
  const close = text.at(-1);
  if (close !== ']' && close !== ')') {
    return unparsed('The interval is not closed', offset + text.length, 0, 'end it with ] or )');
  }
  const inner = text.slice(1, -1);
  const comma = inner.indexOf(',');
  if (comma < 0) return parseSingle(text, inner, offset);
  const second = inner.indexOf(',', comma + 1);
  if (second >= 0) return unparsed('An interval has two ends', offset + 1 + second, 1, 'keep one comma');
  const lower = parseEnd(inner.slice(0, comma), offset + 1, text.startsWith('['));
  if (!lower.ok) return lower;
  const upper = parseEnd(inner.slice(comma + 1), offset + comma + 2, close === ']');
  if (!upper.ok) return upper;
  return joinEnds(lower.value, upper.value, { text, offset, preReleases });
}

function parseSingle(text: string, inner: string, offset: number): Parsed<Interval> {
  if (text.startsWith('(') || text.endsWith(')')) {
    const hint = 'write [1.0] for exactly 1.0, or (1.0,) for anything above it';
    return unparsed('An interval with one version needs square brackets', offset, text.length, hint);
  }
  const end = parseEnd(inner, offset + 1, true);
  if (!end.ok) return end;
  if (end.value === undefined) return unparsed('The interval names no version', offset, text.length);
  return parsed({ lower: end.value, upper: end.value, preReleases: { kind: 'any' } });
}

function parseEnd(text: string, offset: number, inclusive: boolean): Parsed<Bound | undefined> {
  const trimmed = text.trim();
  if (trimmed === '') return parsed(undefined);
  const start = offset + text.indexOf(trimmed);
  const star = trimmed.indexOf('*');
  if (star >= 0) {
    const hint = 'write 1.* without brackets, or two plain versions';
    return unparsed('An end of an interval cannot float', start + star, 1, hint);
  }
  const version = parseVersion(trimmed);
  if (!version.ok) return { ok: false, problem: shifted(version.problem, start) };
  return parsed({ version: version.value, inclusive });
}

interface Place {
  readonly text: string;
  readonly offset: number;
  readonly preReleases: 'narrow' | 'wide';
}

function joinEnds(lower: Bound | undefined, upper: Bound | undefined, place: Place): Parsed<Interval> {
  if (lower === undefined && upper === undefined) {
    return unparsed('The interval names no version', place.offset, place.text.length, 'write * for any version');
  }
  const empty = lower !== undefined && upper !== undefined && isEmpty(lower, upper);
  if (empty) return unparsed('No version lies in this interval', place.offset, place.text.length, 'swap its ends');
  return parsed(place.preReleases === 'wide' ? wide(lower, upper) : narrow(lower, upper));
}

function isEmpty(lower: Bound, upper: Bound): boolean {
  const difference = compareVersions(lower.version, upper.version);
  return difference > 0 || (difference === 0 && !(lower.inclusive && upper.inclusive));
}

function wide(lower: Bound | undefined, upper: Bound | undefined): Interval {
  return { ...(lower && { lower }), ...(upper && { upper }), preReleases: { kind: 'any' } };
}

function narrow(lower: Bound | undefined, upper: Bound | undefined): Interval {
  const asked = [lower, upper].some((bound) => bound !== undefined && isPreRelease(bound.version));
  const cut = upper && !upper.inclusive && !isPreRelease(upper.version) ? below(upper.version) : upper;
  return { ...(lower && { lower }), ...(cut && { upper: cut }), preReleases: { kind: asked ? 'any' : 'none' } };
}

function below(version: Version): Bound {
  return { version: versionOf(version.numbers, LOWEST_PRE_RELEASE), inclusive: false };
}
