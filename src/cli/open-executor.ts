import { join } from 'node:path';
import type { AgentsConfig } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { packageCache } from '../feeds/cache.ts';
import type { Plan } from '../plan/model.ts';
import type { StepExecutor } from '../run/ports.ts';
import type { RunState } from '../run/state.ts';
import type { Masker } from '../secrets/masker.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { createExecutor } from '../steps/executor.ts';
import type { StepLogPiece } from '../steps/executor-options.ts';
import { type Failure, failures, isFailure } from './failure.ts';
import { forgetThere } from './forget-there.ts';
import { awsSecretSources, openAws } from './open-aws.ts';
import { openFeeds } from './open-feeds.ts';
import { openTargets } from './open-targets.ts';
import { packageCacheFolder } from './package-cache-folder.ts';
import { realClock } from './real-clock.ts';
import { secretVariables } from './secret-variables.ts';
import { openKinds } from './step-kinds.ts';
import type { Surroundings } from './surroundings.ts';

export interface ExecutorSettings {
  readonly surroundings: Surroundings;
  /** Absolute paths of the workspace and of its state. */
  readonly root: string;
  readonly state: string;
  readonly plan: Plan;
  /** The one that the run's store writes through. */
  readonly masker: Masker;
  /** What the script of an attempt gets besides, by ticket. */
  readonly environmentOf: (ticket: string) => Readonly<Record<string, string>>;
  readonly log: (piece: StepLogPiece) => void;
  readonly logged: () => Promise<void>;
  readonly warn: (diagnostic: Diagnostic) => void;
  readonly agents: AgentsConfig;
  /** Gets what a person may want to know of connections. */
  readonly notice: (text: string) => void;
  readonly onBug: (error: unknown) => void;
}

export interface OpenedExecutor {
  readonly kind: 'opened';
  readonly executor: StepExecutor;
  /** Deletes what scripts of the run left on other machines. Best effort: left-overs harm nobody. */
  readonly forget: (run: RunState) => Promise<void>;
  /** Lets go of helpers. Running scripts go on. */
  readonly close: () => void;
}

/** Whatever performs the steps of a plan on this machine. It takes from the plan, not from the workspace. */
export async function openExecutor(settings: ExecutorSettings): Promise<OpenedExecutor | Failure> {
  const { surroundings, root, state, plan, masker } = settings;
  const kinds = await openKinds(
    root,
    plan.header.stepKinds.map((text) => ({ text })),
  );
  if (isFailure(kinds)) return kinds;
  const register = (secret: string): void => masker.add(secret);
  const secrets = createSecrets({
    environment: surroundings.environment,
    workspaceRoot: root,
    register,
    ...awsSecretSources(surroundings),
  });
  const { feeds, diagnostics } = openFeeds({ surroundings, root, secrets, notice: settings.notice }, plan.header.feeds);
  if (diagnostics.length > 0) return failures(diagnostics);
  const agents = { config: settings.agents, warn: settings.notice };
  const targets = openTargets(surroundings, root, state, secretVariables(plan), agents);
  // All at once, so that a polling agent is known when it dials in, however late its turn comes.
  for (const target of new Set(plan.lanes.flatMap((lane) => lane.targets))) {
    if (target.type === 'agent') targets.make(target);
  }
  const executor = createExecutor({
    plan,
    kinds: kinds.kinds,
    targets: (target) => targets.make(target),
    feeds,
    cache: packageCache({ folder: packageCacheFolder(root), now: surroundings.now }),
    secrets,
    masker,
    clock: realClock(surroundings.now),
    fetch,
    aws: openAws(surroundings),
    scratch: join(state, 'scratch'),
    environmentOf: settings.environmentOf,
    log: settings.log,
    logged: settings.logged,
    warn: settings.warn,
    notice: settings.notice,
    onBug: settings.onBug,
  });
  return { kind: 'opened', executor, forget: (run) => forgetThere(targets, run), close: () => targets.close() };
}
