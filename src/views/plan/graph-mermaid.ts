import { clean } from '../text.ts';
import { childrenOf, type StepGraph } from './step-graph.ts';

/** The graph as a mermaid flowchart, which GitHub and GitLab draw in Markdown. */
export function writeMermaid(graph: StepGraph): string {
  const edges = graph.edges().map(({ v, w }) => `  ${v} --> ${w}`);
  return `${['flowchart TD', ...childrenOf(graph).flatMap((id) => nodeLines(graph, id, '  ')), ...edges].join('\n')}\n`;
}

function nodeLines(graph: StepGraph, id: string, indent: string): readonly string[] {
  const { label, chain } = graph.node(id);
  const text = `["${label.map(escapeMermaid).join('<br/>')}"]`;
  if (!chain) return [`${indent}${id}${text}`];
  const inside = childrenOf(graph, id).flatMap((child) => nodeLines(graph, child, `${indent}  `));
  // An empty box would be drawn as nothing, and arrows to it would hang in the air.
  if (inside.length === 0) return [`${indent}${id}${text}`];
  return [`${indent}subgraph ${id}${text}`, ...inside, `${indent}end`];
}

/** Inside a quoted label mermaid reads HTML and `#…;` codes, so whatever could begin one becomes a code itself. */
function escapeMermaid(text: string): string {
  return clean(text).replace(/[#"&<>`\\;*_[\]]/g, (character) => `#${character.charCodeAt(0)};`);
}
