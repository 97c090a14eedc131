import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { limits } from './limits.ts';
import type { YamlNode } from './tree.ts';

/** What is known about an anchor: still being read (an alias to it would be a cycle), or read. */
type Anchor = { readonly kind: 'open' } | { readonly kind: 'closed'; readonly node: YamlNode };

/** The anchors of one document and what their use may still cost the file. Lives while one file is built. */
export interface Expansion {
  readonly anchors: Map<string, Anchor>;
  /** Nodes under each collection, itself included; scalars count one and are not listed. */
  readonly sizes: Map<YamlNode, number>;
  spent: number;
}

export function newExpansion(): Expansion {
  return { anchors: new Map(), sizes: new Map(), spent: 0 };
}

export function sizeOf(expansion: Expansion, node: YamlNode): number {
  return expansion.sizes.get(node) ?? 1;
}

/** Counts nodes that aliases or merges add. False once the file has used up what it may. */
export function spend(expansion: Expansion, nodes: number): boolean {
  expansion.spent += nodes;
  return expansion.spent <= limits.expandedNodes;
}

export type AliasTarget =
  | { readonly kind: 'found'; readonly node: YamlNode }
  | { readonly kind: 'refused'; readonly diagnostic: Diagnostic | undefined };

/** The node an alias stands for. Every use is charged with the size of what it brings. */
export function aliasTarget(expansion: Expansion, name: string, span: Span): AliasTarget {
  const anchor = expansion.anchors.get(name);
  if (anchor === undefined) return { kind: 'refused', diagnostic: unknownAlias(expansion, name, span) };
  switch (anchor.kind) {
    case 'open':
      return { kind: 'refused', diagnostic: cyclicAlias(name, span) };
    case 'closed':
      return charged(expansion, anchor.node, span);
    default:
      return anchor satisfies never;
  }
}

function charged(expansion: Expansion, node: YamlNode, span: Span): AliasTarget {
  const alreadyTold = expansion.spent > limits.expandedNodes;
  if (spend(expansion, sizeOf(expansion, node))) return { kind: 'found', node };
  return { kind: 'refused', diagnostic: alreadyTold ? undefined : tooManyNodes(span) };
}

export function tooManyNodes(span: Span): Diagnostic {
  return {
    code: 'REL1012',
    severity: 'error',
    summary: `Aliases and merges expand to more than ${limits.expandedNodes} nodes`,
    hint: 'write the repeated part once, or use fewer aliases inside anchored values',
    span,
  };
}

function unknownAlias(expansion: Expansion, name: string, span: Span): Diagnostic {
  const known = [...expansion.anchors.keys()];
  const hint =
    known.length > 0
      ? `the anchors so far are ${known.slice(0, 8).join(', ')}`
      : `write &${name} before its value, above this line`;
  return { code: 'REL1010', severity: 'error', summary: `No anchor is named "${name}"`, hint, span };
}

function cyclicAlias(name: string, span: Span): Diagnostic {
  return {
    code: 'REL1011',
    severity: 'error',
    summary: `The anchor "${name}" contains itself`,
    hint: 'an alias cannot stand inside the value that carries its own anchor',
    span,
  };
}
