import type { Graph } from '@dagrejs/graphlib';

/** A step, or a chain step with what is inside it. */
interface GraphNode {
  readonly id: string;
  /** Lines of the label, as written by people: the writers escape them. */
  readonly label: readonly string[];
  readonly chain: boolean;
}

export type StepGraph = Graph<object, GraphNode, object>;

/** Ids of nodes inside a box, or of those in none. */
export function childrenOf(graph: StepGraph, box?: string): readonly string[] {
  return graph.children(box) ?? [];
}
