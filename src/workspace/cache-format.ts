/*
 * The cache file: a line of text (what wrote it), padded with blanks to a multiple of 4 bytes; the number of entries;
 * per entry its key (32 bytes) and the lengths of its two parts; then the parts of all entries in the same order.
 * Lengths are multiples of 4, so that parts can be read in place. Numbers are 32 bits, little-endian.
 */
/** Raise with every change of the layout, of the rules about a document by itself, or of what outlines hold. */
const formatVersion = 3;
const keyBytes = 32;
const entryHeaderBytes = keyBytes + 8;

/** What is known of a file. */
export interface CacheEntry {
  readonly tree: Uint8Array;
  /** Empty when there is none. */
  readonly outlines: Uint8Array;
}

export interface CacheEntries {
  readonly has: (key: string) => boolean;
  /** Views of the bytes of the cache file. */
  readonly get: (key: string) => CacheEntry | undefined;
}

export const noEntries: CacheEntries = new Map();

/** Entries by key (64 hexadecimal digits); none when the bytes are damaged or were written by another version. */
export function readEntries(label: string, bytes: Uint8Array): CacheEntries {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const title = titleOf(label);
  if (buffer.length < title.length + 4 || !buffer.subarray(0, title.length).equals(title)) return noEntries;
  const count = buffer.readUInt32LE(title.length);
  const index = title.length + 4;
  let start = index + count * entryHeaderBytes;
  if (start > buffer.length) return noEntries;
  const places = new Map<string, readonly [start: number, middle: number, end: number]>();
  for (let at = index; at < index + count * entryHeaderBytes; at += entryHeaderBytes) {
    const middle = start + buffer.readUInt32LE(at + keyBytes);
    const end = middle + buffer.readUInt32LE(at + keyBytes + 4);
    if (end > buffer.length) return noEntries;
    places.set(buffer.toString('hex', at, at + keyBytes), [start, middle, end]);
    start = end;
  }
  return {
    has: (key) => places.has(key),
    get: (key) => {
      const place = places.get(key);
      if (place === undefined) return undefined;
      const [from, middle, end] = place;
      return { tree: buffer.subarray(from, middle), outlines: buffer.subarray(middle, end) };
    },
  };
}

/** The parts of a cache file, to be written one after the other. */
export function writeEntries(label: string, entries: ReadonlyMap<string, CacheEntry>): readonly Uint8Array[] {
  const index = Buffer.alloc(4 + entries.size * entryHeaderBytes);
  let at = index.writeUInt32LE(entries.size, 0);
  for (const [key, { tree, outlines }] of entries) {
    index.write(key, at, 'hex');
    at = index.writeUInt32LE(tree.length, at + keyBytes);
    at = index.writeUInt32LE(outlines.length, at);
  }
  return [titleOf(label), index, ...[...entries.values()].flatMap(({ tree, outlines }) => [tree, outlines])];
}

function titleOf(label: string): Buffer {
  const text = `${label} cache ${formatVersion}`;
  return Buffer.from(`${text.padEnd(Math.ceil((text.length + 1) / 4) * 4 - 1)}\n`, 'latin1');
}
