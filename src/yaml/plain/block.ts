import type { YamlEntry, YamlList, YamlMap, YamlNode } from '../tree.ts';
import { atRestOfLine, type Cursor, code, endsLine, nextLine } from './cursor.ts';
import { isNewKey, type Key, type KnownKeys, readKey } from './entries.ts';
import { readFlow } from './flow.ts';
import { readPlain, readQuoted } from './scalar.ts';

/** Levels read here; more is left to the strict reader, which counts them all. */
const deepest = 40;

/**
 * A block map whose first key stands at the cursor, in `column`. Afterwards the cursor stands on the first line that is
 * not the map's. Undefined where the library must look.
 */
export function readBlockMap(cursor: Cursor, column: number, depth: number): YamlMap | undefined {
  const start = cursor.offset;
  const entries: YamlEntry[] = [];
  const known: KnownKeys = { entries };
  do {
    const key = readKey(cursor);
    if (key === undefined || !isNewKey(known, key.key)) return undefined;
    const value = readEntryValue(cursor, column, depth);
    if (value === undefined) return undefined;
    entries.push({ key: key.key, keyStart: key.keyStart, keyEnd: key.keyEnd, value });
  } while (cursor.column === column);
  return cursor.column > column ? undefined : { kind: 'map', entries, start, end: endOf(entries, start) };
}

function endOf(entries: readonly YamlEntry[], start: number): number {
  return entries.at(-1)?.value.end ?? start;
}

function readEntryValue(cursor: Cursor, column: number, depth: number): YamlNode | undefined {
  const afterColon = cursor.offset;
  if (atRestOfLine(cursor)) return readValueBelow(cursor, column, depth, false);
  return cursor.offset === afterColon ? undefined : readLineValue(cursor);
}

/** What stands under a `key:` or a `-`: a deeper block, for a key also a list in the same column, or nothing. */
function readValueBelow(cursor: Cursor, column: number, depth: number, inList: boolean): YamlNode | undefined {
  const at = cursor.offset;
  nextLine(cursor);
  const isDash = opensItem(cursor);
  if (cursor.column > column || (cursor.column === column && isDash && !inList)) {
    if (depth >= deepest) return undefined;
    return isDash ? readBlockList(cursor, cursor.column, depth + 1) : readBlockMap(cursor, cursor.column, depth + 1);
  }
  return { kind: 'scalar', value: null, source: '', start: at, end: at };
}

/** A value that ends on its line, with the cursor on the next line afterwards. */
function readLineValue(cursor: Cursor): YamlNode | undefined {
  const value = readInline(cursor);
  if (value === undefined || !atRestOfLine(cursor)) return undefined;
  nextLine(cursor);
  return value;
}

function readInline(cursor: Cursor): YamlNode | undefined {
  switch (cursor.text.charCodeAt(cursor.offset)) {
    case code.openBracket:
    case code.openBrace:
      return readFlow(cursor);
    case code.doubleQuote:
    case code.singleQuote:
      return readQuoted(cursor);
    default:
      return readPlain(cursor);
  }
}

function opensItem(cursor: Cursor): boolean {
  const { text, offset } = cursor;
  if (text.charCodeAt(offset) !== code.minus) return false;
  const next = text.charCodeAt(offset + 1);
  return next === code.space || endsLine(next);
}

/** A block list whose first dash stands at the cursor, in `column`; the cursor ends as for `readBlockMap`. */
function readBlockList(cursor: Cursor, column: number, depth: number): YamlList | undefined {
  const start = cursor.offset;
  const items: YamlNode[] = [];
  do {
    cursor.offset += 1;
    const item = readItem(cursor, column, depth);
    if (item === undefined) return undefined;
    items.push(item);
  } while (cursor.column === column && opensItem(cursor));
  return cursor.column > column ? undefined : { kind: 'list', items, start, end: items.at(-1)?.end ?? start };
}

function readItem(cursor: Cursor, column: number, depth: number): YamlNode | undefined {
  const dash = cursor.offset - 1;
  if (atRestOfLine(cursor)) return readValueBelow(cursor, column, depth, true);
  if (depth >= deepest) return undefined;
  const inner = column + cursor.offset - dash;
  if (opensItem(cursor)) return readBlockList(cursor, inner, depth + 1);
  return startsMap(cursor) ? readBlockMap(cursor, inner, depth + 1) : readLineValue(cursor);
}

function startsMap(cursor: Cursor): boolean {
  const { offset } = cursor;
  const key: Key | undefined = readKey(cursor);
  const next = cursor.text.charCodeAt(cursor.offset);
  cursor.offset = offset;
  return key !== undefined && (next === code.space || endsLine(next));
}
