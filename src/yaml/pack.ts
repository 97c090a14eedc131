import {
  checksum,
  checksumWord,
  headerWords,
  magic,
  markedKey,
  tag,
  version,
  withMark,
  withSource,
} from './pack-format.ts';
import type { YamlDocument, YamlList, YamlMap, YamlNode, YamlScalar } from './tree.ts';

/** What is gathered while packing. */
interface Packing {
  readonly words: number[];
  readonly numbers: number[];
  readonly texts: string[];
  readonly places: Map<string, number>;
  textLength: number;
}

/**
 * The documents of one file as bytes, for a cache. The file's name is not kept, since equal files may share the bytes.
 * Nodes that aliases share are written out at each place, which parsing has bounded.
 */
export function packDocuments(documents: readonly YamlDocument[]): Uint8Array {
  const packing: Packing = { words: [documents.length], numbers: [], texts: [], places: new Map(), textLength: 0 };
  for (const document of documents) packNode(packing, document.root);
  return assemble(packing);
}

/** True when the marked key stands in it. */
function packNode(packing: Packing, node: YamlNode): boolean {
  switch (node.kind) {
    case 'scalar':
      packScalar(packing, node);
      return false;
    case 'list':
      return packList(packing, node);
    case 'map':
      return packMap(packing, node);
    default:
      return node satisfies never;
  }
}

function packList(packing: Packing, { items, start, end }: YamlList): boolean {
  packing.words.push(tag.list, start, end, items.length);
  let marked = false;
  for (const item of items) marked = packNode(packing, item) || marked;
  return marked;
}

/** With the number of the entries' words before them, so that who does not need them can pass over them. */
function packMap(packing: Packing, { entries, start, end }: YamlMap): boolean {
  const { words } = packing;
  const first = words.push(tag.map, start, end, entries.length, 0);
  let marked = false;
  for (const { key, keyStart, keyEnd, value } of entries) {
    packText(packing, key);
    words.push(keyStart, keyEnd);
    marked = packNode(packing, value) || key === markedKey || marked;
  }
  words[first - 1] = words.length - first;
  if (marked) words[first - 5] = tag.map + withMark;
  return marked;
}

function packScalar(packing: Packing, { value, source, start, end }: YamlScalar): void {
  const extra = source === undefined ? 0 : withSource;
  packing.words.push(scalarTag(value) + extra, start, end);
  if (typeof value === 'string') packText(packing, value);
  else if (typeof value === 'number') packing.words.push(isInteger32(value) ? value : packing.numbers.push(value) - 1);
  if (source !== undefined) packText(packing, source);
}

function scalarTag(value: YamlScalar['value']): number {
  if (value === null) return tag.null;
  if (typeof value === 'string') return tag.text;
  if (typeof value === 'number') return isInteger32(value) ? tag.integer : tag.number;
  return value ? tag.true : tag.false;
}

function isInteger32(value: number): boolean {
  return Object.is(value | 0, value);
}

function packText(packing: Packing, text: string): void {
  const known = packing.places.get(text);
  packing.words.push(known ?? packing.textLength, text.length);
  if (known !== undefined) return;
  packing.places.set(text, packing.textLength);
  packing.texts.push(text);
  packing.textLength += text.length;
}

function assemble({ words, numbers, texts, textLength }: Packing): Uint8Array {
  const text = texts.join('');
  const isNarrow = !/[^\0-\xff]/.test(text);
  const textBytes = Buffer.from(text, isNarrow ? 'latin1' : 'utf16le');
  const numberStart = (headerWords + words.length) * 4;
  const textStart = numberStart + numbers.length * 8;
  const bytes = new Uint8Array(Math.ceil((textStart + textBytes.length) / 4) * 4);
  const view = new DataView(bytes.buffer);
  const header = [magic, version, 0, words.length, numbers.length, textLength, isNarrow ? 1 : 2];
  [...header, ...words].forEach((word, index) => {
    view.setInt32(index * 4, word, true);
  });
  numbers.forEach((number, index) => {
    view.setFloat64(numberStart + index * 8, number, true);
  });
  bytes.set(textBytes, textStart);
  view.setInt32(checksumWord * 4, checksum(new Int32Array(bytes.buffer), checksumWord + 1), true);
  return bytes;
}
