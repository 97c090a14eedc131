import { canEnd } from './lane-away.ts';
import { countOf, type LaneState } from './lane-state.ts';
import { hasEnded, status } from './node-status.ts';
import { type BarrierState, fact, isReleaseBarrier, laneState, type RunState, type WaveState } from './state.ts';

/**
 * After an event has touched a lane: brings what the waves know about it up to date. Everything is worked out from the
 * lane's counters and compared with what was noted before, so no event needs to know which counters it moves.
 */
export function refreshLane(state: RunState, index: number, at: number): void {
  const lane = laneState(state, index);
  const before = state.facts.bits[index] ?? 0;
  const bits = bitsOf(lane, (before & fact.held) !== 0);
  touch(state, index);
  if (lane.graph.barriers.length > 0 && lane.heldByBarriers) refreshBarriers(state, lane);
  if (bits === before) return;
  state.facts.bits[index] = bits;
  state.releaseTouched = true;
  countChange(state, index, before, bits);
  const wave = state.waves[state.facts.wave[index] ?? -1];
  if (wave !== undefined) refreshWave(state, wave, { index, before, bits, at });
}

export function touch(state: RunState, index: number): void {
  if (state.facts.touched[index] === 1) return;
  state.facts.touched[index] = 1;
  state.touched.push(index);
}

function bitsOf(lane: LaneState, held: boolean): number {
  let bits = held ? fact.held : 0;
  if (lane.phase === 'ended') bits |= fact.ended;
  if (lane.phase === 'running') bits |= fact.running;
  if (isNotDone(lane)) bits |= fact.failed;
  if (lane.phase !== 'running') return bits;
  if (canGoOn(lane)) return held ? bits : bits | fact.active;
  return standsAtRelease(lane) ? bits | fact.resting : bits;
}

/** Failed, or stopped by an unknown outcome: what a failure budget counts. */
function isNotDone(lane: LaneState): boolean {
  const endedBadly = lane.end === 'failed' || lane.end === 'undone';
  return lane.failed || endedBadly || countOf(lane, status.unknown) > 0;
}

/**
 * False when only others can move the lane: a gate, a barrier, a shared lane, a person. `held`: nothing of it may start
 * any more, unless it has failed.
 */
export function canGoOn(lane: LaneState, held = false): boolean {
  if (countOf(lane, status.running) > 0 || lane.undoing !== undefined) return true;
  if (lane.cancelling) return canEnd(lane);
  if (held && !lane.failed) return false;
  if (countOf(lane, status.unknown) > 0) return false;
  if (lane.undoAway !== undefined) return lane.undoAway.stage !== 'gate';
  if (countOf(lane, status.ready) + countOf(lane, status.retry) + countOf(lane, status.due) > 0) return true;
  return countOf(lane, status.gate) + countOf(lane, status.barrier) + countOf(lane, status.joining) === 0;
}

function standsAtRelease(lane: LaneState): boolean {
  if (lane.failed || countOf(lane, status.barrier) === 0 || countOf(lane, status.unknown) > 0) return false;
  if (countOf(lane, status.gate) + countOf(lane, status.joining) > 0) return false;
  return lane.graph.barriers.every((node) => lane.status[node] !== status.barrier || isReleaseBarrier(lane, node));
}

function countChange(state: RunState, index: number, before: number, bits: number): void {
  const change = (bit: number): number => Number((bits & bit) !== 0) - Number((before & bit) !== 0);
  state.active += change(fact.active);
  const busyFailing = fact.active | fact.failed;
  state.activeFailed += Number((bits & busyFailing) === busyFailing) - Number((before & busyFailing) === busyFailing);
  if (change(fact.running) > 0) state.running.add(index);
  if (change(fact.running) < 0) state.running.delete(index);
}

interface Change {
  readonly index: number;
  readonly before: number;
  readonly bits: number;
  readonly at: number;
}

function refreshWave(state: RunState, wave: WaveState, { index, before, bits, at }: Change): void {
  const stage = state.facts.stage[index] ?? 'shared';
  if (stage === 'shared') return;
  const change = (bit: number): number => Number((bits & bit) !== 0) - Number((before & bit) !== 0);
  wave.active += change(fact.active);
  wave.left[stage] -= change(fact.ended);
  wave.failed[stage] += change(fact.failed);
  if (stage !== 'tenants') return;
  const settled = fact.ended | fact.resting;
  wave.unsettled -= Number((bits & settled) !== 0) - Number((before & settled) !== 0);
  if (wave.unsettled === 0) wave.restedAt = at;
}

/** A lane counts as missing while it lives and has not arrived, and as standing while it waits there. */
function refreshBarriers(state: RunState, lane: LaneState): void {
  const wave = state.facts.wave[lane.index] ?? -1;
  const alive = lane.phase !== 'ended' && !lane.failed;
  const known = barrierNotes(state, lane);
  for (const [place, node] of lane.graph.barriers.entries()) {
    const code = lane.status[node] ?? 0;
    const path = lane.steps[lane.graph.step[node] ?? -1]?.path ?? '';
    const barrier = state.barriers.get(path);
    if (barrier === undefined) continue;
    const missing = Number(alive && code !== status.barrier && !hasEnded(code));
    const standing = Number(alive && code === status.barrier);
    if (missing === known.missing[place] && standing === known.standing[place]) continue;
    add(barrier, wave, missing - (known.missing[place] ?? 0), standing - (known.standing[place] ?? 0));
    known.missing[place] = missing;
    known.standing[place] = standing;
    state.releaseTouched = true;
  }
}

function add(barrier: BarrierState, wave: number, missing: number, standing: number): void {
  barrier.missing[wave] = (barrier.missing[wave] ?? 0) + missing;
  barrier.standing[wave] = (barrier.standing[wave] ?? 0) + standing;
}

interface BarrierNotes {
  readonly missing: number[];
  readonly standing: number[];
}

/** What was last counted for a lane at each of its barriers. Every lane starts as missing everywhere. */
function barrierNotes(state: RunState, lane: LaneState): BarrierNotes {
  const known = state.barrierNotes.get(lane.index);
  if (known !== undefined) return known;
  const notes = { missing: lane.graph.barriers.map(() => 1), standing: lane.graph.barriers.map(() => 0) };
  state.barrierNotes.set(lane.index, notes);
  return notes;
}
