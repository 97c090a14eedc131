import { afterLane } from './fold-lanes.ts';
import { askForUndo, askMachine } from './lane-fold.ts';
import { resetLane } from './lane-modes.ts';
import { requeue, unpark } from './lane-queue.ts';
import type { LaneState } from './lane-state.ts';
import { fact, type RunState, waveStages } from './state.ts';

interface Resume {
  readonly onlyFailed: boolean;
  readonly continues?: boolean;
  readonly cancelling?: boolean;
}

/**
 * The run goes on. Lanes that ended without success go again, unless the run was only cut off: then it ends as it would
 * have ended. Lanes that were being cancelled go again, unless the cancel itself goes on; a lane that was busy failing when its runner died finishes that
 * first. What a person rejected, locks that others held, and machines that were away are asked for anew.
 */
export function applyResume(state: RunState, resume: Resume, at: number): void {
  const { onlyFailed, continues = false, cancelling = false } = resume;
  state.status = 'running';
  state.end = undefined;
  state.endedAt = undefined;
  state.pauseReason = undefined;
  state.haltedAt = undefined;
  state.cancelling = cancelling;
  state.rejected = undefined;
  state.onlyFailed = onlyFailed;
  forgetGates(state);
  for (const lane of state.lanes) if (lane !== undefined) askAnew(state, lane, at);
  if (cancelling) return;
  const lanes = state.lanes.filter((lane) => lane !== undefined);
  // Shared lanes first: whoever joins one must find it waiting again, not failed.
  const shared = lanes.filter((lane) => state.facts.wave[lane.index] === -1);
  const others = lanes.filter((lane) => state.facts.wave[lane.index] !== -1);
  const again = new Set(
    [...shared, ...others].filter((lane) => goAgain(state, lane, continues, at)).map((lane) => lane.index),
  );
  for (const lane of lanes) hold(state, lane, at);
  for (const wave of state.waves) {
    for (const stage of waveStages) {
      const lanesOfStage = stage === 'tenants' ? wave.plan.lanes : wave.plan[stage];
      const back = lanesOfStage.filter((lane) => again.has(lane));
      if (back.length > 0) requeue(wave, stage, back);
    }
    const left = waveStages.some((stage) => wave.left[stage] > 0);
    if (wave.phase === 'finished' && left) wave.phase = 'started';
  }
}

function forgetGates(state: RunState): void {
  for (const gate of [...state.gates.values()]) {
    if (gate.kind === 'lock' || gate.kind === 'target' || gate.decision?.decision === 'rejected')
      state.gates.delete(gate.id);
    if (gate.kind !== 'lock') continue;
    const kept = state.addresses.lane(gate.scope);
    unpark(state, (lane) => lane === kept);
  }
}

/** Its machines may be back: a look costs less than a guess. */
function askAnew(state: RunState, lane: LaneState, at: number): void {
  if (lane.unreached.size === 0 && lane.undoAway === undefined) return;
  for (const node of lane.unreached.keys()) askMachine(lane, node);
  askForUndo(lane);
  afterLane(state, lane.index, at);
}

/** True when the lane has to start again. */
function goAgain(state: RunState, lane: LaneState, continues: boolean, at: number): boolean {
  lane.again = false;
  const { end } = lane;
  const ended = end !== undefined && end !== 'succeeded';
  if (ended && continues && end !== 'cancelled') return false;
  if (!ended && !lane.cancelling) return false;
  resetLane(lane, at);
  if (end !== undefined) state.ended[end]--;
  afterLane(state, lane.index, at);
  return ended;
}

/** With `--only-failed`, lanes that were fine stand still. */
function hold(state: RunState, lane: LaneState, at: number): void {
  const bits = state.facts.bits[lane.index] ?? 0;
  const held = state.onlyFailed && lane.phase === 'running' && !lane.again && (bits & fact.failed) === 0;
  const wanted = held ? bits | fact.held : bits & ~fact.held;
  if (wanted === bits && lane.phase !== 'running') return;
  state.facts.bits[lane.index] = wanted;
  afterLane(state, lane.index, at);
}
