import type { YamlEntry, YamlMap, YamlNode } from '../../yaml/tree.ts';
import { spanOf } from '../../yaml/tree.ts';
import type { Located } from '../model.ts';
import type { PathUse, Reference, ReferenceKind } from '../reference.ts';

/** One document being decoded: where it stands, and where to note what it refers to. */
export interface Reading {
  readonly file: string;
  /** The project whose steps and channels are meant by plain names. */
  readonly project?: string;
  readonly references: Reference[];
  readonly paths: PathUse[];
  readonly versions: Located[];
  readonly recipients: Located[];
  readonly names: NameTable;
}

/** Dotted names by their parts, so that all tenants share the texts of the names that they have in common. */
export class NameTable {
  readonly #below = new Map<string, Map<string, string>>();

  /** `pas` and `server` to `pas.server`; no prefix to the key itself. */
  join(prefix: string, key: string): string {
    const below = this.#below.get(prefix) ?? new Map<string, string>();
    if (below.size === 0) this.#below.set(prefix, below);
    const known = below.get(key);
    if (known !== undefined) return known;
    const name = prefix === '' ? key : `${prefix}.${key}`;
    below.set(key, name);
    return name;
  }
}

/** The value under `key`. A key with nothing behind it (`environments:`) counts as absent. */
export function field(map: YamlMap, key: string): YamlNode | undefined {
  for (const entry of map.entries) if (entry.key === key) return isNull(entry.value) ? undefined : entry.value;
  return undefined;
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** A list's items; any other node is a list of itself. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined) return [];
  return node.kind === 'list' ? node.items : [node];
}

/** A scalar's text as written, so that `1.10` stays `1.10`. Not for maps and lists, which have none. */
export function textOf(node: YamlNode | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

export function textAt(map: YamlMap, key: string): string | undefined {
  return textOf(field(map, key));
}

export function numberAt(map: YamlMap, key: string, otherwise: number): number {
  const node = field(map, key);
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : otherwise;
}

export function flagAt(map: YamlMap, key: string, otherwise = false): boolean {
  const node = field(map, key);
  return node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : otherwise;
}

export function textsOf(node: YamlNode | undefined): readonly string[] {
  return itemsOf(node).flatMap((item) => textOf(item) ?? []);
}

export function locate(reading: Reading, node: YamlNode | undefined): Located | undefined {
  const text = textOf(node);
  return node === undefined || text === undefined ? undefined : { text, span: spanOf(reading.file, node) };
}

export function locateAll(reading: Reading, node: YamlNode | undefined): readonly Located[] {
  return itemsOf(node).flatMap((item) => locate(reading, item) ?? []);
}

/** One word of a closed list; the shape check has already refused any other. */
export function choiceOf<T extends string>(node: YamlNode | undefined, choices: readonly T[], otherwise: T): T {
  const text = textOf(node);
  return choices.find((choice) => choice === text) ?? otherwise;
}

/** Reads names and notes each as a reference. */
export function namesOf(
  reading: Reading,
  node: YamlNode | undefined,
  kind: ReferenceKind,
  inside: string,
): readonly string[] {
  return locateAll(reading, node).map((name) => {
    refer(reading, kind, name, inside);
    return name.text;
  });
}

export function refer(reading: Reading, kind: ReferenceKind, name: Located | undefined, inside: string): void {
  if (name === undefined) return;
  const { project } = reading;
  const own = (kind === 'step' || kind === 'channel') && project !== undefined ? { project } : {};
  reading.references.push({ kind, name: name.text, span: name.span, inside, ...own });
}

/** Reads a version and notes it, so that a rule can check it. */
export function versionOf(reading: Reading, node: YamlNode | undefined): Located | undefined {
  const version = locate(reading, node);
  if (version !== undefined) reading.versions.push(version);
  return version;
}

export function usePath(reading: Reading, node: YamlNode | undefined, purpose: string): void {
  const path = locate(reading, node);
  if (path !== undefined) reading.paths.push({ path: path.text, span: path.span, purpose });
}
