import { compareVersions } from '../versions/compare.ts';
import { formatVersion, type Version, versionKey } from '../versions/version.ts';
import { type FeedResult, failed, found, type PackageVersion } from './feed.ts';
import { similarNames } from './similar.ts';

/** Lowest first, each version once: the first of equal ones stays. */
export function sortedVersions<V extends PackageVersion>(versions: readonly V[]): readonly V[] {
  const firsts = new Map<string, V>();
  for (const one of versions) {
    const key = versionKey(one.version);
    if (!firsts.has(key)) firsts.set(key, one);
  }
  return [...firsts.values()].sort((left, right) => compareVersions(left.version, right.version));
}

/** The version of a list, however it is written. */
export function findVersion<V extends PackageVersion>(
  listed: FeedResult<readonly V[]>,
  id: string,
  version: Version,
): FeedResult<V> {
  if (!listed.ok) return listed;
  const one = listed.value.find((candidate) => compareVersions(candidate.version, version) === 0);
  if (one !== undefined) return found(one);
  const texts = listed.value.map((candidate) => formatVersion(candidate.version));
  return failed({
    kind: 'no-version',
    id,
    version: version.text,
    similar: similarNames(formatVersion(version), texts),
  });
}
