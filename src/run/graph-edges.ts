/** Who waits for whom, as compressed rows: the dependents of node n are `dependents[start[n] .. start[n + 1])`. */
export interface Edges {
  /** Node -> how many nodes it waits for. */
  readonly needs: Int32Array;
  readonly start: Int32Array;
  readonly dependents: Int32Array;
}

/** Turns lists of needs into rows of dependents. Throws on a cycle, which is a bug of whoever made the plan. */
export function edgesOf(needs: readonly (readonly number[])[]): Edges {
  const size = needs.length;
  const start = new Int32Array(size + 1);
  for (const list of needs) for (const need of list) start[need + 1] = (start[need + 1] ?? 0) + 1;
  for (let node = 0; node < size; node++) start[node + 1] = (start[node + 1] ?? 0) + (start[node] ?? 0);
  const dependents = new Int32Array(start[size] ?? 0);
  const next = start.slice();
  for (const [node, list] of needs.entries()) {
    for (const need of list) {
      const place = next[need] ?? 0;
      dependents[place] = node;
      next[need] = place + 1;
    }
  }
  const edges = { needs: Int32Array.from(needs, (list) => list.length), start, dependents };
  if (!isAcyclic(edges)) throw new Error('bug: the steps of the plan wait for each other in a circle');
  return edges;
}

function isAcyclic(edges: Edges): boolean {
  const open = edges.needs.slice();
  const queue = [...open.keys()].filter((node) => open[node] === 0);
  for (let place = 0; place < queue.length; place++) {
    const node = queue[place] ?? 0;
    for (let at = edges.start[node] ?? 0; at < (edges.start[node + 1] ?? 0); at++) {
      const dependent = edges.dependents[at] ?? 0;
      const left = (open[dependent] ?? 0) - 1;
      open[dependent] = left;
      if (left === 0) queue.push(dependent);
    }
  }
  return queue.length === open.length;
}
