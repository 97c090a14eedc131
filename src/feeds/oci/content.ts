import { type ArchiveKind, archiveName } from '../archive-kind.ts';
import type { Digest } from '../digest.ts';
import { type FeedResult, failed, found } from '../feed.ts';
import type { Descriptor, Manifest } from './manifest.ts';

/** What a tag means in the end: an image to deploy by digest, or a file to fetch. */
export type OciContent =
  | { readonly kind: 'image'; readonly digest: Digest }
  | { readonly kind: 'file'; readonly layer: Descriptor };

export interface ContentQuestion {
  /** For messages: id and version. */
  readonly label: string;
  /** `linux/amd64`; undefined when the feed does not say. */
  readonly platform: string | undefined;
  readonly read: (digest: Digest) => Promise<FeedResult<Manifest>>;
}

const DEFAULT_PLATFORM = 'linux/amd64';

/**
 * An index of images stays an index, so that every machine takes its own platform, unless the feed names one. From an index
 * of artifacts one is taken: the only one, or that of the platform.
 */
export async function contentOf(manifest: Manifest, question: ContentQuestion): Promise<FeedResult<OciContent>> {
  if (manifest.kind === 'image') return found({ kind: 'image', digest: manifest.digest });
  if (manifest.kind === 'artifact') return fileOf(manifest.layers, question.label);
  const chosen = choosePlatform(manifest.manifests, question);
  if (!chosen.ok) return chosen;
  const inner = await question.read(chosen.value.digest);
  if (!inner.ok) return inner;
  if (inner.value.kind === 'index') {
    return failed({ kind: 'not-a-package', package: question.label, detail: 'it is an index of indexes' });
  }
  if (inner.value.kind === 'artifact') return fileOf(inner.value.layers, question.label);
  return found({ kind: 'image', digest: question.platform === undefined ? manifest.digest : inner.value.digest });
}

function choosePlatform(all: readonly Descriptor[], { label, platform }: ContentQuestion): FeedResult<Descriptor> {
  // Attestations stand in an index beside the images, for the platform unknown/unknown.
  const real = all.filter((one) => one.platform !== 'unknown/unknown');
  const [only, ...others] = real;
  if (only !== undefined && others.length === 0 && (platform === undefined || only.platform === undefined))
    return found(only);
  const wanted = platform ?? DEFAULT_PLATFORM;
  const fitting =
    real.find((one) => one.platform === wanted) ?? real.find((one) => one.platform?.startsWith(`${wanted}/`));
  // An index of images is deployed as it is: which of them we looked at does not matter.
  const chosen = fitting ?? (platform === undefined ? only : undefined);
  if (chosen !== undefined) return found(chosen);
  const available = real.flatMap((one) => one.platform ?? []);
  return failed({ kind: 'no-platform', package: label, wanted, available });
}

function fileOf(layers: readonly Descriptor[], label: string): FeedResult<OciContent> {
  const [only, ...others] = layers;
  if (only !== undefined && others.length === 0) return found({ kind: 'file', layer: only });
  const archives = layers.filter((layer) => layer.title !== undefined && archiveName(layer.title) !== undefined);
  const [archive, ...rest] = archives;
  if (archive !== undefined && rest.length === 0) return found({ kind: 'file', layer: archive });
  return failed({ kind: 'not-a-package', package: label, detail: `it has ${layers.length} layers` });
}

/** How a layer is packed, by the name of its file, else by its type. */
export function kindOfLayer({ title, mediaType }: Descriptor): ArchiveKind | undefined {
  const named = title === undefined ? undefined : archiveName(title)?.kind;
  if (named !== undefined) return named;
  if (/[./+]tar(?:\+gzip|\.gzip)?$/.test(mediaType)) return 'tar';
  return /[/+]zip$/.test(mediaType) ? 'zip' : undefined;
}
