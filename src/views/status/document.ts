import { approversOf } from '../../run/approval.ts';
import { openGates } from '../../run/fold-gates.ts';
import type { GateState, RunState } from '../../run/state.ts';
import { deploymentWord, type StatusNode, statusNodes, timeText } from './nodes.ts';
import { type DeploymentWord, type RunStateWord, runWord } from './words.ts';

/** How many deployments stand where; cancelled and undone ones count as failed. */
export interface StatusCounts {
  readonly succeeded: number;
  readonly failed: number;
  readonly running: number;
  readonly waiting: number;
  readonly skipped: number;
  readonly unknown: number;
}

export interface StatusDocument {
  readonly schemaVersion: 1;
  readonly run: string;
  readonly release: string;
  readonly version: string;
  readonly project: string;
  readonly planDigest: string;
  readonly state: RunStateWord;
  /** Of a run that is `running`: false when the process that drove it is gone. Absent where nobody has looked. */
  readonly driven?: boolean;
  /** Succeeded although tenants failed: their number was inside the failure budget. */
  readonly withinBudget: boolean;
  /** Somebody asked to cancel it, and something may still run where nobody can be asked now. */
  readonly cancelling?: true;
  readonly reason?: string;
  readonly startedAt: string | null;
  readonly endedAt?: string;
  /** Of a run that is paused or blocked: when that began. */
  readonly since?: string;
  readonly counts: StatusCounts;
  readonly waves: readonly StatusWave[];
  readonly deployments: readonly StatusDeployment[];
  readonly gates: readonly StatusGate[];
}

export interface StatusWave {
  readonly name: string;
  readonly state: 'waiting' | 'running' | 'finished';
  readonly deployments: number;
  readonly ended: number;
  readonly failed: number;
}

export interface StatusDeployment {
  readonly address: string;
  readonly tenant: string | null;
  readonly environment: string;
  readonly project: string;
  readonly wave: string | null;
  readonly from: string | null;
  readonly to: string;
  readonly state: DeploymentWord;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly reason?: string;
  /** Empty until the deployment starts. */
  readonly nodes: readonly StatusNode[];
}

export interface StatusGate {
  readonly id: string;
  readonly kind: GateState['kind'];
  readonly scope: string;
  readonly waitingFor: string;
  /** Users who alone may decide; absent where anybody may. */
  readonly approvers?: readonly string[];
  readonly openedAt: string | null;
  /** When time alone opens it. */
  readonly until?: string;
  /** Somebody has decided, and the run takes it up when a process drives it again. */
  readonly decided?: InboxDecision;
}

/** What somebody said about a gate while nobody drove the run. */
export interface InboxDecision {
  readonly decision: 'approved' | 'rejected';
  readonly by: string;
}

/**
 * The state of a run as `release status` shows it. `driven`: whether a living process drives it, where that was looked
 * for. `decided`: by gate, what nobody has taken up yet.
 */
export function statusDocument(
  state: RunState,
  driven?: boolean,
  decided: ReadonlyMap<string, InboxDecision> = new Map(),
): StatusDocument {
  const deployments = state.plan.lanes.map((_, index) => statusDeployment(state, index));
  const { release, version, project } = state.plan.header;
  const cancelling = state.cancelling && state.status !== 'finished';
  const reason = reasonOf(state, cancelling);
  return {
    schemaVersion: 1,
    run: state.run,
    release,
    version,
    project,
    planDigest: state.planDigest,
    state: runWord(state),
    ...drivenField(runWord(state), driven),
    withinBudget: state.end === 'within-budget',
    ...(cancelling && { cancelling }),
    ...(reason !== undefined && { reason }),
    startedAt: timeText(state.startedAt),
    ...(state.endedAt !== undefined && { endedAt: new Date(state.endedAt).toISOString() }),
    ...(state.haltedAt !== undefined && { since: new Date(state.haltedAt).toISOString() }),
    counts: statusCounts(state),
    waves: statusWaves(state),
    deployments,
    gates: waitsFor(state).map((gate) => statusGate(state, gate, decided.get(gate.id))),
  };
}

/** A run that has ended waits for nothing; one that is being cancelled only for machines on which something may run. */
function waitsFor(state: RunState): readonly GateState[] {
  if (state.status === 'finished') return [];
  return openGates(state).filter(({ kind }) => !state.cancelling || kind === 'target');
}

/** A run that has come to rest needs nobody. */
export function drivenField(state: RunStateWord, driven: boolean | undefined): { readonly driven?: boolean } {
  return state === 'running' && driven !== undefined ? { driven } : {};
}

function reasonOf({ status, pauseReason, rejected }: RunState, cancelling: boolean): string | undefined {
  if (cancelling && status === 'blocked') return 'cancelled, but something may still run on machines that are away';
  return pauseReason !== undefined && status === 'paused' ? pauseReason : rejected;
}

/** Counts alone, for a list of runs: costs nothing per step. */
export function statusCounts(state: RunState): StatusCounts {
  const counts = { succeeded: 0, failed: 0, running: 0, waiting: 0, skipped: 0, unknown: 0 };
  for (const index of state.plan.lanes.keys()) counts[countedAs(deploymentWord(state.lanes[index]))]++;
  return counts;
}

function countedAs(word: DeploymentWord): keyof StatusCounts {
  switch (word) {
    case 'cancelled':
    case 'undone':
      return 'failed';
    case 'blocked':
      return 'waiting';
    case 'succeeded':
    case 'failed':
    case 'running':
    case 'waiting':
    case 'skipped':
    case 'unknown':
      return word;
    default:
      return word satisfies never;
  }
}

function statusWaves(state: RunState): readonly StatusWave[] {
  return state.waves.map(({ plan, phase, left, failed }) => {
    const deployments = plan.before.length + plan.lanes.length + plan.after.length;
    return {
      name: plan.name,
      state: phase === 'started' ? 'running' : phase,
      deployments,
      ended: deployments - left.before - left.tenants - left.after,
      failed: failed.before + failed.tenants + failed.after,
    };
  });
}

function statusDeployment(state: RunState, index: number): StatusDeployment {
  const plan = state.plan.lanes[index];
  if (plan === undefined) throw new Error(`bug: the plan has no lane ${index}`);
  const lane = state.lanes[index];
  const { address, tenant, environment, project, from, to } = plan;
  const reason = lane?.reason;
  return {
    address,
    tenant: tenant?.id ?? null,
    environment,
    project,
    wave: state.waves[state.facts.wave[index] ?? -1]?.plan.name ?? null,
    from,
    to,
    state: deploymentWord(lane),
    startedAt: timeText(lane?.startedAt),
    endedAt: timeText(lane?.endedAt),
    ...(reason !== undefined && { reason }),
    nodes: lane === undefined || lane.phase === 'waiting' ? [] : statusNodes(lane),
  };
}

function statusGate(state: RunState, gate: GateState, decided: InboxDecision | undefined): StatusGate {
  const { id, kind, scope, waitingFor, openedAt, until } = gate;
  const approvers = approversOf(state, gate);
  return {
    ...{ id, kind, scope, waitingFor },
    ...(approvers.length > 0 && { approvers }),
    openedAt: timeText(openedAt),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...(decided && { decided }),
  };
}
