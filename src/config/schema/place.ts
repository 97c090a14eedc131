import type { Span } from '../../diagnostics/span.ts';
import { entryOf, pathFromPointer } from '../../yaml/access.ts';
import { keySpanOf, spanOf, type YamlDocument, type YamlEntry, type YamlNode } from '../../yaml/tree.ts';

/** Where a violation stands: the node, and what people call it. */
export interface Place {
  readonly document: YamlDocument;
  readonly node: YamlNode;
  /** The entry whose value the node is; absent for the root and for items of lists. */
  readonly entry?: YamlEntry;
  /** The key, or the item of which list: `` `tags` ``, `` Item 2 of `tags` ``, `` `database` of `steps` ``, `The document`. */
  readonly label: string;
}

/** Follows a JSON pointer as far as it leads. */
export function placeAt(document: YamlDocument, pointer: string): Place {
  let place: Place = { document, node: document.root, label: 'The document' };
  for (const segment of pathFromPointer(pointer)) {
    const next = step(place, String(segment));
    if (!next) return place;
    place = next;
  }
  return place;
}

function step(place: Place, segment: string): Place | undefined {
  const { document, node } = place;
  switch (node.kind) {
    case 'map': {
      const entry = entryOf(node, segment);
      return entry && { document, node: entry.value, entry, label: `\`${segment}\`` };
    }
    case 'list': {
      const item = node.items[Number(segment)];
      return item && { document, node: item, label: `${itemName(item, Number(segment))} of ${place.label}` };
    }
    case 'scalar':
      return undefined;
    default:
      return node satisfies never;
  }
}

/** The id or name that an item gives itself, else its position counted from 1. */
function itemName(item: YamlNode, index: number): string {
  const entry = item.kind === 'map' ? (entryOf(item, 'id') ?? entryOf(item, 'name')) : undefined;
  const own = entry?.value.kind === 'scalar' ? entry.value.value : undefined;
  return typeof own === 'string' ? `\`${own}\`` : `Item ${index + 1}`;
}

/** The value; where it is empty or long, the key that leads to it. */
export function valueSpan({ document, node, entry }: Place): Span {
  const isBig = node.kind !== 'scalar' || node.end === node.start;
  return entry && isBig ? keySpanOf(document.file, entry) : headSpan(document, node);
}

/** For what is said about a map as a whole: its key, else its first key. */
export function mapSpan({ document, node, entry }: Place): Span {
  return entry ? keySpanOf(document.file, entry) : headSpan(document, node);
}

/** The span of a key of the map at the place. */
export function keySpan(place: Place, key: string): Span {
  const entry = place.node.kind === 'map' ? entryOf(place.node, key) : undefined;
  return entry ? keySpanOf(place.document.file, entry) : mapSpan(place);
}

function headSpan({ file }: YamlDocument, node: YamlNode): Span {
  const first = node.kind === 'map' ? node.entries[0] : undefined;
  return first ? keySpanOf(file, first) : spanOf(file, node);
}
