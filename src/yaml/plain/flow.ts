import type { YamlEntry, YamlList, YamlMap, YamlNode } from '../tree.ts';
import { type Cursor, code, skipSpaces } from './cursor.ts';
import { isNewKey, type KnownKeys, readKey } from './entries.ts';
import { readFlowPlain, readQuoted } from './scalar.ts';

/** Levels of brackets read here; more is left to the strict reader, which counts them all. */
const deepest = 20;

/** A `[…]` or `{…}` that stands on one line. Undefined where the library must look. */
export function readFlow(cursor: Cursor, depth = 0): YamlNode | undefined {
  if (depth > deepest) return undefined;
  switch (cursor.text.charCodeAt(cursor.offset)) {
    case code.openBracket:
      return readFlowList(cursor, depth);
    case code.openBrace:
      return readFlowMap(cursor, depth);
    default:
      return undefined;
  }
}

function readFlowList(cursor: Cursor, depth: number): YamlList | undefined {
  const start = cursor.offset;
  const items: YamlNode[] = [];
  let more = opens(cursor, code.closeBracket);
  while (more) {
    const item = readFlowValue(cursor, depth);
    if (item === undefined) return undefined;
    items.push(item);
    const next = separates(cursor, code.closeBracket);
    if (next === undefined) return undefined;
    more = next;
  }
  return { kind: 'list', items, start, end: cursor.offset };
}

function readFlowMap(cursor: Cursor, depth: number): YamlMap | undefined {
  const start = cursor.offset;
  const entries: YamlEntry[] = [];
  const known: KnownKeys = { entries };
  let more = opens(cursor, code.closeBrace);
  while (more) {
    const key = readKey(cursor);
    if (key === undefined || !isNewKey(known, key.key)) return undefined;
    if (cursor.text.charCodeAt(cursor.offset) !== code.space) return undefined;
    skipSpaces(cursor);
    const value = readFlowValue(cursor, depth);
    if (value === undefined) return undefined;
    entries.push({ key: key.key, keyStart: key.keyStart, keyEnd: key.keyEnd, value });
    const next = separates(cursor, code.closeBrace);
    if (next === undefined) return undefined;
    more = next;
  }
  return { kind: 'map', entries, start, end: cursor.offset };
}

function readFlowValue(cursor: Cursor, depth: number): YamlNode | undefined {
  switch (cursor.text.charCodeAt(cursor.offset)) {
    case code.openBracket:
    case code.openBrace:
      return readFlow(cursor, depth + 1);
    case code.doubleQuote:
    case code.singleQuote:
      return readQuoted(cursor);
    default:
      return readFlowPlain(cursor);
  }
}

/** Steps over the opening bracket. False, and behind the closing one, when there is nothing between them. */
function opens(cursor: Cursor, close: number): boolean {
  cursor.offset += 1;
  skipSpaces(cursor);
  if (cursor.text.charCodeAt(cursor.offset) !== close) return true;
  cursor.offset += 1;
  return false;
}

/** Steps over what follows an item: true after a comma, false after the closing bracket, undefined otherwise. */
function separates(cursor: Cursor, close: number): boolean | undefined {
  skipSpaces(cursor);
  const character = cursor.text.charCodeAt(cursor.offset);
  if (character !== code.comma && character !== close) return undefined;
  cursor.offset += 1;
  if (character === close) return false;
  skipSpaces(cursor);
  return true;
}
