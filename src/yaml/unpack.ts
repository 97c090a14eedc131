import { checksum, checksumWord, headerWords, magic, tag, version, withMark, withSource } from './pack-format.ts';
import { SharedKeys } from './shared-keys.ts';
import {
  type EntryFilter,
  isUnmarked,
  type YamlDocument,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from './tree.ts';

/** The packed parts and how far they have been read. */
interface Unpacking {
  readonly words: Int32Array;
  readonly lastWord: number;
  readonly numbers: DataView;
  readonly text: string;
  readonly keys: SharedKeys;
  readonly lazy: boolean;
  next: number;
}

/** Deeper than any parsed tree can be; damage must not cost the stack. */
const deepest = 2_000;

export interface UnpackOptions {
  /** Lets many files share the texts of their keys, which are the same in most of them. */
  readonly keys?: SharedKeys;
  /** Whether maps below the root are unpacked only when somebody looks at their entries. */
  readonly lazy?: boolean;
}

/**
 * The documents of `file` from what `packDocuments` made. Undefined for bytes that are damaged, foreign or of another
 * version; never throws, nor do lazy maps unless somebody made the checksum fit other bytes.
 */
export function unpackDocuments(
  file: string,
  bytes: Uint8Array,
  { keys = new SharedKeys(), lazy = false }: UnpackOptions = {},
): readonly YamlDocument[] | undefined {
  const unpacking = open(bytes, keys, lazy);
  if (unpacking === undefined) return undefined;
  keys.begin();
  const count = nextWord(unpacking);
  const documents: YamlDocument[] = [];
  for (let index = 0; index < count; index += 1) {
    const root = readNode(unpacking, 0);
    if (root?.kind !== 'map') return undefined;
    documents.push({ file, root });
  }
  return unpacking.next === unpacking.lastWord ? documents : undefined;
}

function open(bytes: Uint8Array, keys: SharedKeys, lazy: boolean): Unpacking | undefined {
  if (bytes.length % 4 !== 0 || bytes.length <= headerWords * 4) return undefined;
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
  const [first, second, sum, wordCount = -1, numberCount = -1, textLength = -1, unit = 0] = words;
  if (first !== magic || second !== version || sum !== checksum(words, checksumWord + 1)) return undefined;
  const lastWord = headerWords + wordCount;
  const textStart = lastWord * 4 + numberCount * 8;
  const textEnd = textStart + textLength * unit;
  if (wordCount < 1 || numberCount < 0 || textLength < 0 || (unit !== 1 && unit !== 2)) return undefined;
  if (Math.ceil(textEnd / 4) * 4 !== aligned.length) return undefined;
  const text = Buffer.from(aligned.buffer, aligned.byteOffset + textStart, textLength * unit);
  return {
    words,
    lastWord,
    numbers: new DataView(aligned.buffer, aligned.byteOffset + lastWord * 4, numberCount * 8),
    text: text.toString(unit === 1 ? 'latin1' : 'utf16le'),
    keys,
    lazy,
    next: headerWords,
  };
}

/** -1 behind the last word, which is no valid tag, count, offset or length. */
function nextWord(unpacking: Unpacking): number {
  const { words, lastWord, next } = unpacking;
  if (next >= lastWord) return -1;
  unpacking.next = next + 1;
  return words[next] ?? -1;
}

function readNode(unpacking: Unpacking, depth: number): YamlNode | undefined {
  const kind = nextWord(unpacking);
  const start = nextWord(unpacking);
  const end = nextWord(unpacking);
  if (start < 0 || end < start || depth > deepest) return undefined;
  if (kind === tag.map || kind === tag.map + withMark) return readMap(unpacking, { kind, start, end, depth });
  if (kind === tag.list) return readList(unpacking, start, end, depth);
  return readScalar(unpacking, kind, start, end);
}

interface MapHead {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

function readMap(unpacking: Unpacking, head: MapHead): YamlMap | undefined {
  const count = nextWord(unpacking);
  const size = nextWord(unpacking);
  const first = unpacking.next;
  if (count < 0 || size < 0 || first + size > unpacking.lastWord) return undefined;
  if (unpacking.lazy && head.depth > 0) {
    unpacking.next = first + size;
    return new LazyMap(unpacking, head, count, first);
  }
  const { start, end, depth } = head;
  const entries = readEntries(unpacking, count, depth);
  return entries === undefined || unpacking.next !== first + size ? undefined : { kind: 'map', entries, start, end };
}

/** A map that was passed over: its entries are unpacked when somebody looks at them. */
class LazyMap implements YamlMap {
  readonly kind = 'map';
  readonly start: number;
  readonly end: number;
  readonly unmarked: boolean;
  readonly #unpacking: Unpacking;
  readonly #depth: number;
  readonly #count: number;
  readonly #first: number;
  #entries: readonly YamlEntry[] | undefined;

  /** `first` is the index of the first word of the entries. */
  constructor(unpacking: Unpacking, { kind, start, end, depth }: MapHead, count: number, first: number) {
    this.start = start;
    this.end = end;
    this.unmarked = kind === tag.map;
    this.#unpacking = unpacking;
    this.#depth = depth;
    this.#count = count;
    this.#first = first;
  }

  get entries(): readonly YamlEntry[] {
    this.#entries ??= this.#read();
    return this.#entries;
  }

  entriesWhere(wanted: EntryFilter): readonly YamlEntry[] {
    const known = this.#entries;
    return known === undefined ? this.#read(wanted) : known.filter(({ key, value }) => wanted(key, isUnmarked(value)));
  }

  #read(wanted?: EntryFilter): readonly YamlEntry[] {
    this.#unpacking.next = this.#first;
    const entries = readEntries(this.#unpacking, this.#count, this.#depth, wanted);
    if (entries === undefined) throw new Error('The cache is damaged: delete .release/cache');
    return entries;
  }
}

/** Of those that are not wanted, only the keys are read. */
function readEntries(
  unpacking: Unpacking,
  count: number,
  depth: number,
  wanted?: EntryFilter,
): readonly YamlEntry[] | undefined {
  const entries: YamlEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    const key = readKey(unpacking);
    const keyStart = nextWord(unpacking);
    const keyEnd = nextWord(unpacking);
    if (key === undefined || keyStart < 0 || keyEnd < keyStart) return undefined;
    if (wanted?.(key, isUnmarkedTag(unpacking.words[unpacking.next] ?? -1)) === false) {
      if (!skipNode(unpacking, depth + 1)) return undefined;
      continue;
    }
    const value = readNode(unpacking, depth + 1);
    if (value === undefined) return undefined;
    entries.push({ key, keyStart, keyEnd, value });
  }
  return entries;
}

function isUnmarkedTag(kind: number): boolean {
  return kind !== tag.list && kind !== tag.map + withMark;
}

/** False when what stands there is no node. */
function skipNode(unpacking: Unpacking, depth: number): boolean {
  const kind = nextWord(unpacking);
  unpacking.next += 2;
  if (depth > deepest) return false;
  if (kind === tag.map || kind === tag.map + withMark) {
    const [, size] = [nextWord(unpacking), nextWord(unpacking)];
    unpacking.next += Math.max(0, size);
  } else if (kind === tag.list) {
    for (let left = nextWord(unpacking); left > 0; left -= 1) if (!skipNode(unpacking, depth + 1)) return false;
  } else {
    const hasSource = kind >= withSource;
    unpacking.next += scalarWords(hasSource ? kind - withSource : kind) + (hasSource ? 2 : 0);
  }
  return kind >= 0 && unpacking.next <= unpacking.lastWord;
}

/** How many words a scalar has behind its tag, start and end. */
function scalarWords(kind: number): number {
  if (kind === tag.text) return 2;
  return kind === tag.integer || kind === tag.number ? 1 : 0;
}

function readList(unpacking: Unpacking, start: number, end: number, depth: number): YamlNode | undefined {
  const count = nextWord(unpacking);
  if (count < 0) return undefined;
  const items: YamlNode[] = [];
  for (let index = 0; index < count; index += 1) {
    const item = readNode(unpacking, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { kind: 'list', items, start, end };
}

function readScalar(unpacking: Unpacking, kind: number, start: number, end: number): YamlScalar | undefined {
  const hasSource = kind >= withSource;
  const value = readValue(unpacking, hasSource ? kind - withSource : kind);
  if (value === undefined) return undefined;
  if (!hasSource) return { kind: 'scalar', value, start, end };
  const source = readText(unpacking);
  return source === undefined ? undefined : { kind: 'scalar', value, source, start, end };
}

function readValue(unpacking: Unpacking, kind: number): YamlScalar['value'] | undefined {
  switch (kind) {
    case tag.null:
      return null;
    case tag.false:
      return false;
    case tag.true:
      return true;
    case tag.integer:
      return unpacking.next < unpacking.lastWord ? nextWord(unpacking) : undefined;
    case tag.number:
      return readNumber(unpacking, nextWord(unpacking));
    case tag.text:
      return readText(unpacking);
    default:
      return undefined;
  }
}

function readNumber({ numbers }: Unpacking, index: number): number | undefined {
  return index < 0 || index * 8 >= numbers.byteLength ? undefined : numbers.getFloat64(index * 8, true);
}

function readKey(unpacking: Unpacking): string | undefined {
  const offset = nextWord(unpacking);
  const length = nextWord(unpacking);
  const { text, keys } = unpacking;
  return isInside(unpacking, offset, length) ? keys.read(text, offset, length) : undefined;
}

function readText(unpacking: Unpacking): string | undefined {
  const offset = nextWord(unpacking);
  const length = nextWord(unpacking);
  return isInside(unpacking, offset, length) ? unpacking.text.slice(offset, offset + length) : undefined;
}

function isInside({ text }: Unpacking, offset: number, length: number): boolean {
  return offset >= 0 && length >= 0 && offset + length <= text.length;
}
