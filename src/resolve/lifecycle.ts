import type { Lifecycle, Phase, Tenant } from '../config/model.ts';
import { countOf, nameSome } from './name-some.ts';

/** One success: a release version that finished in an environment. */
export interface Finished {
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
}

/** What finished where, for one project. */
export type FinishedRecord = (tenant: string, environment: string) => readonly Finished[];

/** Who is deployed, and where it is connected. An untenanted project is one of these, with all its environments. */
export type Deployable = Pick<Tenant, 'id' | 'environments'>;

export type LifecycleDecision =
  | {
      readonly kind: 'allowed';
      /** Earlier phases that could not be asked for, because the tenant is connected to none of their environments. */
      readonly unconnected: readonly string[];
    }
  | {
      readonly kind: 'blocked';
      /** A sentence without a final full stop. */
      readonly why: string;
      /** When waiting alone will end it, in milliseconds since 1970. */
      readonly until?: number;
    };

/** One release version against one lifecycle, with what is the same for all tenants worked out once. */
export interface LifecycleProgress {
  readonly lifecycle: Lifecycle;
  /** When a tenant finished a phase; undefined while it has not. */
  readonly finishedPhaseAt: (tenant: Deployable, phase: Phase) => number | undefined;
  /** How many tenants finished a phase, and when the first of them did. Looks at everyone, once per phase. */
  readonly reached: (phase: Phase) => Reached;
}

interface Reached {
  readonly tenants: number;
  /** Milliseconds since 1970; undefined while nobody did. */
  readonly firstAt: number | undefined;
}

/** `everyone`: all tenants that the project deploys to, so that "at least 5 tenants" can be counted. */
export function lifecycleProgress(
  lifecycle: Lifecycle,
  version: string,
  record: FinishedRecord,
  everyone: readonly Deployable[],
): LifecycleProgress {
  const finishedPhaseAt = (tenant: Deployable, phase: Phase): number | undefined => {
    const times = connectedIn(tenant, phase).flatMap((environment) => {
      const successes = record(tenant.id, environment).filter((finished) => finished.version === version);
      return successes.length === 0 ? [] : [Math.min(...successes.map(({ finishedAt }) => finishedAt))];
    });
    const wanted = requiredCount(tenant, phase);
    return wanted === 0 ? undefined : times.sort((a, b) => a - b)[wanted - 1];
  };
  const known = new Map<Phase, Reached>();
  const reached = (phase: Phase): Reached => {
    const found = known.get(phase) ?? reachedBy(everyone.flatMap((tenant) => finishedPhaseAt(tenant, phase) ?? []));
    known.set(phase, found);
    return found;
  };
  return { lifecycle, finishedPhaseAt, reached };
}

function reachedBy(times: readonly number[]): Reached {
  const firstAt = times.reduce<number | undefined>((first, at) => Math.min(first ?? at, at), undefined);
  return { tenants: times.length, firstAt };
}

/** May the version go to this environment of this tenant now? The environment's first phase is the one that is asked. */
export function mayEnter(
  progress: LifecycleProgress,
  tenant: Deployable,
  environment: string,
  now: number,
): LifecycleDecision {
  const { phases, name } = progress.lifecycle;
  const index = phases.findIndex((phase) => phase.environments.includes(environment));
  const phase = phases[index];
  if (phase === undefined) return { kind: 'blocked', why: `Lifecycle ${name} has no phase with ${environment}` };
  const earlier = phases.slice(0, index).filter(({ optional }) => !optional);
  const unfinished = earlier.find((before) => isUnfinished(progress, tenant, before));
  if (unfinished !== undefined) return { kind: 'blocked', why: describeUnfinished(tenant, unfinished) };
  const before = earlier.at(-1) ?? phases[index - 1];
  const gate = before === undefined ? undefined : gateBetween(progress, tenant, { before, phase }, now);
  if (gate !== undefined) return gate;
  const unconnected = earlier.filter((one) => connectedIn(tenant, one).length === 0).map((one) => one.name);
  return { kind: 'allowed', unconnected };
}

function isUnfinished(progress: LifecycleProgress, tenant: Deployable, phase: Phase): boolean {
  return connectedIn(tenant, phase).length > 0 && progress.finishedPhaseAt(tenant, phase) === undefined;
}

/** What a phase asks of the one before it: enough tenants, and time. */
function gateBetween(
  progress: LifecycleProgress,
  tenant: Deployable,
  { before, phase }: { readonly before: Phase; readonly phase: Phase },
  now: number,
): LifecycleDecision | undefined {
  const tenants = phase.tenantsAtLeast === 0 ? 0 : progress.reached(before).tenants;
  if (tenants < phase.tenantsAtLeast) {
    const wanted = countOf(phase.tenantsAtLeast, 'tenant');
    return { kind: 'blocked', why: `${wanted} must finish ${before.name} first, and ${tenants} did` };
  }
  if (phase.soakSeconds === 0) return undefined;
  const since = progress.finishedPhaseAt(tenant, before) ?? progress.reached(before).firstAt;
  if (since === undefined)
    return { kind: 'blocked', why: `Nobody finished ${before.name}, where the version must soak` };
  const until = since + phase.soakSeconds * 1000;
  return until <= now ? undefined : { kind: 'blocked', why: `The version must soak in ${before.name}`, until };
}

function describeUnfinished(tenant: Deployable, phase: Phase): string {
  const wanted = requiredCount(tenant, phase);
  const connected = connectedIn(tenant, phase);
  const which = wanted === connected.length ? nameSome(connected) : `${wanted} of ${nameSome(connected)}`;
  return `${tenant.id} has not finished ${which} of phase ${phase.name} with this version`;
}

function connectedIn(tenant: Deployable, phase: Phase): readonly string[] {
  return phase.environments.filter((environment) => tenant.environments.includes(environment));
}

/** A tenant cannot be asked for more environments than it has. */
function requiredCount(tenant: Deployable, phase: Phase): number {
  const connected = connectedIn(tenant, phase).length;
  return phase.minimum === 0 ? connected : Math.min(phase.minimum, connected);
}
