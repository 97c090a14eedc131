import { bundleParts } from '../plan/bundle-parts.ts';
import type { Plan } from '../plan/model.ts';
import { type GraphOf, graphsOf } from '../run/graph-shape.ts';
import type { NodePlace } from './node-facts.ts';

/** The bundle that a node goes into. */
export interface NodeBundle {
  /** Index of the target among those of the lane. */
  readonly target: number;
  /** Counts the bundles of the lane for that target, from 0 on. */
  readonly part: number;
  /** All nodes of the bundle, in an order in which they can run. */
  readonly nodes: readonly number[];
}

export function bundleReader(plan: Plan): (place: NodePlace) => NodeBundle {
  const graphOf = graphsOf(plan);
  const known = new Map<string, readonly number[]>();
  return ({ lane, node }) => {
    const graph = graphOf(lane);
    const step = graph.step[node] ?? -1;
    const target = plan.lanes[lane]?.placement[step]?.[graph.slot[node] ?? -1] ?? -1;
    const key = `${lane}/${target}`;
    const parts = known.get(key) ?? partsOf(plan, lane, target);
    known.set(key, parts);
    const nodes = nodesOn(plan, graphOf, lane, target).filter((one) => parts[graph.step[one] ?? -1] === parts[step]);
    return { target, part: parts[step] ?? 0, nodes };
  };
}

function partsOf(plan: Plan, index: number, target: number): readonly number[] {
  const lane = plan.lanes[index];
  const steps = plan.processes[lane?.process ?? -1]?.steps ?? [];
  const parted = steps.map(({ needs, chain, run }, step) => ({
    needs: needs.filter((need) => chain?.children.includes(need) !== true),
    children: chain?.children ?? [],
    passes:
      lane?.pruned[step] !== undefined ||
      run === 'failure' ||
      (chain?.barrier === 'tenant' && lane?.joins[step] === undefined),
  }));
  return bundleParts(parted, (step) => lane?.placement[step]?.includes(target) ?? false);
}

/** A node comes after all that it needs: the compiler puts steps in such an order, and nodes follow their steps. */
function nodesOn(plan: Plan, graphOf: GraphOf, lane: number, target: number): readonly number[] {
  const graph = graphOf(lane);
  const all = Array.from({ length: graph.size }, (_, node) => node);
  return all.filter((node) => {
    const placed = plan.lanes[lane]?.placement[graph.step[node] ?? -1];
    return placed?.[graph.slot[node] ?? -1] === target;
  });
}
