/**
 * The position of the plain reader in its text. Lives while one file is read.
 * `column` is the indentation of the line the cursor was last brought to by `nextLine`; -1 at the end of the text.
 */
export interface Cursor {
  readonly text: string;
  offset: number;
  column: number;
}

export const code = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  singleQuote: 39,
  comma: 44,
  minus: 45,
  dot: 46,
  colon: 58,
  openBracket: 91,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;

/** Line feed, the carriage return before one, or the end of the text (where `charCodeAt` gives NaN). */
export function endsLine(character: number): boolean {
  return character === code.lineFeed || character === code.carriageReturn || Number.isNaN(character);
}

export function skipSpaces(cursor: Cursor): void {
  const { text } = cursor;
  let offset = cursor.offset;
  while (text.charCodeAt(offset) === code.space) offset += 1;
  cursor.offset = offset;
}

/** From anywhere inside a line to the first character of the next line that holds more than a comment. */
export function nextLine(cursor: Cursor): void {
  const { text } = cursor;
  let lineStart = text.indexOf('\n', cursor.offset) + 1;
  while (lineStart > 0) {
    if (lineStartsContent(cursor, lineStart)) return;
    lineStart = text.indexOf('\n', lineStart) + 1;
  }
  cursor.offset = text.length;
  cursor.column = -1;
}

/** Brings the cursor to the first content of the text. */
export function firstLine(cursor: Cursor): void {
  if (!lineStartsContent(cursor, 0)) {
    cursor.offset = 0;
    nextLine(cursor);
  }
}

function lineStartsContent(cursor: Cursor, lineStart: number): boolean {
  const { text } = cursor;
  let offset = lineStart;
  while (text.charCodeAt(offset) === code.space) offset += 1;
  const character = text.charCodeAt(offset);
  if (endsLine(character) || character === code.hash) return false;
  cursor.offset = offset;
  cursor.column = offset - lineStart;
  return true;
}

/** After `nextLine`: there was no further line. */
export function isAtEnd(cursor: Cursor): boolean {
  return cursor.column === -1;
}

/** True when nothing but spaces and a comment is left on this line. A comment needs a space before it. */
export function atRestOfLine(cursor: Cursor): boolean {
  const start = cursor.offset;
  skipSpaces(cursor);
  const character = cursor.text.charCodeAt(cursor.offset);
  return endsLine(character) || (character === code.hash && cursor.offset > start);
}
