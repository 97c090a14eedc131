import { createHash } from 'node:crypto';
import { formatVersion, parseVersion } from '../../../src/versions/version.ts';
import type { FeedContent } from '../../contract/feed.ts';
import { type Fake, type Handler, sendBytes, sendJson, sendStatus, sentUnchanged, startFake } from './server.ts';

export interface NugetPackage extends FeedContent {
  readonly unlisted?: boolean;
}

export interface NugetServerOptions {
  /** Leaves stand in the index (as nuget.org does up to 128 versions), or in pages of their own. */
  readonly pages?: 'inlined' | 'apart';
  /** Where packageHash stands: in a catalog leaf as on nuget.org, or nowhere. */
  readonly hashes?: boolean;
  readonly resources?: readonly ('registrations' | 'flat')[];
  /** `Basic …`; without it everybody may read. */
  readonly authorization?: string;
  /** Sees each request first; true when it answered. */
  readonly before?: (...request: Parameters<Handler>) => boolean;
}

/** A NuGet v3 server after learn.microsoft.com/nuget/api: service index, registrations, catalog leaves, flat container. */
export function nugetFake(packages: readonly NugetPackage[], options: NugetServerOptions = {}): Promise<Fake> {
  const answer: Handler = (request, response, url, origin) => {
    if (options.before?.(request, response, url, origin)) return;
    if (options.authorization !== undefined && request.headers.authorization !== options.authorization) {
      sendStatus(response, 401, { 'www-authenticate': 'Basic realm="fake"' });
      return;
    }
    const [, area, id = '', ...rest] = url.pathname.split('/');
    const own = packages.filter((one) => one.id.toLowerCase() === id);
    if (area === 'index.json') sendJson(response, serviceIndex(origin, options.resources));
    else if (area === 'catalog') sendCatalogLeaf(response, packages, url.pathname);
    else if (own.length === 0) sendStatus(response, 404);
    else if (area === 'registrations') {
      const etag = `"${own.length}"`;
      if (!sentUnchanged(request, response, etag))
        sendJson(response, registration(origin, own, options, rest), { etag });
    } else if (rest[0] === 'index.json') sendJson(response, { versions: own.map((one) => normal(one.version)) });
    else {
      const one = own.find((candidate) => normal(candidate.version) === rest[0]);
      const named = rest[1] === `${id}.${rest[0]}.nupkg`;
      if (one === undefined || !named) sendStatus(response, 404);
      else sendBytes(request, response, one.bytes, { etag: `"${one.version}"` });
    }
  };
  return startFake(answer);
}

function serviceIndex(origin: string, resources: readonly string[] = ['registrations', 'flat']) {
  const all = [
    { '@id': `${origin}/old`, '@type': 'RegistrationsBaseUrl', offered: 'registrations' },
    { '@id': `${origin}/registrations/`, '@type': 'RegistrationsBaseUrl/3.6.0', offered: 'registrations' },
    { '@id': `${origin}/flat`, '@type': 'PackageBaseAddress/3.0.0', offered: 'flat' },
    { '@id': `${origin}/query`, '@type': 'SearchQueryService', offered: 'flat' },
  ];
  return { version: '3.0.0', resources: all.filter(({ offered }) => resources.includes(offered)) };
}

/** Two versions a page, so that two pages are a thing to test. */
function registration(
  origin: string,
  own: readonly NugetPackage[],
  options: NugetServerOptions,
  rest: readonly string[],
) {
  const pages = [own.slice(0, 2), own.slice(2)].filter((page) => page.length > 0);
  if (rest[0] === 'page')
    return { items: (pages[Number(rest[1]?.replace('.json', ''))] ?? []).map((one) => leaf(origin, one, options)) };
  const items = pages.map((page, number) => ({
    '@id': `${origin}/registrations/${own[0]?.id.toLowerCase()}/page/${number}.json`,
    count: page.length,
    ...(options.pages === 'apart' ? {} : { items: page.map((one) => leaf(origin, one, options)) }),
  }));
  return { count: items.length, items };
}

function leaf(origin: string, { id, version, unlisted }: NugetPackage, { hashes = true }: NugetServerOptions) {
  const entry = hashes ? { '@id': `${origin}/catalog/${id.toLowerCase()}.${normal(version)}.json` } : {};
  return {
    packageContent: `${origin}/flat/${id.toLowerCase()}/${normal(version)}/${id.toLowerCase()}.${normal(version)}.nupkg`,
    catalogEntry: { ...entry, id, version, listed: unlisted !== true },
  };
}

function sendCatalogLeaf(response: Parameters<Handler>[1], packages: readonly NugetPackage[], path: string): void {
  const one = packages.find(({ id, version }) => path === `/catalog/${id.toLowerCase()}.${normal(version)}.json`);
  if (one === undefined) {
    sendStatus(response, 404);
    return;
  }
  const packageHash = createHash('sha512').update(one.bytes).digest('base64');
  sendJson(response, { id: one.id, packageHash, packageHashAlgorithm: 'SHA512', packageSize: one.bytes.length });
}

function normal(text: string): string {
  const version = parseVersion(text);
  return version.ok ? formatVersion(version.value).toLowerCase() : text;
}
