import type { Span } from '../diagnostics/span.ts';
import type { Json } from '../util/json.ts';
import { keySpanOf, spanOf, type YamlEntry, type YamlMap, type YamlNode } from './tree.ts';

export type YamlPath = readonly (string | number)[];

/** The tree as plain data. Every key becomes an own property, `__proto__` too. Numbers may be infinite or NaN. */
export function toJson(node: YamlNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toJson);
    case 'map':
      return mapToJson(node);
    default:
      return node satisfies never;
  }
}

function mapToJson(map: YamlMap): Json {
  const object: { [key: string]: Json } = {};
  for (const { key, value } of map.entries) {
    if (key === '__proto__') {
      Object.defineProperty(object, key, {
        value: toJson(value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } else {
      object[key] = toJson(value);
    }
  }
  return object;
}

export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** The node at a path of keys and list positions; a list position may be written as a number or its digits. */
export function nodeAt(root: YamlNode, path: YamlPath): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const segment of path) {
    if (node === undefined) return undefined;
    node = childAt(node, segment);
  }
  return node;
}

/** The entry whose value is at the path: the last segment names a key of a map. */
export function entryAt(root: YamlNode, path: YamlPath): YamlEntry | undefined {
  const key = path.at(-1);
  const map = nodeAt(root, path.slice(0, -1));
  return map?.kind === 'map' && key !== undefined ? entryOf(map, String(key)) : undefined;
}

function childAt(node: YamlNode, segment: string | number): YamlNode | undefined {
  switch (node.kind) {
    case 'scalar':
      return undefined;
    case 'list':
      return node.items[Number(segment)];
    case 'map':
      return entryOf(node, String(segment))?.value;
    default:
      return node satisfies never;
  }
}

/** A JSON pointer such as ajv's `instancePath` (`/targets/vm~1a/0`) as a path. The empty pointer is the root. */
export function pathFromPointer(pointer: string): YamlPath {
  if (pointer === '') return [];
  const segments = pointer.split('/').slice(1);
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Where the value at a path stands; where that is missing, the nearest place above it that exists. */
export function valueSpanAt(file: string, root: YamlNode, path: YamlPath): Span {
  for (let length = path.length; length > 0; length -= 1) {
    const node = nodeAt(root, path.slice(0, length));
    if (node) return placeToMark(file, root, path.slice(0, length), node);
  }
  return spanOf(file, root);
}

/** A missing value has no text of its own: then its key is the place to look at. */
function placeToMark(file: string, root: YamlNode, path: YamlPath, node: YamlNode): Span {
  const entry = node.start === node.end ? entryAt(root, path) : undefined;
  return entry ? keySpanOf(file, entry) : spanOf(file, node);
}

/** Where the key at a path stands; for a list item or the root, its value. For "unknown key" and "missing below". */
export function keySpanAt(file: string, root: YamlNode, path: YamlPath): Span {
  const entry = entryAt(root, path);
  return entry ? keySpanOf(file, entry) : valueSpanAt(file, root, path);
}
