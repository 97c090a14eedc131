import type { LaneEnd } from './events.ts';
import { refreshLane } from './lane-facts.ts';
import { endJoining } from './lane-fold.ts';
import { finishLane } from './lane-modes.ts';
import { laneState, type RunState } from './state.ts';

/** What a change of one lane means for the others: shared lanes that it reached, and the counters of its wave. */
export function afterLane(state: RunState, index: number, at: number): void {
  const lane = laneState(state, index);
  while (lane.joining.length > 0) join(state, index, lane.joining.pop() ?? 0, at);
  refreshLane(state, index, at);
}

/** The node has reached a step that a shared lane performs, for all who reach it. */
function join(state: RunState, index: number, node: number, at: number): void {
  const lane = laneState(state, index);
  const shared = lane.plan.joins[lane.graph.step[node] ?? -1] ?? -1;
  const end = state.lanes[shared]?.end;
  if (end !== undefined) {
    endJoining(lane, node, end, at);
    return;
  }
  const waiting = state.joiners.get(shared);
  if (waiting === undefined) state.joiners.set(shared, [{ lane: index, node }]);
  else waiting.push({ lane: index, node });
  state.wanted.add(shared);
  state.releaseTouched = true;
}

export function finishLaneOf(
  state: RunState,
  index: number,
  end: LaneEnd,
  reason: string | undefined,
  at: number,
): void {
  finishLane(laneState(state, index), end, reason, at);
  state.ended[end]++;
  afterLane(state, index, at);
  const waiting = state.joiners.get(index) ?? [];
  state.joiners.delete(index);
  for (const { lane, node } of waiting) {
    endJoining(laneState(state, lane), node, end, at);
    afterLane(state, lane, at);
  }
}
