import type { LaneState, Outputs } from './lane-state.ts';

/**
 * Outputs of a finished step of the lane, by its path. A step that ran on several targets answers a node with what it
 * gave on that node's target, and otherwise with what it gave on its first.
 */
export function outputsFor(lane: LaneState, node: number, path: string): Outputs | undefined {
  const step = lane.steps.findIndex((one) => one.path === path);
  const first = lane.graph.first[step] ?? -1;
  if (first < 0) return undefined;
  const own = lane.graph.step[node] ?? -1;
  const target = lane.plan.placement[own]?.[lane.graph.slot[node] ?? -1];
  const slot = target === undefined ? -1 : (lane.plan.placement[step]?.indexOf(target) ?? -1);
  const there = slot < 0 ? undefined : lane.outputs.get(first + slot);
  if (there !== undefined) return there;
  for (let other = first; other < first + (lane.graph.count[step] ?? 0); other++) {
    const outputs = lane.outputs.get(other);
    if (outputs !== undefined) return outputs;
  }
  return undefined;
}
