import type { Plan, PlanWave } from '../../plan/model.ts';
import type { GateKind, LaneEnd, RunEnd } from '../../run/events.ts';
import type { NextAttempt } from '../../run/next-attempt.ts';

/**
 * What a screen shows of a run while it runs. Mutable, and written by `count.ts` alone: it takes every event of a run
 * of 10,000 tenants, so nothing in it costs more than the one lane that an event is about.
 */
export interface Tally {
  readonly waves: readonly WaveTally[];
  /** By lane address: its wave. */
  readonly waveOf: ReadonlyMap<string, WaveTally>;
  /** By lane address; a resume takes out what goes again. */
  readonly ends: Map<string, LaneEnd>;
  /** Newest last, never more than `failuresKept`. */
  readonly failures: FailureNote[];
  failed: number;
  /** Attempts and undos that have begun and not ended, by node address. */
  readonly underWay: Set<string>;
  readonly gates: Map<string, GateNote>;
  state: 'running' | 'paused' | 'blocked' | 'cancelling' | RunEnd;
  reason: string | undefined;
}

export const failuresKept = 5;

export interface WaveTally {
  readonly name: string;
  /** No wave, but what tenants of several waves share: no event starts or ends it. */
  readonly shared: boolean;
  readonly total: number;
  ended: number;
  failed: number;
  phase: 'waiting' | 'running' | 'finished';
  /** Milliseconds since 1970. */
  startedAt: number | undefined;
  endedAt: number | undefined;
  /** Where the wave stood when this process began to watch: what speed is measured from. */
  base: { readonly at: number; readonly ended: number } | undefined;
  /** Lanes under way by address, the longest under way first. */
  readonly active: Map<string, ActiveLane>;
}

export interface ActiveLane {
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Path of the step started last. */
  step: string | undefined;
  attempt: number;
  /** It failed and is tried again. */
  next: NextAttempt | undefined;
  problem: { readonly node: string; readonly message: string } | undefined;
}

export interface FailureNote {
  readonly lane: string;
  /** Address of the step that failed; undefined when the deployment failed without one. */
  readonly node: string | undefined;
  readonly message: string;
}

export interface GateNote {
  readonly kind: GateKind;
  readonly scope: string;
  readonly waitingFor: string;
  readonly until: string | undefined;
}

export function createTally(plan: Plan): Tally {
  const waveOf = new Map<string, WaveTally>();
  const add = (name: string, lanes: readonly number[], isShared: boolean): WaveTally => {
    const wave = createWave(name, lanes.length, isShared);
    for (const index of lanes) waveOf.set(plan.lanes[index]?.address ?? '', wave);
    return wave;
  };
  const shared = plan.lanes.flatMap(({ kind }, index) => (kind === 'shared' ? [index] : []));
  const waves = plan.header.waves.map((wave) => add(wave.name, lanesOf(wave), false));
  if (shared.length > 0) waves.push(add('shared', shared, true));
  return {
    waves,
    waveOf,
    ends: new Map(),
    failures: [],
    failed: 0,
    underWay: new Set(),
    gates: new Map(),
    state: 'running',
    reason: undefined,
  };
}

function lanesOf({ before, lanes, after }: PlanWave): readonly number[] {
  return [...before, ...lanes, ...after];
}

function createWave(name: string, total: number, shared: boolean): WaveTally {
  return {
    name,
    shared,
    total,
    ended: 0,
    failed: 0,
    phase: 'waiting',
    startedAt: undefined,
    endedAt: undefined,
    base: undefined,
    active: new Map(),
  };
}
