import type { PackageCache } from '../feeds/cache.ts';
import type { Feed } from '../feeds/feed.ts';
import { fetchPackage } from '../feeds/fetch-package.ts';
import { describeFeedProblem } from '../feeds/problem.ts';
import type { PlanPackage } from '../plan/model.ts';
import { parseVersion } from '../versions/version.ts';
import type { PackageFile } from './kind.ts';

export type PackageFiles = (used: PlanPackage, signal: AbortSignal) => Promise<PackageFile>;

/** Gets packages by the sha256 of the lock. Steps that want the same one at the same time wait for one download. */
export function packageFiles(feeds: ReadonlyMap<string, Feed>, cache: PackageCache): PackageFiles {
  const underWay = new Map<string, Promise<PackageFile>>();
  return async (used, signal) => {
    for (let other = underWay.get(used.sha256); other !== undefined; other = underWay.get(used.sha256)) {
      // Whoever started it may have been cancelled; that is no reason for the others to fail.
      const joined = await other.catch(() => undefined);
      if (joined !== undefined) return joined;
      signal.throwIfAborted();
    }
    const fetching = fetchOne(feeds, cache, used, signal);
    underWay.set(used.sha256, fetching);
    try {
      return await fetching;
    } finally {
      if (underWay.get(used.sha256) === fetching) underWay.delete(used.sha256);
    }
  };
}

async function fetchOne(
  feeds: ReadonlyMap<string, Feed>,
  cache: PackageCache,
  { id, version: text, sha256, feed: name }: PlanPackage,
  signal: AbortSignal,
): Promise<PackageFile> {
  const feed = feeds.get(name);
  const version = parseVersion(text);
  if (feed === undefined || !version.ok) return notUsable(id, text, name);
  const result = await fetchPackage(feed, cache, { id, version: version.value, sha256 }, signal);
  if (result.ok) return { ok: true, path: result.value.path, forget: () => cache.forget(sha256) };
  return { ok: false, diagnostic: describeFeedProblem(result.problem, name) };
}

function notUsable(id: string, version: string, feed: string): PackageFile {
  return {
    ok: false,
    diagnostic: {
      code: 'REL1612',
      severity: 'error',
      summary: `The plan asks for ${id} ${version} from the feed "${feed}", which this run cannot do`,
      hint: 'make the plan again',
    },
  };
}
