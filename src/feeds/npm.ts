import { formatVersion, versionKey } from '../versions/version.ts';
import type { FeedContext, FeedFactory, FeedSettings } from './factory.ts';
import { type Feed, type FeedResult, failed, found, type PackageStream } from './feed.ts';
import { baseAddress, shownAddress, withSlash } from './http/address.ts';
import { type HttpClient, httpClient } from './http/client.ts';
import { getDocument } from './http/document.ts';
import { download } from './http/download.ts';
import type { Credentials } from './http/exchange.ts';
import { readJsonMap } from './json-access.ts';
import { findVersion } from './listing.ts';
import { readNpmConfig } from './npm/config-files.ts';
import { npmCredentials } from './npm/credentials.ts';
import { type Npmrc, registryFor } from './npm/npmrc.ts';
import { type NpmVersion, readPackument } from './npm/packument.ts';
import { once } from './once.ts';
import { type FeedSecret, secretOfFeed } from './secret-of-feed.ts';
import { addressOf, caOf } from './settings.ts';
import { sha256ByReading } from './sha256-by-reading.ts';

/**
 * `{ type: npm, url, secret, ca }`: an npm registry. Registries of scopes and their credentials come from the .npmrc of
 * the workspace and of the user, as for npm itself; `secret` is a token for the host of `url`.
 */
export const npmFeed: FeedFactory = (config, context) => {
  if (config.settings.url === undefined) return openNpm(config, undefined, context);
  const url = addressOf(config, PUBLIC_REGISTRY);
  return url instanceof URL ? openNpm(config, url, context) : url;
};

const PUBLIC_REGISTRY = 'https://registry.npmjs.org/';
const ABBREVIATED = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';

function openNpm(config: FeedSettings, url: URL | undefined, context: FeedContext): Feed {
  const registry = new Registry(
    url,
    httpClient(context, caOf(config)),
    context,
    secretOfFeed(config.settings.secret, context),
  );
  const known = once<readonly NpmVersion[]>();
  const versions = async (id: string, signal: AbortSignal): Promise<FeedResult<readonly NpmVersion[]>> => {
    signal.throwIfAborted();
    return known.of(id.toLowerCase(), () => registry.versions(id, signal));
  };
  return {
    name: config.name,
    versions,
    sha256: async (id, version, signal) => {
      const one = findVersion(await versions(id, signal), id, version);
      if (!one.ok || one.value.sha256 !== undefined) return one.ok ? found(one.value.sha256 ?? '') : one;
      const { tarball, digests } = one.value;
      const place = ['npm', tarball, versionKey(version)];
      return sha256ByReading(
        () => registry.open(one.value, signal),
        { id, version, place, published: digests?.[0]?.hex },
        context,
      );
    },
    open: async (id, version, signal) => {
      const one = findVersion(await versions(id, signal), id, version);
      return one.ok ? registry.open(one.value, signal) : one;
    },
  };
}

class Registry {
  readonly #url: URL | undefined;
  readonly #client: HttpClient;
  readonly #context: FeedContext;
  readonly #secret: FeedSecret;
  #npmrc: Promise<FeedResult<Npmrc>> | undefined;

  constructor(url: URL | undefined, client: HttpClient, context: FeedContext, secret: FeedSecret) {
    this.#url = url;
    this.#client = client;
    this.#context = context;
    this.#secret = secret;
  }

  async versions(id: string, signal: AbortSignal): Promise<FeedResult<readonly NpmVersion[]>> {
    // Names are in lower case; only packages older than that rule may have capitals.
    const spellings = new Set([id.toLowerCase(), id]);
    for (const spelling of spellings) {
      const versions = await this.#packument(spelling, signal);
      if (!versions.ok) return versions;
      if (versions.value !== undefined) return found(versions.value);
    }
    return failed({ kind: 'no-package', id, similar: [] });
  }

  async open(
    { id, version, tarball, digests = [] }: NpmVersion,
    signal: AbortSignal,
  ): Promise<FeedResult<PackageStream>> {
    const place = await this.#place(id);
    if (!place.ok) return place;
    const { registry, credentials } = place.value;
    const label = `${id} ${formatVersion(version)}`;
    if (!URL.canParse(tarball, registry.href)) return failed({ kind: 'malformed', detail: `${label} has no address` });
    const url = new URL(tarball, registry);
    if (!/^https?:$/.test(url.protocol)) return failed({ kind: 'malformed', detail: `${label} is at ${url.protocol}` });
    const content = await download(this.#client, { url, credentials }, signal);
    if (!content.ok) return content;
    if (content.value === undefined)
      return failed({ kind: 'malformed', detail: `the feed lists ${label}, but does not have it` });
    const { size, body } = content.value;
    const fileName = `${id.replace(/^@[^/]+\//, '')}-${formatVersion(version)}.tgz`;
    return found({
      kind: 'tar',
      identity: 'package.json',
      fileName,
      digests,
      ...(size !== undefined && { size }),
      body,
    });
  }

  async #packument(id: string, signal: AbortSignal): Promise<FeedResult<readonly NpmVersion[] | undefined>> {
    const place = await this.#place(id);
    if (!place.ok) return place;
    const { registry, credentials } = place.value;
    const url = new URL(encodeURIComponent(id).replace(/^%40/, '@'), registry);
    const document = await getDocument(this.#client, { url, credentials, headers: { accept: ABBREVIATED } }, signal);
    if (!document.ok || document.value === undefined) return document.ok ? found(undefined) : document;
    const packument = readJsonMap(document.value.body, shownAddress(url));
    return packument.ok ? found(readPackument(packument.value, id)) : packument;
  }

  /** The registry of a package, and who we are to it. */
  async #place(id: string): Promise<FeedResult<{ readonly registry: URL; readonly credentials: Credentials }>> {
    this.#npmrc ??= readNpmConfig(this.#context);
    const npmrc = await this.#npmrc;
    if (!npmrc.ok) return npmrc;
    const named = registryFor(id, npmrc.value) ?? this.#url?.href ?? npmrc.value.get('registry') ?? PUBLIC_REGISTRY;
    const registry = baseAddress(named);
    if (registry === undefined) {
      return failed({
        kind: 'npmrc',
        path: '.npmrc',
        detail: `the registry of ${id} is no http address without a user`,
      });
    }
    const own = this.#url ?? baseAddress(npmrc.value.get('registry') ?? PUBLIC_REGISTRY);
    const base = withSlash(registry);
    return found({
      registry: base,
      credentials: npmCredentials({ registry: base, own, npmrc: npmrc.value, secret: this.#secret }),
    });
  }
}
