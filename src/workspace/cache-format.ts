/*
 * The cache file: a line of text (what wrote it), padded with blanks to a multiple of 4 bytes; the number of entries;
 * per entry its key (32 bytes) and length; then the entries' bytes in the same order. Lengths are multiples of 4, so
 * that entries can be read in place. Numbers are 32 bits, little-endian.
 */
/** Raise with every change of the layout or of the rules about a document by itself. */
const formatVersion = 2;
const keyBytes = 32;
const entryHeaderBytes = keyBytes + 4;

/** Entries by key (64 hexadecimal digits), as views of `bytes`; none when it is damaged or written by another version. */
export function readEntries(label: string, bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const title = titleOf(label);
  const entries = new Map<string, Uint8Array>();
  if (buffer.length < title.length + 4 || !buffer.subarray(0, title.length).equals(title)) return entries;
  const count = buffer.readUInt32LE(title.length);
  const index = title.length + 4;
  let start = index + count * entryHeaderBytes;
  if (start > buffer.length) return entries;
  for (let at = index; at < index + count * entryHeaderBytes; at += entryHeaderBytes) {
    const length = buffer.readUInt32LE(at + keyBytes);
    if (start + length > buffer.length) return new Map();
    entries.set(buffer.toString('hex', at, at + keyBytes), buffer.subarray(start, start + length));
    start += length;
  }
  return entries;
}

/** The parts of a cache file, to be written one after the other. */
export function writeEntries(label: string, entries: ReadonlyMap<string, Uint8Array>): readonly Uint8Array[] {
  const index = Buffer.alloc(4 + entries.size * entryHeaderBytes);
  let at = index.writeUInt32LE(entries.size, 0);
  for (const [key, bytes] of entries) {
    index.write(key, at, 'hex');
    at = index.writeUInt32LE(bytes.length, at + keyBytes);
  }
  return [titleOf(label), index, ...entries.values()];
}

function titleOf(label: string): Buffer {
  const text = `${label} cache ${formatVersion}`;
  return Buffer.from(`${text.padEnd(Math.ceil((text.length + 1) / 4) * 4 - 1)}\n`, 'latin1');
}
