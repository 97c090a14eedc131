import type { Plan, PlanLane } from '../plan/model.ts';
import { instantiate, type LaneGraph } from './graph.ts';

/** The graph of a lane by its index in the plan; the same object for lanes of one shape. */
export type GraphOf = (lane: number) => LaneGraph;

/** Builds each shape of the plan once, when it is first asked for. */
export function graphsOf(plan: Plan): GraphOf {
  const shapes = new Map<string, LaneGraph>();
  const byLane = new Array<LaneGraph | undefined>(plan.lanes.length).fill(undefined);
  return (index) => {
    const found = byLane[index];
    if (found !== undefined) return found;
    const graph = make(index);
    byLane[index] = graph;
    return graph;
  };

  function make(index: number): LaneGraph {
    const lane = plan.lanes[index];
    const process = lane && plan.processes[lane.process];
    if (lane === undefined || process === undefined) throw new Error(`bug: the plan has no lane ${index}`);
    const key = shapeOf(lane);
    const known = shapes.get(key);
    if (known !== undefined) return known;
    const graph = instantiate(process, lane);
    shapes.set(key, graph);
    return graph;
  }
}

/** Equal for lanes that have the same nodes in the same order. Targets are numbered in the order of their first use. */
function shapeOf(lane: PlanLane): string {
  const numbers = new Map<number, number>();
  const placed: string[] = [];
  for (const [step, targets] of Object.entries(lane.placement)) {
    placed.push(`${step}:${targets.map((target) => number(numbers, target)).join(',')}`);
  }
  const rolled = [...numbers.keys()].sort((a, b) => a - b).map((target) => number(numbers, target));
  const parts = [lane.process, Object.keys(lane.pruned), placed.join(';'), rolled, Object.keys(lane.joins)];
  return parts.join('|');
}

function number(numbers: Map<number, number>, target: number): number {
  const known = numbers.get(target);
  if (known !== undefined) return known;
  numbers.set(target, numbers.size);
  return numbers.size - 1;
}
