import type { Plan, PlanWave } from '../plan/model.ts';
import { AddressBook } from './address.ts';
import type { GateKind, LaneEnd, RunEnd } from './events.ts';
import { type FrozenLanes, frozenLanes } from './freezes.ts';
import { barrier } from './graph.ts';
import { type GraphOf, graphsOf } from './graph-shape.ts';
import { createLaneState, type GateDecision, type LaneState } from './lane-state.ts';

export type LaneStage = 'before' | 'tenants' | 'after' | 'shared';

/**
 * A run while it runs: the fold of its plan and events. Mutable for the reason given at `LaneState`; written by
 * `fold.ts` alone. Counters are kept per wave, so that a decision costs what changed, not what is there.
 */
export interface RunState {
  readonly plan: Plan;
  readonly graphOf: GraphOf;
  readonly addresses: AddressBook;
  readonly frozen: FrozenLanes;
  run: string;
  planDigest: string;
  parallel: number;
  timestamp: string;
  status: 'new' | 'running' | 'blocked' | 'paused' | 'finished';
  end: RunEnd | undefined;
  pauseReason: string | undefined;
  /** When it was paused or blocked, in milliseconds since 1970; undefined while it is neither. */
  haltedAt: number | undefined;
  /** Milliseconds since 1970. */
  startedAt: number | undefined;
  endedAt: number | undefined;
  seq: number;
  /** When the last event was recorded, in milliseconds since 1970. */
  lastAt: number;
  /** Who rejected a gate above the lanes, and which: the run halts. */
  rejected: string | undefined;
  cancelling: boolean;
  onlyFailed: boolean;
  /** By lane: absent until the lane is first touched. */
  readonly lanes: (LaneState | undefined)[];
  readonly facts: LaneFacts;
  readonly waves: readonly WaveState[];
  readonly barriers: ReadonlyMap<string, BarrierState>;
  /** By lane: what was last counted at each barrier of its graph. */
  readonly barrierNotes: Map<number, { readonly missing: number[]; readonly standing: number[] }>;
  readonly gates: Map<string, GateState>;
  /** Lanes that have started and not ended. */
  readonly running: Set<number>;
  /** Of those, the ones that can go on by themselves, and among these the ones that are busy failing. */
  active: number;
  activeFailed: number;
  /** Attempts and undos under way. */
  inFlight: number;
  readonly ended: { [end in LaneEnd]: number };
  /** Shared lanes that somebody has reached. */
  readonly wanted: Set<number>;
  /** By shared lane: nodes that wait for its end. */
  readonly joiners: Map<number, { readonly lane: number; readonly node: number }[]>;
  /** Lanes that changed since somebody last looked: the worklist of a host, no part of the run's meaning. */
  readonly touched: number[];
  releaseTouched: boolean;
  /**
   * Lanes whose locks a host is asking for. They take a place in their wave although no event says so yet; a host that
   * dies in between leaves no trace. Written by the host alone.
   */
  readonly admitting: Set<number>;
}

/** What the waves know of each lane, by lane index. */
export interface LaneFacts {
  /** -1 for a shared lane. */
  readonly wave: Int32Array;
  readonly stage: readonly LaneStage[];
  /** Bits of `fact`. */
  readonly bits: Uint8Array;
  /** 1 while the lane is on `touched`. */
  readonly touched: Uint8Array;
}

export const fact = { running: 1, ended: 2, failed: 4, active: 8, resting: 16, held: 32 } as const;

export interface WaveState {
  readonly plan: PlanWave;
  readonly index: number;
  phase: 'waiting' | 'started' | 'finished';
  /** Milliseconds since 1970, when its lanes last came to rest: what a soak counts from. */
  restedAt: number;
  /** By stage: lanes that may start, in order; items before `head` have started. */
  readonly queue: { [stage in WaveStage]: LaneQueue };
  /** By stage: lanes that have not ended. */
  readonly left: { [stage in WaveStage]: number };
  readonly failed: { [stage in WaveStage]: number };
  active: number;
  /** Tenant lanes that neither ended nor stand at a barrier of the release. */
  unsettled: number;
}

export type WaveStage = Exclude<LaneStage, 'shared'>;
export const waveStages: readonly WaveStage[] = ['before', 'tenants', 'after'];

export interface LaneQueue {
  readonly items: number[];
  head: number;
  /** Lanes taken out while a freeze or a lock keeps them. */
  readonly parked: Set<number>;
}

/** A chain step with a barrier, by its path. The arrays are by wave and count living lanes. */
export interface BarrierState {
  readonly path: string;
  readonly kind: 'wave' | 'release';
  readonly missing: Int32Array;
  readonly standing: Int32Array;
}

