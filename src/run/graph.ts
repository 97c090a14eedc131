import type { PlanLane, PlanProcess, PlanStep } from '../plan/model.ts';
import { type Edges, edgesOf } from './graph-edges.ts';
import { nodeNeeds } from './graph-needs.ts';
import { stepNeeds } from './graph-steps.ts';

/** What a node is to the run. `act`: an executor performs it. The others end by themselves. */
export const role = { act: 0, approval: 1, join: 2, shared: 3 } as const;
export const runs = { success: 0, failure: 1, always: 2 } as const;
export const barrier = { none: 0, wave: 1, release: 2 } as const;

/**
 * The nodes of a lane: step x target, by index. It knows nothing of a tenant, so all lanes of one shape share one
 * graph; typed arrays keep that graph small and the inner loops of the fold free of look-ups.
 */
export interface LaneGraph {
  readonly size: number;
  /** Node -> index of its step. */
  readonly step: Int32Array;
  /** Node -> place in the lane's `placement[step]`; -1 for a step without placement. */
  readonly slot: Int32Array;
  /** Step -> its first node, -1 when it has none; its nodes are consecutive. */
  readonly first: Int32Array;
  /** Step -> number of its nodes. */
  readonly count: Int32Array;
  readonly role: Uint8Array;
  readonly runs: Uint8Array;
  readonly barrier: Uint8Array;
  /** Nodes with a barrier of a wave or of the release, in step order. */
  readonly barriers: readonly number[];
  /**
   * Order while nothing has failed: `failure` nodes take no part, whoever needs one needs what it needs.
   * So a clean-up step never holds back a lane that is fine.
   */
  readonly fine: Edges;
  /** Order once the lane has failed. */
  readonly failed: Edges;
}

/** Builds the graph of a lane. Throws when needs form a cycle: the compiler never makes such a plan. */
export function instantiate(process: PlanProcess, lane: PlanLane): LaneGraph {
  const needs = stepNeeds(process.steps, lane);
  const layout = layOut(process.steps, lane, needs);
  const byNode = nodeNeeds(process.steps, lane, needs, layout);
  const failed = edgesOf(byNode);
  const fine = edgesOf(withoutFailureNodes(byNode, layout.runs));
  const barriers = [...layout.barrier.keys()].filter((node) => layout.barrier[node] !== barrier.none);
  return { ...layout, barriers, fine, failed };
}

type Layout = Omit<LaneGraph, 'barriers' | 'fine' | 'failed'>;

function layOut(steps: readonly PlanStep[], lane: PlanLane, needs: readonly (readonly number[] | null)[]): Layout {
  const first = new Int32Array(steps.length).fill(-1);
  const count = new Int32Array(steps.length);
  let size = 0;
  for (const index of steps.keys()) {
    if (needs[index] === null) continue;
    first[index] = size;
    count[index] = lane.placement[index]?.length ?? 1;
    size += count[index] ?? 0;
  }
  const layout: Layout = {
    size,
    first,
    count,
    step: new Int32Array(size),
    slot: new Int32Array(size).fill(-1),
    role: new Uint8Array(size),
    runs: new Uint8Array(size),
    barrier: new Uint8Array(size),
  };
  for (const [index, step] of steps.entries()) fillStep(layout, lane, index, step);
  return layout;
}

function fillStep(layout: Layout, lane: PlanLane, index: number, step: PlanStep): void {
  const start = layout.first[index] ?? -1;
  const placed = lane.placement[index] !== undefined;
  for (let slot = 0; slot < (layout.count[index] ?? 0); slot++) {
    const node = start + slot;
    layout.step[node] = index;
    layout.slot[node] = placed ? slot : -1;
    layout.role[node] = roleOf(step, lane.joins[index] !== undefined);
    layout.runs[node] = runs[step.run];
    layout.barrier[node] = barrierOf(step);
  }
}

function roleOf(step: PlanStep, shared: boolean): number {
  if (shared) return role.shared;
  if (step.chain !== undefined) return role.join;
  return step.kind === 'approval' ? role.approval : role.act;
}

function barrierOf(step: PlanStep): number {
  if (step.chain?.barrier === 'wave') return barrier.wave;
  return step.chain?.barrier === 'release' ? barrier.release : barrier.none;
}

function withoutFailureNodes(needs: readonly (readonly number[])[], run: Uint8Array): readonly (readonly number[])[] {
  const known = new Map<number, readonly number[]>();
  const through = (node: number): readonly number[] => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const list = (needs[node] ?? []).flatMap((need) => (run[need] === runs.failure ? through(need) : [need]));
    const unique = [...new Set(list)];
    known.set(node, unique);
    return unique;
  };
  return needs.map((_, node) => (run[node] === runs.failure ? [] : through(node)));
}
