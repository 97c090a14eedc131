import { joinLines, type Layout } from './layout.ts';
import { type Cell, table } from './table.ts';
import { clean } from './text.ts';

export interface RaisedVersion {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface BumpView {
  readonly file: string;
  readonly raised: readonly RaisedVersion[];
  readonly outcome: 'written' | 'unchanged' | 'checked';
}

export function bumpDocument({ file, raised, outcome }: BumpView) {
  return { schemaVersion: 1, file, outcome, raised } as const;
}

/** What was raised, and what to type next. */
export function bumpText({ file, raised, outcome }: BumpView, { style, columns }: Layout): string {
  if (raised.length === 0) return `Nothing to raise in ${clean(file)}.\n`;
  const rows = raised.map(({ name, from, to }): readonly Cell[] => [
    { text: clean(name) },
    { text: clean(from), mark: style.faint },
    { text: '->' },
    { text: clean(to), mark: style.strong },
  ]);
  const columnsOf = ['', '', '', ''].map((title) => ({ title, flexible: true }));
  const next =
    outcome === 'checked' ? 'Nothing was written.' : `Next: ${style.hint(`release lock ${clean(file)} --update all`)}`;
  return joinLines([`${clean(file)}`, ...table(columnsOf, rows, { columns, indent: 2 }), next]);
}
