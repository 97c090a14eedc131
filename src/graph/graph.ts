/** A directed graph of named nodes. An edge from a node to a need says: the need comes first. */
export interface NeedsGraph {
  readonly nodes: readonly string[];
  /** The nodes that must come before this one. Names that are no node, and repetitions, are passed over. */
  readonly needsOf: (node: string) => readonly string[];
}

/** The same graph with nodes as positions in `nodes`, which is what the algorithms run on. */
export interface IndexedGraph {
  readonly nodes: readonly string[];
  readonly needs: readonly (readonly number[])[];
}

export function indexGraph({ nodes, needsOf }: NeedsGraph): IndexedGraph {
  const positions = new Map(nodes.map((node, position) => [node, position]));
  const needs = nodes.map((node) => {
    const known = new Set<number>();
    for (const need of needsOf(node)) {
      const position = positions.get(need);
      if (position !== undefined) known.add(position);
    }
    return [...known];
  });
  return { nodes, needs };
}
