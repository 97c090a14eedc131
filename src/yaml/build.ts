import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { aliasTarget, type Expansion, sizeOf, spend, tooManyNodes } from './expansion.ts';
import { checkKeys, duplicateKey } from './keys.ts';
import { mergedEntries, mergeOfNonMap, mergeSources } from './merge.ts';
import { scalarOf } from './resolve.ts';
import { checkScalarText, nonStringKey } from './scalars.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './tree.ts';

/** What building one file's trees needs and gathers. Lives while one file is built. */
export interface Building {
  readonly file: string;
  readonly text: string;
  readonly expansion: Expansion;
  readonly diagnostics: Diagnostic[];
}

/** The library's node as our tree: aliases and merges expanded, keys checked. `at` places a value that is missing. */
export function buildNode(building: Building, node: unknown, at: number): YamlNode {
  if (isAlias(node)) return buildAlias(building, node);
  const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
  if (anchor !== undefined) building.expansion.anchors.set(anchor, { kind: 'open' });
  const built = buildOwn(building, node, at);
  if (anchor !== undefined) building.expansion.anchors.set(anchor, { kind: 'closed', node: built });
  return built;
}

function buildOwn(building: Building, node: unknown, at: number): YamlNode {
  if (isMap(node)) return buildMap(building, node);
  if (isSeq(node)) return buildList(building, node);
  if (isScalar(node)) return buildScalar(building, node);
  return scalarOf(null, '', at, at);
}

function buildAlias(building: Building, alias: Alias): YamlNode {
  const span = spanOfRange(building.file, alias.range);
  const target = aliasTarget(building.expansion, alias.source, span);
  switch (target.kind) {
    case 'found':
      return target.node;
    case 'refused':
      if (target.diagnostic) building.diagnostics.push(target.diagnostic);
      return scalarOf(null, '', span.offset, span.offset + span.length);
    default:
      return target satisfies never;
  }
}

function buildList(building: Building, list: YAMLSeq): YamlNode {
  const items: YamlNode[] = [];
  let size = 1;
  for (const item of list.items) {
    const built = buildNode(building, item, startOf(list));
    size += sizeOf(building.expansion, built);
    items.push(built);
  }
  const built: YamlNode = { kind: 'list', items, start: startOf(list), end: writtenEnd(building.text, list) };
  building.expansion.sizes.set(built, size);
  return built;
}

function buildMap(building: Building, map: YAMLMap): YamlMap {
  const own = new Map<string, YamlEntry>();
  const merges: YamlEntry[] = [];
  for (const pair of map.items) addPair(building, own, merges, pair);
  const entries = [...own.values()];
  building.diagnostics.push(...checkKeys(building.file, entries));
  for (const merge of merges) entries.push(...mergeEntries(building, entries, merge));
  const built: YamlMap = { kind: 'map', entries, start: startOf(map), end: writtenEnd(building.text, map) };
  building.expansion.sizes.set(
    built,
    entries.reduce((size, entry) => size + sizeOf(building.expansion, entry.value), 1),
  );
  return built;
}

function addPair(building: Building, own: Map<string, YamlEntry>, merges: YamlEntry[], pair: Pair): void {
  const { key } = pair;
  const span = spanOfRange(building.file, isScalar(key) || isCollection(key) || isAlias(key) ? key.range : undefined);
  const keyEnd = span.offset + span.length;
  const keyNode = buildNode(building, key, span.offset);
  const value = buildNode(building, pair.value, keyEnd);
  if (keyNode.kind !== 'scalar' || typeof keyNode.value !== 'string' || !isScalar(key)) {
    building.diagnostics.push(nonStringKey(span, isAlias(key) ? undefined : keyNode));
    return;
  }
  const entry: YamlEntry = { key: keyNode.value, keyStart: span.offset, keyEnd, value };
  const isMerge = entry.key === '<<' && key.type === 'PLAIN';
  const first = isMerge ? merges[0] : own.get(entry.key);
  if (first) building.diagnostics.push(duplicateKey(building.file, first, entry));
  else if (isMerge) merges.push(entry);
  else own.set(entry.key, entry);
}

/** The entries a `<<` adds. A merge costs what its sources hold, used or not, so that the work stays bounded too. */
function mergeEntries(building: Building, own: readonly YamlEntry[], merge: YamlEntry): readonly YamlEntry[] {
  const span = { file: building.file, offset: merge.keyStart, length: merge.keyEnd - merge.keyStart };
  const sources = mergeSources(merge.value);
  if (sources === undefined) {
    building.diagnostics.push(mergeOfNonMap(span));
    return [];
  }
  const cost = sources.reduce((sum, source) => sum + source.entries.length, 0);
  if (spend(building.expansion, cost)) return mergedEntries(own, sources);
  building.diagnostics.push(tooManyNodes(span));
  return [];
}

function buildScalar(building: Building, scalar: Scalar): YamlScalar {
  const start = startOf(scalar);
  const end = writtenEnd(building.text, scalar);
  const value = scalarValue(scalar.value);
  if (typeof value === 'string') {
    building.diagnostics.push(
      ...checkScalarText(building, value, { file: building.file, offset: start, length: end - start }),
    );
  }
  return scalarOf(value, scalar.source ?? '', start, end);
}

/** The core schema makes nothing else; anything that did get here is shown as text. */
function scalarValue(value: unknown): YamlScalar['value'] {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return String(value);
}

interface Ranged {
  readonly range?: readonly [number, number, number] | null | undefined;
}

function startOf(node: Ranged): number {
  return node.range?.[0] ?? 0;
}

function spanOfRange(file: string, range: Ranged['range']): Span {
  const start = range?.[0] ?? 0;
  return { file, offset: start, length: (range?.[1] ?? start) - start };
}

/** Where the node's own text ends: a block collection with its last entry, a block scalar before its line ends. */
function writtenEnd(text: string, node: unknown): number {
  if (isCollection(node) && node.flow !== true) return endOfLast(text, node);
  if (!isScalar(node) && !isCollection(node) && !isAlias(node)) return 0;
  const end = node.range?.[1] ?? 0;
  const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
  return isBlock ? withoutLineEnds(text, startOf(node), end) : end;
}

function endOfLast(text: string, node: YAMLMap | YAMLSeq): number {
  const last: unknown = node.items.at(-1);
  if (isMap(node) && last !== undefined) return endOfPair(text, node.items.at(-1), startOf(node));
  return last === undefined ? startOf(node) : writtenEnd(text, last);
}

function endOfPair(text: string, pair: Pair | undefined, fallback: number): number {
  if (pair === undefined) return fallback;
  return writtenEnd(text, pair.value === null || pair.value === undefined ? pair.key : pair.value);
}

function withoutLineEnds(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && /\s/.test(text[last - 1] ?? '')) last -= 1;
  return last;
}
