import type { JsonMap } from '../../util/json.ts';
import { parseVersion } from '../../versions/version.ts';
import { type FeedResult, failed, found } from '../feed.ts';
import { shownAddress } from '../http/address.ts';
import type { HttpClient } from '../http/client.ts';
import { getDocument } from '../http/document.ts';
import type { Credentials } from '../http/exchange.ts';
import { inParallel } from '../in-parallel.ts';
import { listAt, mapsAt, readJsonMap, textAt } from '../json-access.ts';
import { sortedVersions } from '../listing.ts';
import { once } from '../once.ts';
import type { FeedProblem } from '../problem.ts';
import { type NugetVersion, readHash, readLeaf } from './registration.ts';
import { type NugetResources, readServiceIndex } from './service-index.ts';

const PAGES_AT_ONCE = 4;

/** The documents of one NuGet server, read. */
export interface NugetServer {
  resources(signal: AbortSignal): Promise<FeedResult<NugetResources>>;
  /** Undefined for a package that it does not know. */
  versions(id: string, signal: AbortSignal): Promise<FeedResult<readonly NugetVersion[] | undefined>>;
  /** The version with the digest that its catalog publishes, where it has one. */
  withHash(version: NugetVersion, signal: AbortSignal): Promise<FeedResult<NugetVersion>>;
}

export function nugetServer(url: URL, client: HttpClient, credentials: Credentials): NugetServer {
  const index = once<NugetResources>();
  const get = async (
    address: URL,
    signal: AbortSignal,
    immutable = false,
  ): Promise<FeedResult<JsonMap | undefined>> => {
    const document = await getDocument(client, { url: address, credentials, immutable }, signal);
    if (!document.ok || document.value === undefined) return document.ok ? found(undefined) : document;
    return readJsonMap(document.value.body, shownAddress(address));
  };
  const readIndex = async (signal: AbortSignal): Promise<FeedResult<NugetResources>> => {
    const document = await get(url, signal);
    if (!document.ok) return document;
    if (document.value !== undefined) return readServiceIndex(document.value, url);
    return failed({ kind: 'malformed', detail: `there is no service index at ${shownAddress(url)}` });
  };
  const resources = (signal: AbortSignal) => index.of('', () => readIndex(signal));
  return {
    resources,
    versions: async (id, signal) => {
      const base = await resources(signal);
      if (!base.ok) return base;
      const { registrations, flatContainer } = base.value;
      if (registrations !== undefined)
        return readRegistration(new URL(`${nugetKey(id)}/index.json`, registrations), get, signal);
      return readFlatContainer(id, new URL(`${nugetKey(id)}/index.json`, flatContainer), get, signal);
    },
    withHash: async (version, signal) => {
      const { digests, catalogEntry } = version;
      if (digests !== undefined || catalogEntry === undefined || !/^https?:/.test(catalogEntry)) return found(version);
      // Leaves of a catalog are never changed (learn.microsoft.com/nuget/api/catalog-resource).
      const leaf = await get(new URL(catalogEntry), signal, true);
      // Some servers only make up the address. Without a published digest, the one of the lock still holds.
      if (!leaf.ok) return passable.has(leaf.problem.kind) ? found(version) : leaf;
      const digest = readHash(leaf.value);
      return found(digest === undefined ? version : { ...version, digests: [digest] });
    },
  };
}

const passable: ReadonlySet<FeedProblem['kind']> = new Set(['malformed', 'offline']);

/** An id as addresses hold it: in lower case. */
export function nugetKey(id: string): string {
  return encodeURIComponent(id.toLowerCase());
}

type Get = (address: URL, signal: AbortSignal) => Promise<FeedResult<JsonMap | undefined>>;

async function readRegistration(
  address: URL,
  get: Get,
  signal: AbortSignal,
): Promise<FeedResult<readonly NugetVersion[] | undefined>> {
  const index = await get(address, signal);
  if (!index.ok || index.value === undefined) return index.ok ? found(undefined) : index;
  const pages = await inParallel(mapsAt(index.value, 'items'), PAGES_AT_ONCE, (page) =>
    readPage(page, address, get, signal),
  );
  const versions: NugetVersion[] = [];
  for (const page of pages) {
    if (!page.ok) return page;
    versions.push(...page.value);
  }
  return found(sortedVersions(versions));
}

/** A page holds its leaves, or says where they are. */
async function readPage(
  page: JsonMap,
  index: URL,
  get: Get,
  signal: AbortSignal,
): Promise<FeedResult<readonly NugetVersion[]>> {
  if (Object.hasOwn(page, 'items')) return found(leavesOf(page));
  const address = textAt(page, '@id');
  const where = shownAddress(index);
  if (address === undefined || !URL.canParse(address, index.href)) {
    return failed({ kind: 'malformed', detail: `${where} has a page without an address` });
  }
  const whole = await get(new URL(address, index), signal);
  if (!whole.ok) return whole;
  if (whole.value === undefined)
    return failed({ kind: 'malformed', detail: `${where} names a page that is not there` });
  return found(leavesOf(whole.value));
}

function leavesOf(page: JsonMap): readonly NugetVersion[] {
  return mapsAt(page, 'items')
    .map(readLeaf)
    .filter((version) => version !== undefined);
}

/** A server without registrations: all that it has counts as listed. */
async function readFlatContainer(
  id: string,
  address: URL,
  get: Get,
  signal: AbortSignal,
): Promise<FeedResult<readonly NugetVersion[] | undefined>> {
  const index = await get(address, signal);
  if (!index.ok || index.value === undefined) return index.ok ? found(undefined) : index;
  const versions = listAt(index.value, 'versions').map((text) => parseVersion(typeof text === 'string' ? text : ''));
  const read = versions
    .filter((version) => version.ok)
    .map(({ value }) => ({ id, version: value, kind: 'nupkg' as const, listed: true }));
  return found(sortedVersions(read));
}
