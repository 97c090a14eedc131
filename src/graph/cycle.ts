import { type IndexedGraph, indexGraph, type NeedsGraph } from './graph.ts';

const unseen = 0;
const onPath = 1;
const done = 2;

/**
 * One cycle as the chain of its nodes, the first one repeated at the end: `[a, b, a]` says that a needs b and b needs a;
 * `[a, a]` that a needs itself. Undefined when there is none. Depth first without recursion, so long chains are fine.
 */
export function findCycle(graph: NeedsGraph): readonly string[] | undefined {
  const indexed = indexGraph(graph);
  const state = new Uint8Array(indexed.nodes.length);
  for (let root = 0; root < indexed.nodes.length; root += 1) {
    const cycle = state[root] === unseen ? cycleFrom(indexed, state, root) : undefined;
    if (cycle) return cycle.flatMap((position) => indexed.nodes[position] ?? []);
  }
  return undefined;
}

function cycleFrom({ needs }: IndexedGraph, state: Uint8Array, root: number): readonly number[] | undefined {
  const path = [root];
  const nextNeed = [0];
  state[root] = onPath;
  while (path.length > 0) {
    const node = path[path.length - 1] ?? root;
    const at = nextNeed[nextNeed.length - 1] ?? 0;
    const need = needs[node]?.[at];
    nextNeed[nextNeed.length - 1] = at + 1;
    if (need === undefined) {
      state[node] = done;
      path.pop();
      nextNeed.pop();
    } else if (state[need] === onPath) {
      return [...path.slice(path.indexOf(need)), need];
    } else if (state[need] === unseen) {
      state[need] = onPath;
      path.push(need);
      nextNeed.push(0);
    }
  }
  return undefined;
}
