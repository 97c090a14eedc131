import { cut, padEnd, padStart, widthOf } from './text.ts';

/** A clean text, and how to mark it up once it is laid out. */
export interface Cell {
  readonly text: string;
  readonly mark?: (text: string) => string;
}

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** May be cut when the table is too wide; never below `minimum`. */
  readonly flexible?: boolean;
}

export interface TableOptions {
  readonly columns: number;
  readonly indent?: number;
  /** Marks the titles; without it there is no line of titles. */
  readonly title?: (text: string) => string;
}

const gap = 2;
const minimum = 8;

/** Lines of a table, laid out by display width. The last column is not padded. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): readonly string[] {
  const { title, indent = 0 } = options;
  const head = title && columns.map((column): Cell => ({ text: column.title, mark: title }));
  const all = head === undefined ? rows : [head, ...rows];
  const widths = shrink(columns, naturalWidths(columns, all), options.columns - indent);
  return all.map((row) => ' '.repeat(indent) + tableLine(columns, widths, row));
}

function naturalWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[]): readonly number[] {
  return columns.map((_, index) => rows.reduce((most, row) => Math.max(most, widthOf(row[index]?.text ?? '')), 0));
}

/** Takes what is too much from the widest flexible column, a column at a time. */
function shrink(columns: readonly Column[], natural: readonly number[], available: number): readonly number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) + gap * (columns.length - 1) - available;
  for (; excess > 0; excess--) {
    const widest = widestFlexible(columns, widths);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function widestFlexible(columns: readonly Column[], widths: readonly number[]): number | undefined {
  let widest: number | undefined;
  for (const [index, column] of columns.entries()) {
    const width = widths[index] ?? 0;
    if (column.flexible !== true || width <= minimum) continue;
    if (widest === undefined || width > (widths[widest] ?? 0)) widest = index;
  }
  return widest;
}

function tableLine(columns: readonly Column[], widths: readonly number[], row: readonly Cell[]): string {
  const last = row.findLastIndex(({ text }) => text !== '');
  const shown = row.slice(0, last + 1).map(({ text, mark }, index) => {
    const width = widths[index] ?? 0;
    const short = cut(text, width);
    const marked = mark === undefined ? short : mark(short);
    const blanks = width - widthOf(short);
    if (columns[index]?.align === 'right') return padStart('', blanks) + marked;
    return index === last ? marked : marked + padEnd('', blanks);
  });
  return shown.join(' '.repeat(gap));
}
