import { haltReason } from './budget.ts';
import { openBarriers, openStuckBarrier } from './decide-barriers.ts';
import { openWave, passGates } from './decide-gates.ts';
import { startLanes, startShared } from './decide-lanes.ts';
import type { RunEnd, RunEvent } from './events.ts';
import { openGates } from './fold-gates.ts';
import { countOf } from './lane-state.ts';
import { status } from './node-status.ts';
import type { ReleaseAction } from './release-action.ts';
import { type GateState, type RunState, type WaveState, waveStages } from './state.ts';

/**
 * What the run does next above its lanes: waves, budgets, barriers, gates, and its end. Pure; costs waves times
 * barriers, plus what there is to do. The caller performs all actions, folds the events they record, and asks again
 * until there are none.
 */
export function decideRelease(state: RunState, now: number): readonly ReleaseAction[] {
  if (state.status === 'new' || state.status === 'paused' || state.status === 'finished') return [];
  if (state.cancelling) return endCancelled(state);
  const halt = haltReason(state);
  const actions = halt === undefined ? goOn(state, now) : finishWaves(state);
  if (actions.length > 0 || isMoving(state, halt !== undefined)) return actions;
  return end(state, halt);
}

/** Not before everything that may still run, on whatever machine, has been told to stop. */
function endCancelled(state: RunState): readonly ReleaseAction[] {
  if (state.admitting.size > 0) return [];
  if (state.running.size === 0) return [record({ type: 'run-finished', end: 'cancelled' })];
  if (state.inFlight > 0 || state.active > 0) return [];
  const gates = openGates(state).filter(({ kind }) => kind === 'target');
  return gates.length === 0 ? [] : [blocked(gates)];
}

function goOn(state: RunState, now: number): readonly ReleaseAction[] {
  const actions: ReleaseAction[] = [...passGates(state, now), ...finishWaves(state)];
  for (const wave of state.waves) {
    if (wave.phase === 'waiting') {
      // Waves start in order: behind one that may not start yet, nobody looks.
      if (state.onlyFailed || !earlierRest(state, wave)) break;
      const opening = openWave(state, wave, now);
      actions.push(...opening);
      if (opening.every((action) => action.kind !== 'record' || action.event.type !== 'wave-started')) break;
    } else if (wave.phase === 'started') {
      actions.push(...startLanes(state, wave, now));
    }
  }
  actions.push(...startShared(state), ...openBarriers(state));
  return actions;
}

/** All lanes of the waves before have ended or stand at a barrier of the release. */
function earlierRest(state: RunState, wave: WaveState): boolean {
  return state.waves.slice(0, wave.index).every(rests);
}

function rests(wave: WaveState): boolean {
  if (wave.phase === 'finished') return true;
  return wave.phase === 'started' && wave.left.tenants > 0 && wave.unsettled === 0;
}

function finishWaves(state: RunState): readonly ReleaseAction[] {
  return state.waves
    .filter((wave) => wave.phase === 'started' && lanesLeft(wave) === 0)
    .map((wave) => record({ type: 'wave-finished', wave: wave.plan.name, failed: wave.failed.tenants }));
}

function lanesLeft(wave: WaveState): number {
  return waveStages.reduce((sum, stage) => sum + wave.left[stage], 0);
}

/** Something can go on without help from outside. In a halted run only what runs, and what is busy failing. */
function isMoving(state: RunState, halted: boolean): boolean {
  if (state.inFlight > 0 || state.admitting.size > 0) return true;
  return halted ? state.activeFailed > 0 : state.active > 0;
}

function end(state: RunState, halt: string | undefined): readonly ReleaseAction[] {
  const left = state.waves.some((wave) => lanesLeft(wave) > 0) || state.running.size > 0;
  const undos = openGates(state).filter(isUndo(state));
  if (undos.length > 0) return [blocked(undos)];
  if (halt !== undefined) return left ? [pause(halt)] : [record({ type: 'run-finished', end: 'failed' })];
  if (!left) return [record({ type: 'run-finished', end: endOf(state) })];
  const gates = openGates(state);
  if (gates.length > 0) return [blocked(gates)];
  const freed = isUnclear(state) ? [] : openStuckBarrier(state);
  return freed.length > 0 ? freed : [pause(stuckReason(state))];
}

/** A person has to say what happened, or has asked for a part only. */
function isUnclear(state: RunState): boolean {
  return state.onlyFailed || hasUnknown(state);
}

function hasUnknown({ lanes }: RunState): boolean {
  return lanes.some((lane) => lane !== undefined && countOf(lane, status.unknown) > 0);
}

/** An undo waits for its machine: it was begun, and is not left half done. */
function isUndo(state: RunState): (gate: GateState) => boolean {
  return ({ node }) => node !== undefined && state.lanes[node.lane]?.undoAway?.node === node.node;
}

function blocked(gates: readonly GateState[]): ReleaseAction {
  return { kind: 'blocked', gates: gates.map((gate) => gate.id) };
}

function endOf(state: RunState): RunEnd {
  const { succeeded, failed, undone, skipped, cancelled } = state.ended;
  if (failed + undone + skipped + cancelled === 0) return 'succeeded';
  return succeeded === 0 ? 'failed' : 'within-budget';
}

function pause(reason: string): ReleaseAction {
  return record({ type: 'run-paused', reason });
}

function stuckReason(state: RunState): string {
  if (hasUnknown(state)) return 'nobody knows how some steps ended; decide about each of them';
  return state.onlyFailed
    ? 'only the failed deployments were asked for'
    : 'what is left waits for something that never comes';
}

function record(event: RunEvent): ReleaseAction {
  return { kind: 'record', event };
}
