import { parseRange } from '../../src/versions/parse-range.ts';
import type { Parsed } from '../../src/versions/problem.ts';
import type { VersionRange } from '../../src/versions/range.ts';
import { parseVersion, type Version } from '../../src/versions/version.ts';

export function version(text: string): Version {
  return read(text, parseVersion(text));
}

export function range(text: string): VersionRange {
  return read(text, parseRange(text));
}

export function read<T>(text: string, result: Parsed<T>): T {
  if (!result.ok) throw new Error(`${text}: ${result.problem.summary}`);
  return result.value;
}
