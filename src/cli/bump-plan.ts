import { didYouMean } from '../diagnostics/suggest.ts';
import type { Feed } from '../feeds/feed.ts';
import { type BumpTarget, bumpTargets } from '../plan/bump-targets.ts';
import { matchesPattern } from '../resolve/package-pattern.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { compareVersions } from '../versions/compare.ts';
import { parseVersion } from '../versions/version.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failure, failures, isFailure } from './failure.ts';
import { newestVersion } from './newest-version.ts';
import { awsSecretSources } from './open-aws.ts';
import { openFeeds } from './open-feeds.ts';
import type { PreparedRelease } from './prepare-release.ts';

export interface PlannedRaise {
  readonly name: string;
  readonly path: readonly string[];
  readonly from: string;
  readonly to: string;
}

export interface PlannedRaises {
  readonly kind: 'planned';
  /** Without those that are there already. */
  readonly raised: readonly PlannedRaise[];
}

/** What `words` ask for: `name=version`, or names and globs that go to the newest version of their feed. */
export async function plannedRaises(
  context: CommandContext,
  prepared: PreparedRelease,
  words: readonly string[],
  offline: boolean,
): Promise<PlannedRaises | Failure> {
  const targets = bumpTargets(prepared.draft);
  const feeds = feedsOf(context, prepared, offline);
  if (isFailure(feeds)) return feeds;
  const raised: PlannedRaise[] = [];
  for (const word of words.length === 0 ? ['*'] : words) {
    const [name = '', version] = word.split('=');
    const meant = targets.filter((target) => target.name === name || matchesPattern(name, target.name));
    if (meant.length === 0) return unknownName(name, targets);
    for (const target of meant) {
      const raise = await raiseOf(target, { version, feeds: feeds.feeds, named: target.name === name });
      if (raise === undefined) continue;
      if (isFailure(raise)) return raise;
      raised.push(raise);
    }
  }
  return { kind: 'planned', raised };
}

interface RaiseQuestion {
  readonly version: string | undefined;
  readonly feeds: ReadonlyMap<string, Feed>;
  /** By itself, not by a glob. */
  readonly named: boolean;
}

async function raiseOf(
  target: BumpTarget,
  { version, feeds, named }: RaiseQuestion,
): Promise<(PlannedRaise & { readonly kind: 'raise' }) | Failure | undefined> {
  const { name, path, current } = target;
  const before = parseVersion(current);
  // A range is resolved when the lock is written, so without a version to put there is nothing to raise.
  if (version === undefined && !before.ok) return undefined;
  const to = version ?? (await newestOf(target, feeds, named));
  if (to === undefined || to === current) return undefined;
  if (typeof to !== 'string') return to;
  const after = parseVersion(to);
  if (!after.ok) return failure('REL1501', `${to} is not a version`, 'write one such as 24.6.1');
  if (before.ok && compareVersions(after.value, before.value) < 0) {
    if (version === undefined) return undefined;
    const hint = 'to go back, edit the release file, or see release rollback --help';
    return failure('REL3060', `${name} is ${current}, and ${to} is lower`, hint);
  }
  return { kind: 'raise', name, path, from: current, to };
}

async function newestOf(
  target: BumpTarget,
  feeds: ReadonlyMap<string, Feed>,
  named: boolean,
): Promise<string | Failure | undefined> {
  if (target.packages.length === 0) {
    if (!named) return undefined;
    return failure(
      'REL3010',
      `No package tells the newest version of ${target.name}`,
      `write ${target.name}=<version>`,
    );
  }
  const found = await newestVersion(target, feeds);
  return isFailure(found) ? found : found.version?.text;
}

function feedsOf({ surroundings, print }: CommandContext, { loaded }: PreparedRelease, offline: boolean) {
  const { root, workspace } = loaded;
  // Only versions are asked for, and they are no secret.
  const secrets = createSecrets({
    environment: surroundings.environment,
    workspaceRoot: root,
    register: () => undefined,
    ...awsSecretSources(surroundings),
  });
  const world = { surroundings, root, secrets, offline, notice: print.note };
  const { feeds, diagnostics } = openFeeds(world, workspace.config.feeds.values());
  return diagnostics.length > 0 ? failures(diagnostics, loaded.sources.text) : ({ kind: 'opened', feeds } as const);
}

function unknownName(name: string, targets: readonly BumpTarget[]): Failure {
  const names = targets.map((target) => target.name);
  const hint = didYouMean(name, names) ?? `the release file has: ${names.join(', ')}`;
  return failure('REL3010', `The release file gives no version to "${name}"`, hint);
}
