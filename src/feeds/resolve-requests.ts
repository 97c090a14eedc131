import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type LockedPackage, requestKey } from '../plan/lock.ts';
import type { PackageRequest } from '../plan/package-requests.ts';
import { type Feed, type FeedResult, failed, found, type PackageVersion } from './feed.ts';
import { inParallel } from './in-parallel.ts';
import { pickVersion } from './pick-version.ts';
import { describeFeedProblem, type FeedProblem } from './problem.ts';

export interface ResolveOptions {
  /** How many packages are looked at at one time; 32 when absent, so that the connections of a feed always have work. */
  readonly parallel?: number;
  readonly signal: AbortSignal;
}

export interface ResolvedRequests {
  /** By `requestKey`, in the order of the requests. Requests that failed are not in it. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** In the order of the requests; a feed that is down is reported once. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What each request means today: its version and the sha256 of its bytes. Every distinct package is listed once, however
 * many tenants ask for it. Rejects with the reason of an aborted signal.
 */
export async function resolveRequests(
  requests: readonly PackageRequest[],
  feeds: ReadonlyMap<string, Feed>,
  { parallel = 32, signal }: ResolveOptions,
): Promise<ResolvedRequests> {
  const distinct = new Map<string, PackageRequest>();
  for (const request of requests) if (!distinct.has(requestKey(request))) distinct.set(requestKey(request), request);
  const down = new Map<string, FeedProblem>();
  const groups = [...groupByPackage(distinct.values()).values()];
  const answers = await inParallel(groups, parallel, (group) => resolveGroup(group, { feeds, down, signal }));
  const outcomes = new Map(answers.flatMap((group) => group.map((one) => [requestKey(one.request), one])));
  return arrange([...distinct.keys()].flatMap((key) => outcomes.get(key) ?? []));
}

interface Work {
  readonly feeds: ReadonlyMap<string, Feed>;
  /** Feeds that gave no answer or want no more questions: nobody asks or waits again. */
  readonly down: Map<string, FeedProblem>;
  readonly signal: AbortSignal;
}

type Outcome =
  | { readonly kind: 'locked'; readonly request: PackageRequest; readonly locked: LockedPackage }
  | { readonly kind: 'refused'; readonly request: PackageRequest; readonly diagnostic: Diagnostic }
  | { readonly kind: 'failed'; readonly request: PackageRequest; readonly problem: FeedProblem };

function groupByPackage(requests: Iterable<PackageRequest>): ReadonlyMap<string, readonly PackageRequest[]> {
  const groups = new Map<string, PackageRequest[]>();
  for (const request of requests) {
    const key = `${request.feed}\n${request.id.toLowerCase()}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [request]);
    else group.push(request);
  }
  return groups;
}

async function resolveGroup(group: readonly PackageRequest[], work: Work): Promise<readonly Outcome[]> {
  const [first] = group;
  const feed = first && work.feeds.get(first.feed);
  if (feed === undefined) return group.map(unknownFeed);
  const listed = await askUnlessDown(feed, work, () => feed.versions(first?.id ?? '', work.signal));
  if (!listed.ok) return group.map((request) => ({ kind: 'failed', request, problem: listed.problem }));
  const outcomes: Outcome[] = [];
  for (const request of group) outcomes.push(await resolveOne(request, listed.value, feed, work));
  return outcomes;
}

async function resolveOne(
  request: PackageRequest,
  versions: readonly PackageVersion[],
  feed: Feed,
  work: Work,
): Promise<Outcome> {
  const pick = pickVersion(request, versions);
  if (!pick.ok) return { kind: 'refused', request, diagnostic: pick.diagnostic };
  const { version, sha256 } = pick.picked;
  const digest =
    sha256 === undefined
      ? await askUnlessDown(feed, work, () => feed.sha256(request.id, version, work.signal))
      : found(sha256);
  if (!digest.ok) return { kind: 'failed', request, problem: digest.problem };
  const { id, wanted } = request;
  const locked = { feed: request.feed, id, wanted, version: version.text, sha256: digest.value };
  return { kind: 'locked', request, locked };
}

/** After these, more questions to the feed help nobody. */
const closing: ReadonlySet<FeedProblem['kind']> = new Set(['unreachable', 'rate-limited', 'untrusted', 'no-secret']);

async function askUnlessDown<T>(feed: Feed, work: Work, ask: () => Promise<FeedResult<T>>): Promise<FeedResult<T>> {
  work.signal.throwIfAborted();
  const known = work.down.get(feed.name);
  if (known !== undefined) return failed(known);
  const result = await ask();
  if (!result.ok && closing.has(result.problem.kind)) work.down.set(feed.name, result.problem);
  return result;
}

function unknownFeed(request: PackageRequest): Outcome {
  const { feed, span } = request;
  const summary = `There is no feed "${feed}" to take ${request.id} from`;
  const hint = `add the feed "${feed}" to release.config.yaml`;
  return { kind: 'refused', request, diagnostic: { code: 'REL1212', severity: 'error', summary, hint, span } };
}

function arrange(outcomes: readonly Outcome[]): ResolvedRequests {
  const packages = new Map<string, LockedPackage>();
  const diagnostics: Diagnostic[] = [];
  const said = new Set<string>();
  for (const outcome of outcomes) {
    switch (outcome.kind) {
      case 'locked':
        packages.set(requestKey(outcome.request), outcome.locked);
        break;
      case 'refused':
        diagnostics.push(outcome.diagnostic);
        break;
      case 'failed': {
        const { request, problem } = outcome;
        const echo = echoKey(request.feed, problem);
        if (said.has(echo)) break;
        said.add(echo);
        diagnostics.push(describeFeedProblem(problem, request.feed, request.span));
        break;
      }
      default:
        return outcome satisfies never;
    }
  }
  return { packages, diagnostics };
}

/** A feed that is down or closed to us is one finding, not one per package. */
function echoKey(feed: string, problem: FeedProblem): string {
  const whole = closing.has(problem.kind) || problem.kind === 'unauthorised';
  return whole ? `${feed}\n${problem.kind}` : `${feed}\n${JSON.stringify(problem)}`;
}
