import type { Repository } from '../git/repository.ts';
import { compileRelease } from '../plan/compile.ts';
import { finishPlan } from '../plan/finish.ts';
import { lockedPackages } from '../plan/make-lock.ts';
import type { Plan } from '../plan/model.ts';
import { rollbackRelease } from '../plan/rollback.ts';
import { nameSome } from '../resolve/name-some.ts';
import type { RunStore } from '../run/ports.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import { openParseCache } from '../workspace/parse-cache.ts';
import { deployedVersions, textReader } from './compile.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failure, failures, isFailure } from './failure.ts';
import { repositoryAt } from './git-failures.ts';
import { type OldLock, oldLock } from './old-lock.ts';
import { openWorkspace } from './open-workspace.ts';
import { readRef } from './read-ref.ts';
import { readStoredPlan } from './read-run.ts';
import type { WayBack } from './rollback-places.ts';
import { openKinds } from './step-kinds.ts';

export interface RollbackPlan {
  readonly kind: 'planned';
  readonly plan: Plan;
  /** The run whose lock it is pinned to. */
  readonly run: string;
}

/** The plan that brings a project back to what its last good run brought: from the commit and the lock of that run. */
export async function rollbackPlan(
  context: CommandContext,
  { store, root }: { readonly store: RunStore; readonly root: string },
  project: string,
  ways: readonly WayBack[],
): Promise<RollbackPlan | Failure> {
  const origin = await originOf(store, ways);
  if (isFailure(origin)) return origin;
  const repository = repositoryAt(root, 'release rollback');
  if (isFailure(repository)) return repository;
  const pinned = oldLock(repository, origin.run, origin.header);
  if (isFailure(pinned)) return pinned;
  const plan = await planAt(context, { store, root, repository, pinned, project, ways });
  if (isFailure(plan)) return plan;
  const wrong = plan.plan.lanes.find(({ to, environment, tenant, kind }) => {
    const way = ways.find((one) => one.environment === environment && one.tenant === (tenant?.id ?? null));
    return kind === 'tenant' && way?.good.version !== to;
  });
  if (wrong === undefined) return { kind: 'planned', plan: plan.plan, run: origin.run };
  const summary = `The lock of run ${origin.run} does not bring ${wrong.address} back: it would bring ${wrong.to}`;
  return failure('REL3051', summary, 'put the older version into the release file, then release lock --update all');
}

type Origin = { readonly kind: 'origin'; readonly run: string; readonly header: Plan['header'] } | Failure;

/** The run they all go back to. Several are one when they used the same lock. */
async function originOf(store: RunStore, ways: readonly WayBack[]): Promise<Origin> {
  const stored = await store.listRuns();
  const names = [...new Set(ways.map(({ good }) => good.run))];
  const origins: (Extract<Origin, { kind: 'origin' }> & { readonly tenants: readonly string[] })[] = [];
  for (const run of names) {
    const known = stored.find((one) => one.run === run);
    if (known === undefined) return failure('REL3020', `There is no run ${run} any more`, 'see release runs');
    const read = await readStoredPlan(store, known);
    if (isFailure(read)) return read;
    const tenants = ways.filter(({ good }) => good.run === run).map(({ tenant }) => tenant ?? '');
    origins.push({ kind: 'origin', run, header: read.plan.header, tenants: [...new Set(tenants)] });
  }
  const [first, ...others] = origins;
  if (first === undefined) throw new Error('A rollback without places');
  if (others.every(({ header }) => header.lockDigest === first.header.lockDigest)) return first;
  const groups = origins.map(({ run, tenants }) => `${nameSome(tenants)} to ${run}`).join('; ');
  const hint = `roll them back one after the other: --tenant ${first.tenants.join(',')}`;
  return failure('REL3052', `They go back to different locks: ${groups}`, hint);
}

interface PlanQuestion {
  readonly store: RunStore;
  readonly root: string;
  readonly repository: Repository;
  readonly pinned: OldLock;
  readonly project: string;
  readonly ways: readonly WayBack[];
}

async function planAt(
  context: CommandContext,
  { store, root, repository, pinned, project: id, ways }: PlanQuestion,
): Promise<{ readonly kind: 'made'; readonly plan: Plan } | Failure> {
  const { commit, lock } = pinned;
  const cache = openParseCache(root, diskFiles);
  const read = readRef({ repository, root, prefix: repository.prefix, cache }, { kind: 'commit', ref: commit, commit });
  if (isFailure(read)) return read;
  const now = await openWorkspace(context);
  if (isFailure(now)) return now;
  const then = read.loaded;
  const [release, project] = [then.workspace.releases.get(lock.releaseFile), then.workspace.projects.get(id)];
  const made = release && project && rollbackRelease(then.workspace, release, project, ways);
  if (made === undefined) {
    return failure('REL3051', `Release ${lock.release} at ${commit.slice(0, 9)} does not bring ${id}`, 'release where');
  }
  const kinds = await openKinds(root, then.workspace.config.stepKinds, then.sources.text);
  if (isFailure(kinds)) return kinds;
  // Freezes are about now, everything else about then.
  const { freezes } = now.loaded.workspace.config;
  const workspace = { ...made.workspace, config: { ...made.workspace.config, freezes } };
  const tenants = ways.flatMap(({ tenant }) => tenant ?? []);
  const { draft, diagnostics } = compileRelease({
    workspace,
    release: made.release,
    kinds: kinds.catalog,
    narrowing: tenants.length === 0 ? {} : { tenants: [...new Set(tenants)] },
    commandLine: made.given,
    deployed: await deployedVersions(store),
    now: context.surroundings.now(),
    commit,
    readText: textReader(then),
  });
  if (draft === undefined) return failures(diagnostics, then.sources.text);
  return { kind: 'made', plan: finishPlan(draft, lockedPackages(lock), pinned.digest) };
}
