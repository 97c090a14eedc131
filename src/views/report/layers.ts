/** Nodes to be put into layers; `needs` by place in the list. */
export interface LayerNode {
  readonly needs: readonly number[];
}

/** A node, or (below zero) a place that an edge over several layers goes through. */
export type Slot = number;

export interface Layers {
  readonly layers: readonly (readonly Slot[])[];
  /** Edges as the slots they go through, from the needed node to the one that needs it. */
  readonly routes: readonly (readonly Slot[])[];
}

/** Sorts nodes into layers by what they need, and inside a layer so that few edges cross. Never fails, also where needs go round. */
export function layersOf(nodes: readonly LayerNode[]): Layers {
  const needs = reduced(nodes.map((node) => [...new Set(node.needs)]));
  const rank = ranks(needs);
  const layers: Slot[][] = [];
  for (const [node, layer] of rank.entries()) layerAt(layers, layer).push(node);
  const routes: (readonly Slot[])[] = [];
  let next = -1;
  for (const [node, list] of needs.entries()) {
    for (const need of list) {
      const between: Slot[] = [];
      for (let layer = (rank[need] ?? 0) + 1; layer < (rank[node] ?? 0); layer++) {
        between.push(next);
        layerAt(layers, layer).push(next--);
      }
      routes.push([need, ...between, node]);
    }
  }
  // A plan from elsewhere may have needs that go round between two boxes; a layer may then be empty.
  return {
    layers: ordered(
      Array.from(layers, (layer) => layer ?? []),
      routes,
    ),
    routes,
  };
}

function layerAt(layers: Slot[][], index: number): Slot[] {
  const layer = layers[index] ?? [];
  layers[index] = layer;
  return layer;
}

/** Longest way from a node that needs nothing. */
function ranks(needs: readonly (readonly number[])[]): readonly number[] {
  const known = new Array<number | undefined>(needs.length).fill(undefined);
  const rank = (node: number): number => {
    const found = known[node];
    if (found !== undefined) return found;
    known[node] = 0;
    const value = Math.max(-1, ...(needs[node] ?? []).map(rank)) + 1;
    known[node] = value;
    return value;
  };
  return needs.map((_, node) => rank(node));
}

/** Leaves out a need that another need has already: it says nothing, and is a line across the picture. */
function reduced(needs: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const known = new Map<number, ReadonlySet<number>>();
  const behind = (node: number): ReadonlySet<number> => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const all = new Set<number>();
    known.set(node, all);
    for (const need of needs[node] ?? []) {
      all.add(need);
      for (const further of behind(need)) all.add(further);
    }
    return all;
  };
  return needs.map((list) => list.filter((need) => !list.some((other) => other !== need && behind(other).has(need))));
}

/** Each layer by the middle of what its slots come from, then back by what they lead to. */
function ordered(layers: readonly Slot[][], routes: readonly (readonly Slot[])[]): readonly (readonly Slot[])[] {
  const before = new Map<Slot, Slot[]>();
  const after = new Map<Slot, Slot[]>();
  for (const route of routes) {
    for (const [index, slot] of route.entries()) {
      const next = route[index + 1];
      if (next === undefined) break;
      before.set(next, [...(before.get(next) ?? []), slot]);
      after.set(slot, [...(after.get(slot) ?? []), next]);
    }
  }
  let current = layers.map((layer) => [...layer]);
  for (const [neighbours, backwards] of [[before, false] as const, [after, true] as const, [before, false] as const]) {
    const places = new Map<Slot, number>();
    const sweep = backwards ? current.toReversed() : current;
    const sorted = sweep.map((layer) => {
      const result = layer.toSorted((one, other) => middle(one) - middle(other));
      for (const [place, slot] of result.entries()) places.set(slot, place / result.length);
      return result;
      function middle(slot: Slot): number {
        const near = (neighbours.get(slot) ?? []).map((other) => places.get(other) ?? 0);
        const own = layer.indexOf(slot) / layer.length;
        return near.length === 0 ? own : near.reduce((sum, place) => sum + place, 0) / near.length;
      }
    });
    current = backwards ? sorted.toReversed() : sorted;
  }
  return current;
}
