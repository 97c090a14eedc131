import type { Span } from '../diagnostics/span.ts';

/**
 * YAML as a positioned tree: what the author wrote, with where it stands. Anchors are expanded (and bounded) when the
 * tree is made, so a consumer never meets an alias. Offsets are UTF-16 code units into the decoded text.
 */
export type YamlNode = YamlScalar | YamlMap | YamlList;

interface Positioned {
  readonly start: number;
  readonly end: number;
}

export interface YamlScalar extends Positioned {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The text as written; present only where it is not simply `value`, such as `1.10`, `007` or `1e5`. */
  readonly source?: string;
}

export interface YamlMap extends Positioned {
  readonly kind: 'map';
  /** Where a cache put off reading them, they are read now. */
  readonly entries: readonly YamlEntry[];
  /** Known without reading the entries: no key `scope` stands in it, at any depth. */
  readonly unmarked?: boolean;
  /** Where a cache put off reading the entries: some of them, without reading the values of the others. */
  readonly entriesWhere?: (wanted: EntryFilter) => readonly YamlEntry[];
}

/** `unmarked`: whether it is known of the value that no key `scope` stands in it, at any depth. */
export type EntryFilter = (key: string, unmarked: boolean) => boolean;

export interface YamlEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: YamlNode;
}

export interface YamlList extends Positioned {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

/** One document of a file; a file may hold several, separated by `---`. The root is always a map. */
export interface YamlDocument {
  readonly file: string;
  readonly root: YamlMap;
}

export function spanOf(file: string, node: YamlNode): Span {
  return { file, offset: node.start, length: node.end - node.start };
}

export function keySpanOf(file: string, entry: YamlEntry): Span {
  return { file, offset: entry.keyStart, length: entry.keyEnd - entry.keyStart };
}

/** Whether it is known that no key `scope` stands in a node, at any depth. */
export function isUnmarked(node: YamlNode): boolean {
  return node.kind === 'scalar' || (node.kind === 'map' && node.unmarked === true);
}

/** The entries of a map that are wanted, at the least cost that is possible. */
export function entriesWhere(map: YamlMap, wanted: EntryFilter): readonly YamlEntry[] {
  return map.entriesWhere?.(wanted) ?? map.entries.filter(({ key, value }) => wanted(key, isUnmarked(value)));
}
