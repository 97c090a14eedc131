import { nodeAddress } from '../../run/address.ts';
import { laneState, type RunState } from '../../run/state.ts';

export function nodeName(state: RunState, lane: number, node: number): string {
  const { plan, steps, graph } = laneState(state, lane);
  return nodeAddress(plan, steps, graph, node);
}
