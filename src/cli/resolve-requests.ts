import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Feed } from '../feeds/feed.ts';
import { describeFeedProblem } from '../feeds/problem.ts';
import { type LockedPackage, requestKey } from '../plan/lock.ts';
import type { PackageRequest } from '../plan/package-requests.ts';
import { resolvePackage } from '../resolve/resolve-package.ts';
import { parseRange } from '../versions/parse-range.ts';
import { bounded } from './bounded.ts';

/** Questions to feeds at once. */
const parallelQuestions = 8;

export interface ResolvedRequests {
  /** By request. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  readonly diagnostics: readonly Diagnostic[];
}

type Found =
  | { readonly kind: 'found'; readonly chosen: LockedPackage }
  | { readonly kind: 'missing'; readonly diagnostic: Diagnostic };

/** Asks the feeds which version and which bytes answer each request; each feed is asked once for each package id. */
export async function resolveRequests(
  requests: readonly PackageRequest[],
  feeds: ReadonlyMap<string, Feed>,
  signal: AbortSignal,
): Promise<ResolvedRequests> {
  const lists = new Map<string, Promise<Listing>>();
  const found = await bounded(requests, parallelQuestions, (request) => resolveOne(request, feeds, lists, signal));
  const packages = new Map<string, LockedPackage>();
  const diagnostics: Diagnostic[] = [];
  for (const one of found) {
    if (one.kind === 'missing') diagnostics.push(one.diagnostic);
    else packages.set(requestKey(one.chosen), one.chosen);
  }
  return { packages, diagnostics };
}

type Listing = Awaited<ReturnType<Feed['versions']>>;

async function resolveOne(
  request: PackageRequest,
  feeds: ReadonlyMap<string, Feed>,
  lists: Map<string, Promise<Listing>>,
  signal: AbortSignal,
): Promise<Found> {
  const { feed: name, id, wanted, level, span } = request;
  const feed = feeds.get(name);
  if (feed === undefined)
    return missing({ code: 'REL1212', severity: 'error', summary: `There is no feed "${name}"`, span });
  const listing = await listOnce(feed, id, lists, signal);
  if (!listing.ok) return missing(describeFeedProblem(listing.problem, name, span));
  const range = parseRange(wanted);
  const exact = range.ok && range.value.exact !== undefined;
  const candidates = listing.value.filter(({ listed }) => listed || exact).map(({ version }) => version);
  const resolution = resolvePackage({ id, range: wanted, level, span, losers: [] }, candidates);
  if (resolution.kind === 'unresolved') return missing(resolution.diagnostic);
  const sha256 = await feed.sha256(id, resolution.version, signal);
  if (!sha256.ok) return missing(describeFeedProblem(sha256.problem, name, span));
  const chosen = { feed: name, id, wanted, version: resolution.version.text, sha256: sha256.value };
  return { kind: 'found', chosen };
}

function listOnce(feed: Feed, id: string, lists: Map<string, Promise<Listing>>, signal: AbortSignal): Promise<Listing> {
  const key = `${feed.name}\n${id.toLowerCase()}`;
  const known = lists.get(key) ?? feed.versions(id, signal);
  lists.set(key, known);
  return known;
}

function missing(diagnostic: Diagnostic): Found {
  return { kind: 'missing', diagnostic };
}
