import { formatVersion, type Version } from '../versions/version.ts';
import { digestMeter, isSha256 } from './digest.ts';
import type { FeedContext } from './factory.ts';
import { type FeedResult, found, type PackageStream } from './feed.ts';
import { asFailed } from './http/resume.ts';
import { checkIdentity } from './identity.ts';
import type { FeedProblem } from './problem.ts';
import { spentPieces } from './spent-pieces.ts';

/** Names for the bytes of a package, both without anything private. */
export interface PackageIdentity {
  readonly id: string;
  readonly version: Version;
  /** Where they are: enough for `offline`, for which the feed has not changed. */
  readonly place: readonly string[];
  /** What the feed publishes about them: enough to know them again without reading. */
  readonly published: string | undefined;
}

/**
 * The sha256 of a package that the feed does not publish: read through, checked against what it does publish, and put into
 * the cache where there is one, so that the run does not read it again. What was learned is kept in the metadata.
 */
export async function sha256ByReading(
  open: () => Promise<FeedResult<PackageStream>>,
  { id, version, place, published }: PackageIdentity,
  { cache, metadata, offline }: FeedContext,
): Promise<FeedResult<string>> {
  const key = `sha256 at ${place.join('\n')}`;
  const known = await metadata?.read(key);
  const same = published !== undefined && known?.headers.published === published;
  const sha256 = known?.body.toString() ?? '';
  if ((same || offline === true) && isSha256(sha256)) return found(sha256);
  const opened = await open();
  if (!opened.ok) return opened;
  const label = `${id} ${formatVersion(version)}`;
  const { body, digests, identity } = opened.value;
  const accept = identity && ((path: string) => checkIdentity(path, identity, { id, version }));
  const reading = cache ? cache.put(body, digests, label, accept) : hashOnly(opened.value, label);
  const read = await reading.catch(asFailed);
  if (!read.ok) return read;
  const headers = { ...(published !== undefined && { published }) };
  await metadata?.write(key, { headers, body: Buffer.from(read.sha256) });
  return found(read.sha256);
}

type Hashed = { readonly ok: true; readonly sha256: string } | { readonly ok: false; readonly problem: FeedProblem };

async function hashOnly({ body, digests }: PackageStream, label: string): Promise<Hashed> {
  const meter = digestMeter(digests);
  const spent = spentPieces();
  for await (const chunk of body) {
    meter.update(chunk);
    spent(chunk.length);
  }
  const actual = meter.finish();
  for (const { algorithm, hex } of digests) {
    const got = actual.get(algorithm) ?? '';
    if (got === hex) continue;
    return { ok: false, problem: { kind: 'digest-mismatch', package: label, algorithm, expected: hex, actual: got } };
  }
  return { ok: true, sha256: actual.get('sha256') ?? '' };
}
