import type { Plan } from '../plan/model.ts';
import { nodeAddress } from '../run/address.ts';
import { graphsOf } from '../run/graph-shape.ts';
import type { StepLogPiece } from '../steps/executor-options.ts';
import { LineSplitter } from './line-splitter.ts';
import type { RunLogs } from './run-logs.ts';

/** Hands what steps write to the logs of the run, and line by line to whoever watches. */
export function stepOutput(
  plan: Plan,
  logs: RunLogs,
  show: (node: string, line: string) => void,
): (piece: StepLogPiece) => void {
  const graphOf = graphsOf(plan);
  const lines = new LineSplitter();
  const addressOf = (lane: number, node: number): { readonly lane: string; readonly node: string } => {
    const place = plan.lanes[lane];
    if (place === undefined)
      throw new Error(`bug: a step of lane ${lane}, which the plan does not have, wrote something`);
    const steps = plan.processes[place.process]?.steps ?? [];
    return { lane: place.address, node: nodeAddress(place, steps, graphOf(lane), node) };
  };
  return ({ lane, node, ticket, text }) => {
    const address = addressOf(lane, node);
    logs.add(address.lane, address.node, ticket, text);
    for (const line of lines.push(ticket, text)) show(address.node, line);
  };
}
