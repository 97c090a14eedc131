import { createHash } from 'node:crypto';
import type { JsonMap } from '../../util/json.ts';
import type { Digest } from '../digest.ts';
import { type FeedResult, failed, found } from '../feed.ts';
import type { HttpDocument } from '../http/document.ts';
import { mapAt, mapsAt, numberAt, readJsonMap, textAt } from '../json-access.ts';

const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;

const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

const IMAGE_CONFIGS = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'];

export const acceptedManifests = [...INDEX_TYPES, ...MANIFEST_TYPES].join(', ');

/** A blob or manifest that another manifest points at. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size?: number;
  /** The name of the file that was pushed. */
  readonly title?: string;
  /** `linux/amd64` or `linux/arm64/v8`. */
  readonly platform?: string;
}

/** `digest` is that of the manifest itself: what a container is deployed by. */
export type Manifest =
  | { readonly kind: 'index'; readonly digest: Digest; readonly manifests: readonly Descriptor[] }
  | { readonly kind: 'image'; readonly digest: Digest }
  | { readonly kind: 'artifact'; readonly digest: Digest; readonly layers: readonly Descriptor[] };

/** Reads a manifest (OCI image specification 1.1, and Docker's of before), and checks it against the digest it goes by. */
export function readManifest(
  { headers, body }: HttpDocument,
  where: string,
  expected: Digest | undefined,
): FeedResult<Manifest> {
  const digest: Digest = { algorithm: 'sha256', hex: createHash('sha256').update(body).digest('hex') };
  const wanted = expected ?? parseDigest(headers['docker-content-digest']);
  if (wanted !== undefined) {
    const actual = createHash(wanted.algorithm).update(body).digest('hex');
    const { algorithm, hex } = wanted;
    if (actual !== hex) return failed({ kind: 'digest-mismatch', package: where, algorithm, expected: hex, actual });
  }
  const map = readJsonMap(body, where);
  return map.ok ? classify(map.value, digest, headers['content-type'], where) : map;
}

function classify(map: JsonMap, digest: Digest, contentType: string | undefined, where: string): FeedResult<Manifest> {
  const type = textAt(map, 'mediaType') ?? contentType?.split(';')[0]?.trim();
  if (INDEX_TYPES.some((known) => known === type)) {
    return found({ kind: 'index', digest, manifests: descriptorsOf(map, 'manifests') });
  }
  if (!MANIFEST_TYPES.some((known) => known === type)) {
    return failed({ kind: 'malformed', detail: `${where} is of type ${type ?? 'none'}` });
  }
  const config = textAt(mapAt(map, 'config'), 'mediaType') ?? '';
  if (IMAGE_CONFIGS.includes(config) && textAt(map, 'artifactType') === undefined)
    return found({ kind: 'image', digest });
  return found({ kind: 'artifact', digest, layers: descriptorsOf(map, 'layers') });
}

function descriptorsOf(map: JsonMap, key: string): readonly Descriptor[] {
  return mapsAt(map, key)
    .map(readDescriptor)
    .filter((descriptor) => descriptor !== undefined);
}

function readDescriptor(map: JsonMap): Descriptor | undefined {
  const digest = parseDigest(textAt(map, 'digest'));
  if (digest === undefined) return undefined;
  const size = numberAt(map, 'size');
  const title = textAt(mapAt(map, 'annotations'), 'org.opencontainers.image.title');
  const platform = platformOf(mapAt(map, 'platform'));
  return {
    mediaType: textAt(map, 'mediaType') ?? '',
    digest,
    ...(size !== undefined && { size }),
    ...(title !== undefined && { title }),
    ...(platform !== undefined && { platform }),
  };
}

function platformOf(platform: JsonMap | undefined): string | undefined {
  const parts = ['os', 'architecture', 'variant'].map((key) => textAt(platform, key));
  return parts[0] === undefined ? undefined : parts.filter((part) => part !== undefined).join('/');
}

function parseDigest(text: string | undefined): Digest | undefined {
  const hex = /^(sha256|sha512):([0-9a-f]+)$/.exec(text ?? '');
  const algorithm = hex?.[1] === 'sha512' ? 'sha512' : 'sha256';
  const length = algorithm === 'sha512' ? 128 : 64;
  return hex?.[2]?.length === length ? { algorithm, hex: hex[2] } : undefined;
}
