import type { YamlMap } from '../tree.ts';
import { readBlockMap } from './block.ts';
import { type Cursor, firstLine, isAtEnd } from './cursor.ts';

/**
 * Reads the plain part of YAML that nearly every file keeps to: one document of block maps and lists, one-line brackets,
 * one-line plain or quoted text, comments. It is some twenty times faster than the library and has no opinion on
 * anything else: at the first anchor, tag, escape, block scalar, odd key or mistake it gives up, and the strict reader
 * starts over. The two are held equal by tests on the public YAML test suite and on generated texts.
 *
 * Expects text without forbidden or invisible characters (see characters.ts). Undefined means: not plain, ask again.
 */
export function readPlainly(text: string): YamlMap | undefined {
  const cursor: Cursor = { text, offset: 0, column: -1 };
  firstLine(cursor);
  if (cursor.column !== 0) return undefined;
  const root = readBlockMap(cursor, 0, 0);
  return isAtEnd(cursor) ? root : undefined;
}
