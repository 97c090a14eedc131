/** A place for people: both count from 1; the column counts UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of one text start; made once per text and only when something of it is shown. */
export interface LineIndex {
  readonly text: string;
  /** Offset of each line's first character. */
  readonly starts: readonly number[];
}

/** Spans never count a byte order mark, so a text that still has one is read without it. */
export function indexLines(textOfFile: string): LineIndex {
  const text = textOfFile.startsWith('\uFEFF') ? textOfFile.slice(1) : textOfFile;
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { text, starts };
}

/** Offsets outside the text are taken to its nearest end. */
export function positionAt(index: LineIndex, offset: number): Position {
  const inside = Math.min(Math.max(offset, 0), index.text.length);
  const line = lineAt(index, inside);
  return { line, column: inside - lineStart(index, line) + 1 };
}

/** The line's text without its line end; empty for a line that does not exist. */
export function lineText(index: LineIndex, line: number): string {
  const start = index.starts[line - 1];
  if (start === undefined) return '';
  const next = index.starts[line];
  const raw = index.text.slice(start, next === undefined ? undefined : next - 1);
  return raw.endsWith('\r') ? raw.slice(0, -1) : raw;
}

function lineStart(index: LineIndex, line: number): number {
  return index.starts[line - 1] ?? 0;
}

/** The last line that starts at or before the offset, by bisection. */
function lineAt(index: LineIndex, offset: number): number {
  let low = 0;
  let high = index.starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((index.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
