import type { JsonMap } from '../../util/json.ts';
import { parseVersion } from '../../versions/version.ts';
import type { Digest } from '../digest.ts';
import type { PackageVersion } from '../feed.ts';
import { mapAt, textAt } from '../json-access.ts';
import { sortedVersions } from '../listing.ts';

export interface NpmVersion extends PackageVersion {
  /** Address of the package file. */
  readonly tarball: string;
}

/** Reads the versions of a packument, abbreviated or whole (github.com/npm/registry docs). */
export function readPackument(packument: JsonMap, id: string): readonly NpmVersion[] {
  const tags = tagsByVersion(mapAt(packument, 'dist-tags'));
  const versions = Object.entries(mapAt(packument, 'versions') ?? {}).flatMap(([text]) => {
    const manifest = mapAt(mapAt(packument, 'versions'), text);
    const version = parseVersion(text);
    const tarball = textAt(mapAt(manifest, 'dist'), 'tarball');
    if (!version.ok || tarball === undefined) return [];
    const digest = readIntegrity(mapAt(manifest, 'dist'));
    const one: NpmVersion = {
      id: textAt(manifest, 'name') ?? id,
      version: version.value,
      kind: 'tar',
      listed: true,
      tarball,
      ...(tags.has(text) && { tags: tags.get(text) ?? [] }),
      ...(digest && { digests: [digest] }),
      ...(digest?.algorithm === 'sha256' && { sha256: digest.hex }),
    };
    return [one];
  });
  return sortedVersions(versions);
}

function tagsByVersion(tags: JsonMap | undefined): ReadonlyMap<string, readonly string[]> {
  const byVersion = new Map<string, string[]>();
  for (const [tag, version] of Object.entries(tags ?? {})) {
    if (typeof version !== 'string') continue;
    byVersion.set(version, [...(byVersion.get(version) ?? []), tag]);
  }
  return byVersion;
}

const LENGTHS = { sha512: 64, sha256: 32, sha1: 20 } as const;

/** The strongest digest of `integrity` (Subresource Integrity), else the sha1 of old packages. */
function readIntegrity(dist: JsonMap | undefined): Digest | undefined {
  const parts = (textAt(dist, 'integrity') ?? '').split(/\s+/);
  for (const algorithm of ['sha512', 'sha256', 'sha1'] as const) {
    const part = parts.find((one) => one.startsWith(`${algorithm}-`));
    const bytes = Buffer.from(part?.slice(algorithm.length + 1).split('?')[0] ?? '', 'base64');
    if (bytes.length === LENGTHS[algorithm]) return { algorithm, hex: bytes.toString('hex') };
  }
  const sha1 = textAt(dist, 'shasum')?.toLowerCase();
  return sha1 !== undefined && /^[0-9a-f]{40}$/.test(sha1) ? { algorithm: 'sha1', hex: sha1 } : undefined;
}
