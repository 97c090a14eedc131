import { type Parsed, parsed, unparsed, type VersionProblem } from './problem.ts';
import { parseVersion, type Version, type VersionNumbers, versionOf } from './version.ts';

/**
 * A version with open places behind: `1`, `1.2`, `1.x`, `1.2.*`, `*`.
 * `given` counts the numbers that were written before the first wildcard or the end.
 */
export interface PartialVersion {
  readonly version: Version;
  readonly given: number;
  readonly wildcard: boolean;
}

/** Reads a partial version; places in a problem count from the start of `text` plus `offset`. */
export function parsePartial(text: string, offset: number): Parsed<PartialVersion> {
  const wildcard = /^(?:([0-9.]*)\.)?[xX*](?:\.[xX*])*$/.exec(text);
  if (wildcard === null) {
    const version = parseVersion(text);
    if (!version.ok) return { ok: false, problem: shifted(version.problem, offset) };
    return parsed({ version: version.value, given: writtenNumbers(text), wildcard: false });
  }
  const before = wildcard[1];
  if (before === undefined) return parsed({ version: versionOf([0, 0, 0, 0]), given: 0, wildcard: true });
  const version = parseVersion(before);
  if (!version.ok) return { ok: false, problem: shifted(version.problem, offset) };
  const given = before.split('.').length;
  if (given > 3)
    return unparsed('A version has four numbers at most', offset + before.length, text.length - before.length);
  return parsed({ version: version.value, given, wildcard: true });
}

export function shifted(problem: VersionProblem, offset: number): VersionProblem {
  return { ...problem, offset: problem.offset + offset };
}

function writtenNumbers(text: string): number {
  return (/^[0-9.]*/.exec(text)?.[0] ?? '').split('.').length;
}

/**
 * The first version above all that share the leading `count` numbers: (1.2.3, 2) gives 1.3.0. It carries the lowest
 * pre-release there is, so that an exclusive bound keeps the pre-releases of that next version out as well.
 */
export function nextAfter(numbers: VersionNumbers, count: number): Version {
  const next = numbers.map((number, index) => (index < count ? number : 0));
  next[count - 1] = (next[count - 1] ?? 0) + 1;
  return versionOf([next[0] ?? 0, next[1] ?? 0, next[2] ?? 0, next[3] ?? 0], LOWEST_PRE_RELEASE);
}

export const LOWEST_PRE_RELEASE: readonly string[] = ['0'];
