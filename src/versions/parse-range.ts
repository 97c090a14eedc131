import { compareVersions } from './compare.ts';
import { shifted } from './partial.ts';
import { type Parsed, parsed, unparsed } from './problem.ts';
import { exactRange, type Interval, type VersionRange } from './range.ts';
import { parseBrackets } from './range-brackets.ts';
import { isFloatingPreRelease, parseFloatingPreRelease } from './range-floating.ts';
import { parseComparators } from './range-semver.ts';
import { parseVersion, type Version } from './version.ts';

/**
 * A range as our YAML has it. A plain version means exactly that version. Also: npm ranges (`>=2024.6 <2024.7`, `^1.2`,
 * `~1.2.3`, `1.x`), NuGet intervals (`[1.0,2.0)`) and floating versions (`1.*`, `1.2.*-*`), joined by `||`.
 * Pre-releases match only where the range asks for them.
 */
export function parseRange(text: string): Parsed<VersionRange> {
  const trimmed = text.trim();
  const exact = parseVersion(trimmed);
  if (exact.ok) return parsed(exactRange(text, exact.value));
  const intervals: Interval[] = [];
  let offset = 0;
  for (const piece of text.split('||')) {
    const interval = parsePiece(piece, offset);
    if (!interval.ok) return interval;
    intervals.push(interval.value);
    offset += piece.length + 2;
  }
  return parsed(asRange(text, intervals));
}

/** A range as NuGet's own metadata has it: a bare version is the minimum, and pre-releases between the ends match. */
export function parseNuGetRange(text: string): Parsed<VersionRange> {
  const trimmed = text.trim();
  const offset = text.indexOf(trimmed);
  if (/^[[(]/.test(trimmed)) return mapRange(text, parseBrackets(trimmed, offset, 'wide'));
  if (isFloatingPreRelease(trimmed)) return mapRange(text, parseFloatingPreRelease(trimmed, offset));
  if (/^(?:[0-9.]+\.)?\*$/.test(trimmed)) return mapRange(text, parseComparators(trimmed, offset));
  const version = parseVersion(trimmed);
  if (!version.ok) return { ok: false, problem: shifted(version.problem, offset) };
  const lower = { version: version.value, inclusive: true };
  return parsed({ text, intervals: [{ lower, preReleases: { kind: 'any' } }] });
}

function parsePiece(piece: string, offset: number): Parsed<Interval> {
  const trimmed = piece.trim();
  if (trimmed === '') return unparsed('The range is empty', offset, piece.length, 'write * for any version');
  const start = offset + piece.indexOf(trimmed);
  if (/^[[(]/.test(trimmed)) return parseBrackets(trimmed, start, 'narrow');
  if (isFloatingPreRelease(trimmed)) return parseFloatingPreRelease(trimmed, start);
  return parseComparators(trimmed, start);
}

function mapRange(text: string, interval: Parsed<Interval>): Parsed<VersionRange> {
  return interval.ok ? parsed(asRange(text, [interval.value])) : interval;
}

function asRange(text: string, intervals: readonly Interval[]): VersionRange {
  const [only] = intervals;
  const single = intervals.length === 1 && only !== undefined ? singleVersion(only) : undefined;
  return single === undefined ? { text, intervals } : exactRange(text, single);
}

function singleVersion({ lower, upper }: Interval): Version | undefined {
  if (lower === undefined || upper === undefined || !(lower.inclusive && upper.inclusive)) return undefined;
  return compareVersions(lower.version, upper.version) === 0 ? lower.version : undefined;
}
