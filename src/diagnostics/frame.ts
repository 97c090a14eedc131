import { type Cell, cellsOf } from './cells.ts';
import { type LineIndex, lineText, positionAt } from './lines.ts';
import { plainStyle, type Style } from './style.ts';

export interface FrameOptions {
  /** Lines shown before and after. */
  readonly context?: number;
  /** Terminal columns for the source text; longer lines are clipped around the mark. */
  readonly width?: number;
  readonly style?: Style;
  /** How the squiggle is marked up. */
  readonly mark?: (text: string) => string;
}

/** Lines of a span that are shown; of a longer one the start. */
const markedLines = 3;
/** Columns kept before the mark in a clipped line. */
const leadIn = 20;
/** Longer lines are never split into cells as a whole. */
const endlessLine = 4000;

interface Frame {
  readonly index: LineIndex;
  readonly start: number;
  readonly end: number;
  readonly gutter: number;
  readonly width: number;
  readonly style: Style;
  readonly mark: (text: string) => string;
}

/**
 * The lines around a span with a numbered gutter and a squiggle under the span. Nothing in the source text can reach the
 * terminal raw. `start` and `length` are offsets in the indexed text; a span of no length is marked with one `^`.
 */
export function codeFrame(
  index: LineIndex,
  start: number,
  length: number,
  options: FrameOptions = {},
): readonly string[] {
  const { context = 1, width = 100, style = plainStyle, mark = style.error } = options;
  const end = Math.min(start + length, index.text.length);
  const first = positionAt(index, start).line;
  const last = positionAt(index, Math.max(start, end - 1)).line;
  const lastMarked = Math.min(last, first + markedLines - 1);
  const isCut = lastMarked < last;
  const bottom = isCut ? lastMarked : Math.min(last + context, index.starts.length);
  const frame = { index, start, end, width, style, mark, gutter: String(bottom).length };
  const lines: string[] = [];
  for (let line = Math.max(1, first - context); line <= bottom; line += 1) {
    lines.push(...frameLine(frame, line, line >= first && line <= lastMarked));
  }
  return isCut ? [...lines, style.faint(`${' '.repeat(frame.gutter)} | …`)] : lines;
}

function frameLine(frame: Frame, line: number, marked: boolean): readonly string[] {
  const { gutter, style } = frame;
  const lineStart = frame.index.starts[line - 1] ?? 0;
  const from = frame.start - lineStart;
  const to = frame.end - lineStart;
  const window = clip(lineText(frame.index, line), marked ? Math.max(0, from) : 0, frame.width);
  const number = style.faint(`${String(line).padStart(gutter)} |`);
  const source =
    `${number} ${window.before}${window.cells.map((cell) => cell.shown).join('')}${window.after}`.trimEnd();
  if (!marked) return [source];
  return [source, `${style.faint(`${' '.repeat(gutter)} |`)} ${squiggle(frame, window, from, to)}`];
}

interface Window {
  readonly cells: readonly Cell[];
  readonly before: string;
  readonly after: string;
}

/** As many cells as fit, starting some columns before the mark when the mark would not be seen otherwise. */
function clip(line: string, from: number, width: number): Window {
  // Of an endless line only the surroundings of the mark are looked at.
  const cut = line.length > endlessLine ? Math.max(0, from - endlessLine / 2) : 0;
  const cells = cellsOf(line.slice(cut, cut + endlessLine), cut);
  const at = cells.findIndex((cell) => cell.offset >= from);
  const first = columnsBefore(cells, at) < width - leadIn ? 0 : Math.max(0, at - leadIn);
  const shown: Cell[] = [];
  let used = 0;
  for (const cell of cells.slice(first)) {
    if (used + cell.width > width) break;
    shown.push(cell);
    used += cell.width;
  }
  const isLast = first + shown.length === cells.length && cut + endlessLine >= line.length;
  return { cells: shown, before: first + cut > 0 ? '…' : '', after: isLast ? '' : '…' };
}

function columnsBefore(cells: readonly Cell[], at: number): number {
  return cells.slice(0, Math.max(0, at)).reduce((sum, cell) => sum + cell.width, 0);
}

/** Blanks up to the mark, then `~` under every marked cell; indentation before a span's further lines is left out. */
function squiggle(frame: Frame, { cells, before }: Window, from: number, to: number): string {
  let blanks = before.length;
  let marks = 0;
  for (const cell of cells) {
    const inside = cell.offset >= from && cell.offset < to && (from >= 0 || marks > 0 || cell.shown.trim() !== '');
    if (inside) marks += cell.width;
    else if (marks === 0 && cell.offset < Math.max(from, to)) blanks += cell.width;
  }
  return ' '.repeat(blanks) + frame.mark(marks > 0 ? '~'.repeat(marks) : '^');
}
