import { formatVersion, versionKey } from '../versions/version.ts';
import type { FeedContext, FeedFactory, FeedSettings } from './factory.ts';
import { type Feed, type FeedResult, failed, found, type PackageStream } from './feed.ts';
import { type HttpClient, httpClient } from './http/client.ts';
import { basicCredentials } from './http/credentials.ts';
import { download } from './http/download.ts';
import type { Credentials } from './http/exchange.ts';
import { textAt } from './json-access.ts';
import { findVersion } from './listing.ts';
import type { NugetVersion } from './nuget/registration.ts';
import { type NugetServer, nugetKey, nugetServer } from './nuget/server.ts';
import { once } from './once.ts';
import { secretOfFeed } from './secret-of-feed.ts';
import { addressOf, caOf } from './settings.ts';
import { sha256ByReading } from './sha256-by-reading.ts';

/**
 * `{ type: nuget, url, username, secret, ca }`: a NuGet server, protocol version 3
 * (learn.microsoft.com/nuget/api/overview). The secret goes out as Basic authentication, to the host of `url` only.
 */
export const nugetFeed: FeedFactory = (config, context) => {
  const url = addressOf(config, 'https://api.nuget.org/v3/index.json');
  return url instanceof URL ? openNuget(config, url, context) : url;
};

function openNuget(config: FeedSettings, url: URL, context: FeedContext): Feed {
  const client = httpClient(context, caOf(config));
  const { settings } = config;
  const credentials = basicCredentials(
    url,
    textAt(settings, 'username') ?? 'release',
    secretOfFeed(settings.secret, context),
  );
  const server = nugetServer(url, client, credentials);
  const known = once<readonly NugetVersion[]>();
  const versions = async (id: string, signal: AbortSignal): Promise<FeedResult<readonly NugetVersion[]>> => {
    signal.throwIfAborted();
    return known.of(id.toLowerCase(), () => versionsOf(server, id, signal));
  };
  const feed: Feed = {
    name: config.name,
    versions,
    sha256: async (id, version, signal) => {
      const one = await exactly(findVersion(await versions(id, signal), id, version), server, signal);
      if (!one.ok) return one;
      const open = () => openPackage(one.value, { client, credentials, server }, signal);
      return sha256ByReading(
        open,
        {
          id,
          version,
          place: ['nuget', url.href, id.toLowerCase(), versionKey(version)],
          published: one.value.digests?.[0]?.hex,
        },
        context,
      );
    },
    open: async (id, version, signal) => {
      const one = await exactly(findVersion(await versions(id, signal), id, version), server, signal);
      return one.ok ? openPackage(one.value, { client, credentials, server }, signal) : one;
    },
  };
  return feed;
}

async function versionsOf(
  server: NugetServer,
  id: string,
  signal: AbortSignal,
): Promise<FeedResult<readonly NugetVersion[]>> {
  const listed = await server.versions(id, signal);
  if (!listed.ok) return listed;
  return listed.value === undefined ? failed({ kind: 'no-package', id, similar: [] }) : found(listed.value);
}

function exactly(
  version: FeedResult<NugetVersion>,
  server: NugetServer,
  signal: AbortSignal,
): Promise<FeedResult<NugetVersion>> {
  return version.ok ? server.withHash(version.value, signal) : Promise.resolve(version);
}

interface Access {
  readonly client: HttpClient;
  readonly credentials: Credentials;
  readonly server: NugetServer;
}

async function openPackage(
  one: NugetVersion,
  { client, credentials, server }: Access,
  signal: AbortSignal,
): Promise<FeedResult<PackageStream>> {
  const resources = await server.resources(signal);
  if (!resources.ok) return resources;
  const url = contentAddress(one, resources.value.flatContainer);
  const label = `${one.id} ${formatVersion(one.version)}`;
  if (url === undefined) return failed({ kind: 'malformed', detail: `the feed does not say where ${label} is` });
  const content = await download(client, { url, credentials, promised: one.size }, signal);
  if (!content.ok) return content;
  if (content.value === undefined)
    return failed({ kind: 'malformed', detail: `the feed lists ${label}, but does not have it` });
  const { size, body } = content.value;
  const fileName = `${one.id}.${formatVersion(one.version)}.nupkg`;
  const digests = one.digests ?? [];
  return found({ kind: 'nupkg', identity: 'nuspec', fileName, digests, ...(size !== undefined && { size }), body });
}

/** Flat container addresses are in lower case, with the version normalised and without its build part. */
function contentAddress({ id, version, content }: NugetVersion, flatContainer: URL | undefined): URL | undefined {
  if (flatContainer !== undefined) {
    const key = nugetKey(id);
    const number = versionKey(version);
    return new URL(`${key}/${number}/${key}.${number}.nupkg`, flatContainer);
  }
  return content !== undefined && /^https?:/.test(content) && URL.canParse(content) ? new URL(content) : undefined;
}
