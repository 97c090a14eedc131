import type { LaneState } from './lane-state.ts';
import { hasEnded, status } from './node-status.ts';

/** Nodes of which something may be running on a machine that is away. */
export function begunAway(lane: LaneState): readonly number[] {
  if (lane.unreached.size === 0) return [];
  return [...lane.unreached].flatMap(([node, begun]) => (begun && !hasEnded(lane.status[node] ?? 0) ? [node] : []));
}

/** Whether a lane that is being cancelled can go on without help from a machine that is away. */
export function canEnd(lane: LaneState): boolean {
  if (lane.undoAway !== undefined) return lane.undoAway.stage !== 'gate';
  const away = begunAway(lane);
  return away.length === 0 || away.some((node) => lane.status[node] !== status.gate);
}
