import { clean } from '../text.ts';
import { childrenOf, type StepGraph } from './step-graph.ts';

/** The graph in Graphviz' language. */
export function writeDot(graph: StepGraph, name: string): string {
  return `${[
    `digraph ${quote(name)} {`,
    '  compound=true;',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    ...childrenOf(graph).flatMap((id) => nodeLines(graph, id, '  ')),
    ...graph.edges().map(({ v, w }) => edgeLine(graph, v, w)),
    '}',
  ].join('\n')}\n`;
}

function nodeLines(graph: StepGraph, id: string, indent: string): readonly string[] {
  const label = `label=${quote(graph.node(id).label.join('\n'))}`;
  if (!isBox(graph, id)) return [`${indent}${id} [${label}];`];
  const inside = childrenOf(graph, id).flatMap((child) => nodeLines(graph, child, `${indent}  `));
  return [`${indent}subgraph cluster_${id} {`, `${indent}  ${label};`, ...inside, `${indent}}`];
}

/** Graphviz knows no arrows between boxes: they run between steps inside, and are cut off at the border. */
function edgeLine(graph: StepGraph, from: string, to: string): string {
  const borders = [
    ...(isBox(graph, from) ? [`ltail=cluster_${from}`] : []),
    ...(isBox(graph, to) ? [`lhead=cluster_${to}`] : []),
  ];
  const arrow = `  ${inside(graph, from, -1)} -> ${inside(graph, to, 0)}`;
  return borders.length === 0 ? `${arrow};` : `${arrow} [${borders.join(', ')}];`;
}

/** The first (0) or last (-1) step inside a box; a step itself. */
function inside(graph: StepGraph, id: string, place: 0 | -1): string {
  const child = childrenOf(graph, id).at(place);
  return child === undefined ? id : inside(graph, child, place);
}

function isBox(graph: StepGraph, id: string): boolean {
  return childrenOf(graph, id).length > 0;
}

function quote(text: string): string {
  const lines = text.split('\n').map((line) => clean(line).replace(/["\\]/g, '\\$&'));
  return `"${lines.join('\\n')}"`;
}
