import type { Plan, PlanLane } from '../../plan/model.ts';
import { type LaneGraph, role } from '../../run/graph.ts';
import { graphsOf } from '../../run/graph-shape.ts';

export interface PlanChanges {
  /** Deployments that have anything to do. */
  readonly deployments: number;
  /** Of those, the ones whose version changes. */
  readonly moves: number;
  /** Steps over all of them, counted once per target. */
  readonly steps: number;
}

/** How much a run of the plan would do. */
export function planChanges(plan: Plan): PlanChanges {
  const stepsOf = laneSteps(plan);
  let [deployments, moves, steps] = [0, 0, 0];
  for (const [index, lane] of plan.lanes.entries()) {
    const count = stepsOf(index);
    if (count === 0) continue;
    steps += count;
    if (lane.kind === 'once') continue;
    deployments++;
    if (isMove(lane)) moves++;
  }
  return { deployments, moves, steps };
}

/** Whether another version than now will be there. After a deployment that did not succeed that is not known: it is. */
export function isMove({ from, to, attempted }: Pick<PlanLane, 'from' | 'to' | 'attempted'>): boolean {
  return from !== to || attempted !== undefined;
}

/** Steps of a lane that do something, counted once per target; a chain step only joins others. */
export function laneSteps(plan: Plan): (lane: number) => number {
  const graphOf = graphsOf(plan);
  const known = new Map<LaneGraph, number>();
  return (lane) => {
    const graph = graphOf(lane);
    const count = known.get(graph) ?? graph.role.filter((one) => one === role.act || one === role.approval).length;
    known.set(graph, count);
    return count;
  };
}
