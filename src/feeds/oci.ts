import { basename } from 'node:path/posix';
import { formatVersion, type Version, versionKey } from '../versions/version.ts';
import type { Digest } from './digest.ts';
import type { FeedContext, FeedFactory, FeedSettings } from './factory.ts';
import { type Feed, type FeedResult, failed, found, type PackageStream } from './feed.ts';
import { shownAddress } from './http/address.ts';
import { type HttpClient, httpClient } from './http/client.ts';
import { getDocument } from './http/document.ts';
import { download } from './http/download.ts';
import type { Credentials } from './http/exchange.ts';
import { textAt } from './json-access.ts';
import { findVersion } from './listing.ts';
import { contentOf, kindOfLayer, type OciContent } from './oci/content.ts';
import { RegistryCredentials } from './oci/credentials.ts';
import { acceptedManifests, type Descriptor, type Manifest, readManifest } from './oci/manifest.ts';
import { repositoryName } from './oci/repository.ts';
import { listTags, type OciVersion, versionsOfTags } from './oci/tags.ts';
import { once } from './once.ts';
import { secretOfFeed } from './secret-of-feed.ts';
import { addressOf, caOf } from './settings.ts';
import { sha256ByReading } from './sha256-by-reading.ts';

/**
 * `{ type: oci, url, username, secret, platform, ca }`: a registry of the OCI distribution specification. The sha256 of an
 * artifact is that of its one layer, which is the package; that of an image is its manifest's digest, to deploy it by.
 */
export const ociFeed: FeedFactory = (config, context) => {
  const url = addressOf(config, 'https://ghcr.io/example');
  return url instanceof URL ? openOci(config, url, context) : url;
};

interface Repository {
  readonly url: URL;
  readonly credentials: Credentials;
}

function openOci(config: FeedSettings, url: URL, context: FeedContext): Feed {
  const client = httpClient(context, caOf(config));
  const secret = secretOfFeed(config.settings.secret, context);
  const username = textAt(config.settings, 'username');
  const all = new RegistryCredentials({ registry: url, username, secret, client });
  const platform = textAt(config.settings, 'platform');
  const lists = once<readonly OciVersion[]>();
  const contents = once<OciContent>();
  const repositoryOf = (id: string): FeedResult<Repository> => {
    const name = repositoryName(url, id);
    if (name === undefined) return failed({ kind: 'no-package', id, similar: [] });
    return found({ url: new URL(`/v2/${name}/`, url), credentials: all.forRepository(name) });
  };
  const versions = async (id: string, signal: AbortSignal): Promise<FeedResult<readonly OciVersion[]>> => {
    signal.throwIfAborted();
    return lists.of(id.toLowerCase(), () => versionsIn(repositoryOf(id), id, client, signal));
  };
  const content = async (id: string, version: Version, signal: AbortSignal): Promise<FeedResult<OciContent>> => {
    const repository = repositoryOf(id);
    if (!repository.ok) return repository;
    const one = findVersion(await versions(id, signal), id, version);
    if (!one.ok) return one;
    const read = (reference: string | Digest) => getManifest(client, repository.value, reference, signal);
    return contents.of(`${id.toLowerCase()} ${versionKey(version)}`, async () => {
      const manifest = await read(one.value.tag);
      if (!manifest.ok) return manifest;
      return contentOf(manifest.value, { label: labelOf(id, version), platform, read });
    });
  };
  const openFile = async (id: string, version: Version, signal: AbortSignal): Promise<FeedResult<PackageStream>> => {
    const repository = repositoryOf(id);
    if (!repository.ok) return repository;
    const what = await content(id, version, signal);
    if (!what.ok) return what;
    if (what.value.kind === 'file') return openLayer(client, repository.value, what.value.layer, signal);
    const detail = 'it is a container image, which is deployed by its digest and not unpacked';
    return failed({ kind: 'not-a-package', package: labelOf(id, version), detail });
  };
  return {
    name: config.name,
    versions,
    sha256: async (id, version, signal) => {
      const what = await content(id, version, signal);
      if (!what.ok) return what;
      const { algorithm, hex } = what.value.kind === 'image' ? what.value.digest : what.value.layer.digest;
      if (algorithm === 'sha256') return found(hex);
      const place = ['oci', url.href, id.toLowerCase(), versionKey(version)];
      return sha256ByReading(() => openFile(id, version, signal), { id, version, place, published: hex }, context);
    },
    open: openFile,
  };
}

function labelOf(id: string, version: Version): string {
  return `${id} ${formatVersion(version)}`;
}

async function versionsIn(
  repository: FeedResult<Repository>,
  id: string,
  client: HttpClient,
  signal: AbortSignal,
): Promise<FeedResult<readonly OciVersion[]>> {
  if (!repository.ok) return repository;
  const tags = await listTags(client, repository.value.url, repository.value.credentials, signal);
  if (!tags.ok) return tags;
  return tags.value === undefined
    ? failed({ kind: 'no-package', id, similar: [] })
    : found(versionsOfTags(id, tags.value));
}

async function getManifest(
  client: HttpClient,
  { url: repository, credentials }: Repository,
  reference: string | Digest,
  signal: AbortSignal,
): Promise<FeedResult<Manifest>> {
  const name = typeof reference === 'string' ? reference : `${reference.algorithm}:${reference.hex}`;
  const url = new URL(`manifests/${name}`, repository);
  const immutable = typeof reference !== 'string';
  const request = { url, credentials, headers: { accept: acceptedManifests }, immutable };
  const document = await getDocument(client, request, signal);
  if (!document.ok) return document;
  const where = shownAddress(url);
  if (document.value === undefined) return failed({ kind: 'malformed', detail: `${where} is listed, but not there` });
  return readManifest(document.value, where, typeof reference === 'string' ? undefined : reference);
}

async function openLayer(
  client: HttpClient,
  { url: repository, credentials }: Repository,
  layer: Descriptor,
  signal: AbortSignal,
): Promise<FeedResult<PackageStream>> {
  const { digest, title } = layer;
  const url = new URL(`blobs/${digest.algorithm}:${digest.hex}`, repository);
  const blob = await download(client, { url, credentials, promised: layer.size }, signal);
  if (!blob.ok) return blob;
  if (blob.value === undefined) return failed({ kind: 'malformed', detail: `${shownAddress(url)} is not there` });
  const kind = kindOfLayer(layer);
  const size = blob.value.size ?? layer.size;
  const fileName = title === undefined ? digest.hex.slice(0, 12) : basename(title);
  return found({
    fileName,
    digests: [digest],
    body: blob.value.body,
    ...(kind && { kind }),
    ...(size !== undefined && { size }),
  });
}
