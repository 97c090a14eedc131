import type { LaneState } from './lane-state.ts';
import { status } from './node-status.ts';
import type { RunState } from './state.ts';

/**
 * The clock was set back by so many milliseconds, between one process and the next. What has begun began so much earlier
 * by the new clock, and what waits until a time waits as long as it would have. Freezes end by the calendar and stay.
 */
export function setBack(state: RunState, by: number): void {
  if (state.startedAt !== undefined) state.startedAt -= by;
  if (state.haltedAt !== undefined) state.haltedAt -= by;
  for (const gate of state.gates.values()) {
    if (gate.kind !== 'freeze' && gate.until !== undefined) gate.until -= by;
  }
  for (const wave of state.waves) wave.restedAt -= by;
  for (const index of state.running) {
    const lane = state.lanes[index];
    if (lane !== undefined) setLaneBack(lane, by);
  }
}

function setLaneBack(lane: LaneState, by: number): void {
  if (lane.startedAt !== undefined) lane.startedAt -= by;
  for (const [node, retry] of lane.retries) lane.retries.set(node, { ...retry, at: retry.at - by });
  for (let node = 0; node < lane.graph.size; node++) {
    const isOpen = lane.status[node] === status.running || lane.status[node] === status.retry;
    if (!isOpen) continue;
    lane.nodeStartedAt[node] = (lane.nodeStartedAt[node] ?? by) - by;
    lane.attemptStartedAt[node] = (lane.attemptStartedAt[node] ?? by) - by;
  }
}
