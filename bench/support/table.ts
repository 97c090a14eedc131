import { type Figure, isMet } from './figure.ts';

const headings = ['bench', 'what', 'ours', 'held against', 'ratio', 'goal', 'met'];

/** Figures as a Markdown table, so that it can be pasted where it is talked about. */
export function table(figures: readonly Figure[]): string {
  const rows = [headings, ...figures.map(cells)];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(headings), rule, ...rows.slice(1).map(line)].join('\n');
}

function cells(figure: Figure): readonly string[] {
  const { bench, what, ours, peer, ratio, goal, note } = figure;
  const met = isMet(figure);
  return [
    bench,
    note === undefined ? what : `${what} (${note})`,
    ours,
    peer,
    ratio?.toFixed(2) ?? '',
    goal === undefined ? '' : `at most ${goal}`,
    met === undefined ? '' : met ? 'yes' : 'no',
  ];
}
