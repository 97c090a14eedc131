import type { Version } from './version.ts';

/**
 * Negative when `left` comes before `right`, 0 when they are the same release. Numbers first, then the pre-release by
 * SemVer precedence, letter case ignored as NuGet does; the build part does not count.
 */
export function compareVersions(left: Version, right: Version): number {
  const byNumbers = compareNumbers(left, right);
  return byNumbers !== 0 ? byNumbers : comparePreReleases(left.preRelease, right.preRelease);
}

function compareNumbers(left: Version, right: Version): number {
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** True when the four numbers are equal, whatever the pre-release. */
export function sameNumbers(left: Version, right: Version): boolean {
  return compareNumbers(left, right) === 0;
}

function comparePreReleases(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return Math.sign(right.length - left.length);
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = compareIdentifiers(left[index] ?? '', right[index] ?? '');
    if (difference !== 0) return difference;
  }
  return Math.sign(left.length - right.length);
}

function compareIdentifiers(left: string, right: string): number {
  const leftNumeric = /^[0-9]+$/.test(left);
  const rightNumeric = /^[0-9]+$/.test(right);
  if (leftNumeric !== rightNumeric) return leftNumeric ? -1 : 1;
  // Without leading zeros the longer of two numbers is the larger one, however many digits they have.
  if (leftNumeric && left.length !== right.length) return Math.sign(left.length - right.length);
  return compareText(left.toLowerCase(), right.toLowerCase());
}

export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
