import type { JsonMap } from '../../util/json.ts';
import { parseVersion } from '../../versions/version.ts';
import type { Digest } from '../digest.ts';
import type { PackageVersion } from '../feed.ts';
import { mapAt, numberAt, textAt } from '../json-access.ts';

/** A version as NuGet lists it, with what only this feed needs. */
export interface NugetVersion extends PackageVersion {
  /** Where the package file is, from the registration. */
  readonly content?: string;
  /** Where more is said about it. */
  readonly catalogEntry?: string;
}

/** A leaf of a registration page; undefined when its id or version cannot be read. */
export function readLeaf(leaf: JsonMap): NugetVersion | undefined {
  const entry = mapAt(leaf, 'catalogEntry');
  const id = textAt(entry, 'id');
  const version = parseVersion(textAt(entry, 'version') ?? '');
  if (id === undefined || !version.ok) return undefined;
  const content = textAt(leaf, 'packageContent') ?? textAt(entry, 'packageContent');
  const catalogEntry = textAt(entry, '@id');
  const digest = readHash(entry);
  const size = numberAt(entry, 'packageSize');
  return {
    id,
    version: version.value,
    kind: 'nupkg',
    listed: isListed(entry),
    ...(digest && { digests: [digest] }),
    ...(size !== undefined && { size }),
    ...(content !== undefined && { content }),
    ...(catalogEntry !== undefined && { catalogEntry }),
  };
}

/** Old servers have no `listed`: they date an unlisted version to the year 1900. */
function isListed(entry: JsonMap | undefined): boolean {
  if (entry?.listed === false) return false;
  return entry?.listed === true || !textAt(entry, 'published')?.startsWith('1900-');
}

const ALGORITHMS = { SHA512: 'sha512', SHA256: 'sha256' } as const;

/** `packageHash`, base64, by `packageHashAlgorithm`; SHA512 is what everybody publishes. */
export function readHash(entry: JsonMap | undefined): Digest | undefined {
  const hash = textAt(entry, 'packageHash');
  const name = (textAt(entry, 'packageHashAlgorithm') ?? 'SHA512').toUpperCase();
  if (hash === undefined || (name !== 'SHA512' && name !== 'SHA256')) return undefined;
  const bytes = Buffer.from(hash, 'base64');
  if (bytes.length !== (name === 'SHA512' ? 64 : 32)) return undefined;
  return { algorithm: ALGORITHMS[name], hex: bytes.toString('hex') };
}
