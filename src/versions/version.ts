import { type Parsed, parsed, unparsed } from './problem.ts';

/**
 * One version for both worlds: SemVer 2 (`1.2.3-rc.1+build`) and NuGet (one to four numbers, leading zeros, any letter
 * case in the pre-release). The text as written is kept; everything else is normalised.
 */
export interface Version {
  readonly text: string;
  /** Major, minor, patch, revision; numbers that were not written are 0. */
  readonly numbers: VersionNumbers;
  /** Identifiers between `-` and `+`, as written; empty for a stable version. */
  readonly preRelease: readonly string[];
  /** What stands behind `+`, or ''. It never takes part in a comparison. */
  readonly build: string;
}

export type VersionNumbers = readonly [number, number, number, number];

/** Reads `1`, `1.2`, `1.2.3` or `1.2.3.4`, each with an optional `-pre.release` and `+build`. */
export function parseVersion(text: string): Parsed<Version> {
  const plus = text.indexOf('+');
  const beforeBuild = plus < 0 ? text : text.slice(0, plus);
  const dash = beforeBuild.indexOf('-');
  const numberText = dash < 0 ? beforeBuild : beforeBuild.slice(0, dash);
  const numbers = parseNumbers(numberText);
  if (!numbers.ok) return numbers;
  const preRelease = dash < 0 ? parsed([]) : parseIdentifiers(beforeBuild.slice(dash + 1), dash + 1, 'pre-release');
  if (!preRelease.ok) return preRelease;
  const build = plus < 0 ? parsed([]) : parseIdentifiers(text.slice(plus + 1), plus + 1, 'build');
  if (!build.ok) return build;
  return parsed({ text, numbers: numbers.value, preRelease: preRelease.value, build: build.value.join('.') });
}

function parseNumbers(text: string): Parsed<VersionNumbers> {
  const numbers = [0, 0, 0, 0] as [number, number, number, number];
  let offset = 0;
  for (const [index, part] of text.split('.').entries()) {
    if (index > 3) return unparsed('A version has four numbers at most', offset - 1, text.length - offset + 1);
    if (!/^[0-9]+$/.test(part)) return notANumber(text, part, offset);
    const number = Number(part);
    if (!Number.isSafeInteger(number)) return unparsed(`The number ${part} is too large`, offset, part.length);
    numbers[index] = number;
    offset += part.length + 1;
  }
  return parsed(numbers);
}

function notANumber(text: string, part: string, offset: number): Parsed<never> {
  if (text === '') return unparsed('The version has no number', 0, 0, 'write a version such as 1.2.3');
  if (part === '') return unparsed('A number is missing in the version', offset, 0);
  const hint = /^v[0-9]/i.test(part) && offset === 0 ? 'leave out the letter v' : undefined;
  return unparsed(`"${part}" is not a number`, offset, part.length, hint);
}

function parseIdentifiers(text: string, start: number, name: 'pre-release' | 'build'): Parsed<readonly string[]> {
  let offset = start;
  const identifiers = text.split('.');
  for (const identifier of identifiers) {
    if (identifier === '') return unparsed(`The ${name} part has an empty identifier`, offset, 0);
    if (!/^[0-9A-Za-z-]+$/.test(identifier)) {
      const hint = 'use letters, digits, hyphens and dots';
      return unparsed(`"${identifier}" cannot stand in the ${name} part`, offset, identifier.length, hint);
    }
    if (name === 'pre-release' && /^0[0-9]+$/.test(identifier)) {
      const hint = 'a numeric identifier starts with another digit than 0';
      return unparsed(`The pre-release identifier ${identifier} has a leading zero`, offset, identifier.length, hint);
    }
    offset += identifier.length + 1;
  }
  return parsed(identifiers);
}

/** The shortest usual form: three numbers, a fourth only when it is not 0, pre-release as written, no build part. */
export function formatVersion(version: Version): string {
  const [major, minor, patch, revision] = version.numbers;
  const numbers = revision === 0 ? `${major}.${minor}.${patch}` : `${major}.${minor}.${patch}.${revision}`;
  return version.preRelease.length === 0 ? numbers : `${numbers}-${version.preRelease.join('.')}`;
}

/** A text that is equal for two versions exactly when they compare as equal; for keys of maps. */
export function versionKey(version: Version): string {
  return formatVersion(version).toLowerCase();
}

export function isPreRelease(version: Version): boolean {
  return version.preRelease.length > 0;
}

/** A version that nobody wrote, such as the upper end of `^1.2`. */
export function versionOf(numbers: VersionNumbers, preRelease: readonly string[] = []): Version {
  const version = { text: '', numbers, preRelease, build: '' };
  return { ...version, text: formatVersion(version) };
}
