import { type IndexedGraph, indexGraph, type NeedsGraph } from './graph.ts';

/**
 * The nodes with every need before whoever needs it; among those that are free, the order given. Undefined when there
 * is a cycle (see `findCycle`). Time grows with nodes and edges; no recursion, so long chains are fine.
 */
export function topologicalOrder(graph: NeedsGraph): readonly string[] | undefined {
  const indexed = indexGraph(graph);
  const order = orderPositions(indexed);
  if (order.length < indexed.nodes.length) return undefined;
  return order.flatMap((position) => indexed.nodes[position] ?? []);
}

/** Kahn's algorithm over a heap of free positions, so that the given order breaks ties. */
function orderPositions({ nodes, needs }: IndexedGraph): readonly number[] {
  const waiting = Int32Array.from(needs, (own) => own.length);
  const neededBy = invert(needs, nodes.length);
  const free = newHeap();
  waiting.forEach((count, position) => {
    if (count === 0) push(free, position);
  });
  const order: number[] = [];
  for (let position = pop(free); position !== undefined; position = pop(free)) {
    order.push(position);
    for (const dependant of neededBy[position] ?? []) {
      waiting[dependant] = (waiting[dependant] ?? 0) - 1;
      if (waiting[dependant] === 0) push(free, dependant);
    }
  }
  return order;
}

function invert(needs: readonly (readonly number[])[], size: number): readonly number[][] {
  const neededBy: number[][] = Array.from({ length: size }, () => []);
  needs.forEach((own, position) => {
    for (const need of own) neededBy[need]?.push(position);
  });
  return neededBy;
}

/** A binary heap of numbers, smallest first. */
type Heap = number[];

function newHeap(): Heap {
  return [];
}

function push(heap: Heap, value: number): void {
  let at = heap.length;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] ?? 0;
    if (parent <= value) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = value;
}

function pop(heap: Heap): number | undefined {
  const smallest = heap[0];
  const last = heap.pop();
  if (last !== undefined && heap.length > 0) sink(heap, last);
  return smallest;
}

function sink(heap: Heap, value: number): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    const below = (heap[right] ?? Number.POSITIVE_INFINITY) < (heap[left] ?? Number.POSITIVE_INFINITY) ? right : left;
    const child = heap[below];
    if (child === undefined || child >= value) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = value;
}
