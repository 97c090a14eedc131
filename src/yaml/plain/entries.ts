import { resolvePlain } from '../resolve.ts';
import type { YamlEntry } from '../tree.ts';
import { type Cursor, code } from './cursor.ts';
import { isWordCharacter, readQuoted } from './scalar.ts';

export interface Key {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
}

/** The library allows 1,024; nobody writes so many, and this stays clear of how it counts. */
const longestKey = 500;

/**
 * A plain or quoted key of ASCII letters with its colon, leaving the cursor behind the colon. Undefined, with the
 * cursor anywhere, when this is no such key: other scripts need checks that only the strict reader makes.
 */
export function readKey(cursor: Cursor): Key | undefined {
  const first = cursor.text.charCodeAt(cursor.offset);
  const key = first === code.doubleQuote || first === code.singleQuote ? readQuotedKey(cursor) : readPlainKey(cursor);
  if (key === undefined || key.key.length > longestKey) return undefined;
  if (cursor.text.charCodeAt(cursor.offset) !== code.colon) return undefined;
  cursor.offset += 1;
  return key;
}

function readQuotedKey(cursor: Cursor): Key | undefined {
  const scalar = readQuoted(cursor);
  if (scalar === undefined || typeof scalar.value !== 'string' || !isAscii(scalar.value)) return undefined;
  return { key: scalar.value, keyStart: scalar.start, keyEnd: scalar.end };
}

function readPlainKey(cursor: Cursor): Key | undefined {
  const { text, offset: keyStart } = cursor;
  let keyEnd = keyStart;
  while (isKeyCharacter(text.charCodeAt(keyEnd), keyEnd > keyStart)) keyEnd += 1;
  const key = text.slice(keyStart, keyEnd);
  if (keyEnd === keyStart || typeof resolvePlain(key) !== 'string') return undefined;
  cursor.offset = keyEnd;
  return { key, keyStart, keyEnd };
}

function isKeyCharacter(character: number, inside: boolean): boolean {
  return isWordCharacter(character) || (inside && (character === code.minus || character === 36));
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 126) return false;
  return true;
}

/** The keys of one map so far, for finding a second one that is equal without regard to case. */
export interface KnownKeys {
  readonly entries: readonly YamlEntry[];
  /** Built once the map is long enough for looking at every entry to be slower. */
  folded?: Set<string>;
}

const shortMap = 8;

/** False for a key that is there already, be it in another case: the strict reader judges which it is. */
export function isNewKey(known: KnownKeys, key: string): boolean {
  const { entries } = known;
  const lower = key.toLowerCase();
  if (entries.length < shortMap) return !entries.some((entry) => equalsFolded(entry.key, lower));
  known.folded ??= new Set(entries.map((entry) => entry.key.toLowerCase()));
  if (known.folded.has(lower)) return false;
  known.folded.add(lower);
  return true;
}

function equalsFolded(key: string, lower: string): boolean {
  return key.length === lower.length && key.toLowerCase() === lower;
}
