import type { Feed } from '../feeds/feed.ts';
import { describeFeedProblem } from '../feeds/problem.ts';
import type { BumpTarget } from '../plan/bump-targets.ts';
import { compareVersions } from '../versions/compare.ts';
import { isPreRelease, type Version } from '../versions/version.ts';
import { type Failure, failures } from './failure.ts';

export type Newest = { readonly kind: 'newest'; readonly version: Version | undefined } | Failure;

/** The newest version that every package of the target has: what one version stands for must exist in all of them. */
export async function newestVersion({ packages }: BumpTarget, feeds: ReadonlyMap<string, Feed>): Promise<Newest> {
  const { signal } = new AbortController();
  let common: readonly Version[] | undefined;
  for (const { feed: name, id } of packages) {
    const answer = await feeds.get(name)?.versions(id, signal);
    if (answer === undefined) continue;
    if (!answer.ok) return failures([describeFeedProblem(answer.problem, name)]);
    const here = answer.value
      .filter(({ listed, version }) => listed && !isPreRelease(version))
      .map(({ version }) => version);
    common = common?.filter((one) => here.some((other) => compareVersions(one, other) === 0)) ?? here;
  }
  const [newest] = [...(common ?? [])].sort((one, other) => compareVersions(other, one));
  return { kind: 'newest', version: newest };
}