export interface GateState {
  readonly id: string;
  readonly kind: GateKind;
  readonly scope: string;
  readonly waitingFor: string;
  until: number | undefined;
  readonly openedAt: number;
  /** Set for a gate of a node. */
  readonly node: { readonly lane: number; readonly node: number } | undefined;
  decision: GateDecision | undefined;
}

/** The state before the first event. */
export function createRunState(plan: Plan): RunState {
  const graphOf = graphsOf(plan);
  const waves = plan.header.waves.map(createWave);
  return {
    plan,
    graphOf,
    addresses: new AddressBook(plan, graphOf),
    frozen: frozenLanes(plan),
    run: '',
    planDigest: '',
    parallel: 1,
    timestamp: '',
    status: 'new',
    end: undefined,
    pauseReason: undefined,
    haltedAt: undefined,
    startedAt: undefined,
    endedAt: undefined,
    seq: 0,
    lastAt: 0,
    rejected: undefined,
    cancelling: false,
    onlyFailed: false,
    lanes: new Array<undefined>(plan.lanes.length).fill(undefined),
    facts: createFacts(plan),
    waves,
    barriers: createBarriers(plan),
    barrierNotes: new Map(),
    gates: new Map(),
    running: new Set(),
    active: 0,
    activeFailed: 0,
    inFlight: 0,
    ended: { succeeded: 0, failed: 0, cancelled: 0, undone: 0, skipped: 0 },
    wanted: new Set(),
    joiners: new Map(),
    touched: [],
    releaseTouched: true,
    admitting: new Set(),
  };
}

/** The state of a lane, made when it is first asked for. */
export function laneState(state: RunState, index: number): LaneState {
  const known = state.lanes[index];
  if (known !== undefined) return known;
  const plan = state.plan.lanes[index];
  const steps = plan && state.plan.processes[plan.process]?.steps;
  if (plan === undefined || steps === undefined) throw new Error(`bug: the plan has no lane ${index}`);
  const held = state.facts.stage[index] === 'tenants';
  const lane = createLaneState(index, plan, steps, state.graphOf(index), held);
  state.lanes[index] = lane;
  return lane;
}

function createWave(plan: PlanWave, index: number): WaveState {
  const queue = (lanes: readonly number[]): LaneQueue => ({ items: [...lanes], head: 0, parked: new Set() });
  const [before, tenants, after] = [plan.before, plan.lanes, plan.after];
  return {
    plan,
    index,
    phase: 'waiting',
    restedAt: 0,
    queue: { before: queue(before), tenants: queue(tenants), after: queue(after) },
    left: { before: before.length, tenants: tenants.length, after: after.length },
    failed: { before: 0, tenants: 0, after: 0 },
    active: 0,
    unsettled: tenants.length,
  };
}

function createFacts(plan: Plan): LaneFacts {
  const wave = new Int32Array(plan.lanes.length).fill(-1);
  const stage: LaneStage[] = plan.lanes.map(() => 'shared');
  const place = (lanes: readonly number[], index: number, name: LaneStage): void => {
    for (const lane of lanes) {
      wave[lane] = index;
      stage[lane] = name;
    }
  };
  for (const [index, { before, lanes, after }] of plan.header.waves.entries()) {
    place(before, index, 'before');
    place(lanes, index, 'tenants');
    place(after, index, 'after');
  }
  return { wave, stage, bits: new Uint8Array(plan.lanes.length), touched: new Uint8Array(plan.lanes.length) };
}

function createBarriers(plan: Plan): ReadonlyMap<string, BarrierState> {
  const barriers = new Map<string, BarrierState>();
  const waves = plan.header.waves;
  for (const [index, wave] of waves.entries()) {
    for (const lane of wave.lanes) {
      for (const step of plan.processes[plan.lanes[lane]?.process ?? -1]?.steps ?? []) {
        const kind = step.chain?.barrier ?? 'tenant';
        if (kind === 'tenant') continue;
        const known = barriers.get(step.path) ?? createBarrier(step.path, kind, waves.length);
        barriers.set(step.path, known);
        known.missing[index] = (known.missing[index] ?? 0) + 1;
      }
    }
  }
  return barriers;
}

function createBarrier(path: string, kind: 'wave' | 'release', waves: number): BarrierState {
  return { path, kind, missing: new Int32Array(waves), standing: new Int32Array(waves) };
}

export function isReleaseBarrier(lane: LaneState, node: number): boolean {
  return lane.graph.barrier[node] === barrier.release;
}
