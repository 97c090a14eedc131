import { nodeAddress } from './address.ts';
import type { GateKind, LaneEnd } from './events.ts';
import { openGates } from './fold-gates.ts';
import type { LaneState } from './lane-state.ts';
import { type NodeState, nodeState } from './node-state.ts';
import { status } from './node-status.ts';
import { fact, type RunState } from './state.ts';

export type RunPhase = 'running' | 'succeeded' | 'failed' | 'within-budget' | 'blocked' | 'paused' | 'cancelled';
export type LanePhase = 'waiting' | 'running' | LaneEnd;

export interface RunCounts {
  readonly succeeded: number;
  readonly failed: number;
  readonly running: number;
  readonly waiting: number;
  readonly skipped: number;
  readonly unknown: number;
}

export interface NodeSummary {
  readonly address: string;
  readonly outcome: NodeState['kind'];
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** First line of what it said. */
  readonly error?: string;
}

export interface LaneSummary {
  readonly address: string;
  readonly wave?: string;
  readonly state: LanePhase;
  readonly reason?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly nodes: readonly NodeSummary[];
}

export interface GateSummary {
  readonly id: string;
  readonly kind: GateKind;
  readonly scope: string;
  readonly waitingFor: string;
  readonly until?: number;
}

export interface RunSummary {
  readonly run: string;
  readonly state: RunPhase;
  readonly reason?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Deployments by state; `unknown` counts those that stopped because nobody knows how a step ended. */
  readonly counts: RunCounts;
  readonly lanes: readonly LaneSummary[];
  readonly gates: readonly GateSummary[];
}

/** A whole run for `status` and reports. Walks everything: for a live view of a large run use `countLanes`. */
export function summarise(state: RunState): RunSummary {
  return {
    run: state.run,
    state: runPhase(state),
    ...(state.pauseReason === undefined ? {} : { reason: state.pauseReason }),
    ...(state.startedAt === undefined ? {} : { startedAt: state.startedAt }),
    ...(state.endedAt === undefined ? {} : { endedAt: state.endedAt }),
    counts: countLanes(state),
    lanes: state.plan.lanes.map((_, index) => summariseLane(state, index)),
    gates: openGates(state).map(({ id, kind, scope, waitingFor, until }) =>
      until === undefined ? { id, kind, scope, waitingFor } : { id, kind, scope, waitingFor, until },
    ),
  };
}

function runPhase(state: RunState): RunPhase {
  switch (state.status) {
    case 'new':
    case 'running':
      return 'running';
    case 'blocked':
    case 'paused':
      return state.status;
    case 'finished':
      return state.end ?? 'failed';
    default:
      return state.status satisfies never;
  }
}

/** Deployments by state, from counters: costs the lanes, not their nodes. */
function countLanes(state: RunState): RunCounts {
  const { ended } = state;
  let [active, unknown, started] = [0, 0, 0];
  for (const index of state.running) {
    started++;
    const lane = state.lanes[index];
    if (lane !== undefined && (lane.counts[status.unknown] ?? 0) > 0) unknown++;
    else if (((state.facts.bits[index] ?? 0) & fact.active) !== 0) active++;
  }
  const over = ended.succeeded + ended.failed + ended.undone + ended.skipped + ended.cancelled;
  return {
    succeeded: ended.succeeded,
    failed: ended.failed + ended.undone,
    running: active,
    waiting: state.plan.lanes.length - over - started + (started - active - unknown),
    skipped: ended.skipped + ended.cancelled,
    unknown,
  };
}

/** One lane with its nodes; a lane that has not been touched shows them as pending. */
function summariseLane(state: RunState, index: number): LaneSummary {
  const lane = state.lanes[index];
  const plan = state.plan.lanes[index];
  const wave = state.waves[state.facts.wave[index] ?? -1]?.plan.name;
  return {
    address: plan?.address ?? '',
    ...(wave === undefined ? {} : { wave }),
    state: lanePhase(lane),
    ...(lane?.reason === undefined ? {} : { reason: lane.reason }),
    ...(lane?.startedAt === undefined ? {} : { startedAt: lane.startedAt }),
    ...(lane?.endedAt === undefined ? {} : { endedAt: lane.endedAt }),
    nodes: lane === undefined ? untouched(state, index) : nodesOf(lane),
  };
}

function lanePhase(lane: LaneState | undefined): LanePhase {
  if (lane === undefined || lane.phase === 'waiting') return 'waiting';
  return lane.phase === 'running' ? 'running' : (lane.end ?? 'failed');
}

function untouched(state: RunState, index: number): readonly NodeSummary[] {
  const plan = state.plan.lanes[index];
  const steps = plan && state.plan.processes[plan.process]?.steps;
  if (plan === undefined || steps === undefined) return [];
  const graph = state.graphOf(index);
  return Array.from({ length: graph.size }, (_, node) => {
    return { address: nodeAddress(plan, steps, graph, node), outcome: 'pending', attempts: 0 };
  });
}

function nodesOf(lane: LaneState): readonly NodeSummary[] {
  return Array.from({ length: lane.graph.size }, (_, node) => {
    const state = nodeState(lane, node);
    const startedAt = lane.nodeStartedAt[node] ?? 0;
    const endedAt = lane.nodeEndedAt[node] ?? 0;
    return {
      address: nodeAddress(lane.plan, lane.steps, lane.graph, node),
      outcome: state.kind,
      attempts: lane.attempts[node] ?? 0,
      ...(startedAt === 0 ? {} : { startedAt }),
      ...(endedAt === 0 ? {} : { endedAt }),
      ...('message' in state && state.message !== '' ? { error: state.message.split('\n', 1)[0] ?? '' } : {}),
    };
  });
}
