/**
 * The packed form of a file's documents, all little endian:
 *
 *   bytes 0-27   magic, version, checksum of what follows it, and the counts of words, numbers and text units, then 1 or
 *                2 for the bytes of a text unit
 *   words        32-bit integers: the number of documents, then each root in preorder (see `tag`)
 *   numbers      64-bit floats, for what is no 32-bit integer
 *   text         all strings after each other, padded with zeros to a multiple of four bytes
 *
 * A string is two words, offset and length in the text. A node is: tag, start, end, payload.
 */
export const magic = 0x54_59_4c_52;
/** Raise with every change of the layout or of what the parser makes of a text. */
export const version = 2;
export const headerWords = 7;
/** Index of the checksum in the header; it covers everything behind itself. */
export const checksumWord = 2;

/** What a node's first word says, and what its payload is. */
export const tag = {
  null: 0,
  false: 1,
  true: 2,
  /** The value itself. */
  integer: 3,
  /** Index of the number. */
  number: 4,
  /** A string. */
  text: 5,
  /** The number of entries and of the words of them all; each is a string, the key's start and end, and a node. */
  map: 6,
  /** The number of items; each is a node. */
  list: 7,
} as const;

/** Added to a map's tag when `markedKey` stands in it, at any depth. */
export const withMark = 32;
/** Below it stand names that are declared elsewhere: who puts off reading a map has to look at these all the same. */
export const markedKey = 'scope';

/** Added to a scalar's tag when its source text, a string, follows the payload. */
export const withSource = 16;

/** A quick hash against damage, not against malice. */
export function checksum(words: Int32Array, from: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let index = from; index < words.length; index += 1) {
    hash = Math.imul(hash ^ (words[index] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}
