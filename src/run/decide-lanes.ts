import type { PlanFreeze } from '../plan/model.ts';
import { freezeGate } from './fold-gates.ts';
import { startable } from './lane-queue.ts';
import type { ReleaseAction } from './release-action.ts';
import { fact, type RunState, type WaveStage, type WaveState } from './state.ts';

/** The lanes of a wave that start now: first `before`, then tenants as far as there is room, then `after`. */
export function startLanes(state: RunState, wave: WaveState, now: number): readonly ReleaseAction[] {
  const stage = stageOf(wave);
  if (stage === undefined) return [];
  const actions: ReleaseAction[] = [];
  const frozen = new Set<string>();
  let room = roomIn(state, wave);
  for (const lane of startable(state, wave, stage)) {
    if (room <= 0) break;
    if (state.onlyFailed && state.lanes[lane]?.again !== true) continue;
    const freeze = freezeOf(state, lane, now);
    if (freeze !== undefined) {
      if (!frozen.has(freeze.name)) actions.push(freezeAction(wave, freeze));
      frozen.add(freeze.name);
      continue;
    }
    const allowed = requirement(state, lane);
    if (allowed === 'wait') continue;
    room--;
    actions.push(allowed === 'start' ? { kind: 'start-lane', lane } : skip(state, lane));
  }
  return actions;
}

function stageOf(wave: WaveState): WaveStage | undefined {
  if (wave.left.before > 0) return 'before';
  if (wave.left.tenants > 0) return 'tenants';
  return wave.left.after > 0 ? 'after' : undefined;
}

function roomIn(state: RunState, wave: WaveState): number {
  const limit = wave.plan.concurrency === 0 ? state.parallel : wave.plan.concurrency;
  let admitting = 0;
  for (const lane of state.admitting) if (state.facts.wave[lane] === wave.index) admitting++;
  return limit - wave.active - admitting;
}

/** A freeze that keeps the lane now, unless somebody has approved to go on all the same. */
function freezeOf(state: RunState, lane: number, now: number): PlanFreeze | undefined {
  return state.frozen
    .get(lane)
    ?.find(
      ({ name, start, end }) =>
        start <= now && now < end && state.gates.get(freezeGate(name))?.decision?.decision !== 'approved',
    );
}

function freezeAction(wave: WaveState, freeze: PlanFreeze): ReleaseAction {
  const until = new Date(freeze.end).toISOString();
  const waitingFor = `the end of freeze ${freeze.name}`;
  const gate = freezeGate(freeze.name);
  const event = { type: 'gate-opened', gate, kind: 'freeze', scope: wave.plan.name, waitingFor, until } as const;
  return { kind: 'record', event };
}

/**
 * Whether the lanes that the lifecycle asks for have succeeded. A lane that stands at a barrier of the release counts:
 * it has done all it may do before the others follow.
 */
function requirement(state: RunState, lane: number): 'start' | 'wait' | 'skip' {
  for (const { lanes, minimum } of state.plan.lanes[lane]?.requires ?? []) {
    let done = 0;
    let open = 0;
    for (const other of lanes) {
      if (done >= minimum) break;
      const bits = state.facts.bits[other] ?? 0;
      if (state.lanes[other]?.end === 'succeeded' || (bits & fact.resting) !== 0) done++;
      else if ((bits & fact.ended) === 0) open++;
    }
    if (done < minimum) return done + open < minimum ? 'skip' : 'wait';
  }
  return 'start';
}

function skip(state: RunState, lane: number): ReleaseAction {
  const address = state.plan.lanes[lane]?.address ?? '';
  const reason = 'the lifecycle asks for deployments before it that did not succeed';
  return { kind: 'record', event: { type: 'lane-finished', lane: address, end: 'skipped', reason } };
}

/** Shared lanes that a tenant has reached. */
export function startShared(state: RunState): readonly ReleaseAction[] {
  const actions: ReleaseAction[] = [];
  for (const lane of state.wanted) {
    const bits = state.facts.bits[lane] ?? 0;
    const started = (bits & (fact.running | fact.ended)) !== 0;
    const kept = state.gates.has(lockGate(state, lane)) || state.admitting.has(lane);
    if (!started && !kept) actions.push({ kind: 'start-lane', lane });
  }
  return actions;
}

export function lockGate(state: RunState, lane: number): string {
  return `lock:${state.plan.lanes[lane]?.address ?? ''}`;
}
