import { LOWEST_PRE_RELEASE, nextAfter, parsePartial } from './partial.ts';
import { type Parsed, parsed, unparsed } from './problem.ts';
import type { Interval } from './range.ts';
import { type Version, versionOf } from './version.ts';

/** NuGet's floating versions that ask for pre-releases: `1.2.*-*`, `*-*`, `1.2.0-*`, `1.2.0-beta*`, `1.*-rc.*`. */
export function isFloatingPreRelease(text: string): boolean {
  return /^[^-\s]+-\S*\*$/.test(text);
}

/** Accepts the stable versions that the numbers allow, and those pre-releases that start with the text before `*`. */
export function parseFloatingPreRelease(text: string, offset: number): Parsed<Interval> {
  const dash = text.indexOf('-');
  const prefix = text.slice(dash + 1, -1);
  if (!/^[0-9A-Za-z.-]*$/.test(prefix)) {
    return unparsed('Only the end of a floating version can be *', offset + dash + 1, prefix.length);
  }
  const numbers = parsePartial(text.slice(0, dash), offset);
  if (!numbers.ok) return numbers;
  const { version, given, wildcard } = numbers.value;
  const upper = wildcard ? openUpper(version, given) : { version, inclusive: true };
  return parsed({
    lower: { version: versionOf(version.numbers, LOWEST_PRE_RELEASE), inclusive: true },
    ...(upper === undefined ? {} : { upper }),
    preReleases: { kind: 'prefix', prefix },
  });
}

function openUpper(version: Version, given: number): Interval['upper'] {
  return given === 0 ? undefined : { version: nextAfter(version.numbers, given), inclusive: false };
}
