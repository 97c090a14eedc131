import { plainScalar } from '../resolve.ts';
import type { YamlScalar } from '../tree.ts';
import { type Cursor, code, endsLine } from './cursor.ts';

/** Characters that begin something other than plain text, or that only YAML's finer rules allow to begin it. */
const specialStarts = new Set([...'-?:,[]{}#&*!|>\'"%@`\t'].map((character) => character.charCodeAt(0)));

/** A text between quotes on one line and without escapes; undefined where the library must look. */
export function readQuoted(cursor: Cursor): YamlScalar | undefined {
  const { text, offset: start } = cursor;
  const quote = text.charCodeAt(start);
  for (let offset = start + 1; ; offset += 1) {
    const character = text.charCodeAt(offset);
    if (character === quote) {
      // '' is an escaped quote between single quotes, and two texts side by side are an error between double ones.
      if (text.charCodeAt(offset + 1) === quote) return undefined;
      cursor.offset = offset + 1;
      return { kind: 'scalar', value: text.slice(start + 1, offset), start, end: offset + 1 };
    }
    if (endsLine(character) || (character === 92 && quote === code.doubleQuote)) return undefined;
  }
}

/** Unquoted text up to the end of the line or a comment. Undefined when it could be a key or anything but plain text. */
export function readPlain(cursor: Cursor): YamlScalar | undefined {
  const { text, offset: start } = cursor;
  if (!startsPlain(text, start)) return undefined;
  let end = start;
  for (let offset = start; ; offset += 1) {
    const character = text.charCodeAt(offset);
    if (character === code.space) {
      if (text.charCodeAt(offset + 1) === code.hash) break;
      continue;
    }
    if (endsLine(character)) break;
    if (character === code.tab) return undefined;
    if (character === code.colon && endsWord(text.charCodeAt(offset + 1))) return undefined;
    end = offset + 1;
  }
  cursor.offset = end;
  return plainScalar(text.slice(start, end), start, end);
}

/** Unquoted text inside brackets, where commas and brackets end it and colons are left to the library. */
export function readFlowPlain(cursor: Cursor): YamlScalar | undefined {
  const { text, offset: start } = cursor;
  if (!startsPlain(text, start)) return undefined;
  let end = start;
  for (let offset = start; ; offset += 1) {
    const character = text.charCodeAt(offset);
    if (character === code.space) continue;
    if (character === code.comma || character === code.closeBracket || character === code.closeBrace) break;
    if (endsLine(character) || stopsFlowPlain(text, offset, character)) return undefined;
    end = offset + 1;
  }
  cursor.offset = end;
  return plainScalar(text.slice(start, end), start, end);
}

function stopsFlowPlain(text: string, offset: number, character: number): boolean {
  switch (character) {
    case code.tab:
    case code.hash:
    case code.openBracket:
    case code.openBrace:
      return true;
    case code.colon:
      return !isWordCharacter(text.charCodeAt(offset + 1));
    default:
      return false;
  }
}

function startsPlain(text: string, offset: number): boolean {
  const character = text.charCodeAt(offset);
  if (character === code.minus) return isWordCharacter(text.charCodeAt(offset + 1));
  return !specialStarts.has(character) && character > code.space;
}

function endsWord(character: number): boolean {
  return character === code.space || character === code.tab || endsLine(character);
}

/** Letters, digits, `_` and the path marks `.` and `/`: after these no rule of YAML turns. */
export function isWordCharacter(character: number): boolean {
  return (
    (character >= 46 && character <= 57) ||
    (character >= 65 && character <= 90) ||
    (character >= 97 && character <= 122) ||
    character === 95
  );
}
