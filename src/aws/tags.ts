/** What every resource of ours carries from the call that makes it. */
export interface Ownership {
  readonly namespace: string;
  readonly generation: string;
  /** Id and version of the release. */
  readonly release: string;
  /** Names one deployment in one run; no two deployments share it. */
  readonly owner: string;
  /** What it was made from. */
  readonly source: string;
}

export type Tags = ReadonlyMap<string, string>;

export const tagKeys = {
  engine: 'release:engine',
  namespace: 'release:namespace',
  generation: 'release:generation',
  release: 'release:release',
  owner: 'release:owner',
  source: 'release:source',
} as const;

const engineName = 'release';

export function tagsFor(own: Ownership, more: Readonly<Record<string, string>> = {}): Tags {
  return new Map([
    ...Object.entries(more),
    [tagKeys.engine, engineName],
    [tagKeys.namespace, own.namespace],
    [tagKeys.generation, own.generation],
    [tagKeys.release, own.release],
    [tagKeys.owner, own.owner],
    [tagKeys.source, own.source],
  ]);
}

/** Made by this deployment. */
export function isOwn(tags: Tags, own: Pick<Ownership, 'namespace' | 'generation' | 'owner'>): boolean {
  return (
    isOfNamespace(tags, own.namespace) &&
    tags.get(tagKeys.generation) === own.generation &&
    tags.get(tagKeys.owner) === own.owner
  );
}

/** Made by some deployment of the namespace. Equal, not alike: `xy-0146-prod` is no part of `xy-0146-prod2`. */
export function isOfNamespace(tags: Tags, namespace: string): boolean {
  return tags.get(tagKeys.engine) === engineName && tags.get(tagKeys.namespace) === namespace;
}

export function whose(tags: Tags): string {
  const release = tags.get(tagKeys.release);
  return release === undefined ? 'something that release did not make' : `release ${release}`;
}

export function toRdsTags(tags: Tags): { Key: string; Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

export function fromRdsTags(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): Tags {
  return new Map((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function toEcsTags(tags: Tags): { key: string; value: string }[] {
  return [...tags].map(([key, value]) => ({ key, value }));
}

export function fromEcsTags(
  tags: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[] | undefined,
): Tags {
  return new Map((tags ?? []).map(({ key = '', value = '' }) => [key, value]));
}
