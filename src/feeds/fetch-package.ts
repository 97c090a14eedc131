import { formatVersion, type Version } from '../versions/version.ts';
import type { PackageCache } from './cache.ts';
import { sha256 as sha256Digest } from './digest.ts';
import { type Feed, type FeedResult, failed, found } from './feed.ts';
import { asFailed } from './http/resume.ts';
import { checkIdentity } from './identity.ts';

export interface PackageRequest {
  readonly id: string;
  readonly version: Version;
  /** From the lock. Absent only while the lock is being written. */
  readonly sha256?: string;
}

export interface FetchedPackage {
  /** In the cache; do not write to it. */
  readonly path: string;
  readonly sha256: string;
  readonly fromCache: boolean;
}

/** A verified package file on this machine: from the cache, without a word to the feed, or through it. */
export async function fetchPackage(
  feed: Feed,
  cache: PackageCache,
  { id, version, sha256 }: PackageRequest,
  signal: AbortSignal,
): Promise<FeedResult<FetchedPackage>> {
  const cached = sha256 === undefined ? undefined : await cache.find(sha256);
  if (cached !== undefined && sha256 !== undefined) return found({ path: cached, sha256, fromCache: true });
  const opened = await feed.open(id, version, signal);
  if (!opened.ok) return opened;
  const { body, digests, identity } = opened.value;
  const accept = identity && ((path: string) => checkIdentity(path, identity, { id, version }));
  const expected = sha256 === undefined ? digests : [sha256Digest(sha256), ...digests];
  const put = await cache.put(body, expected, `${id} ${formatVersion(version)}`, accept).catch(asFailed);
  return put.ok ? found({ path: put.path, sha256: put.sha256, fromCache: false }) : failed(put.problem);
}
