import { sourcesFrom, type TextLookup } from '../../diagnostics/sources.ts';
import type { PlanValue } from '../../plan/model.ts';
import type { Explanation } from '../../resolve/explain.ts';
import { joinLines, type Layout } from '../layout.ts';
import { type Cell, table } from '../table.ts';
import { clean } from '../text.ts';
import { candidateText, placeText, planValueText, valueFields } from './parts.ts';

export interface ExplainTableView {
  readonly tenant: string | null;
  readonly environment: string;
  readonly rows: readonly { readonly explanation: Explanation; readonly value?: PlanValue }[];
  readonly lookup: TextLookup;
}

export interface ExplainTableDocument {
  readonly schemaVersion: 1;
  readonly tenant: string | null;
  readonly environment: string;
  /** By name; a secret is `{secret: reference}` and a value only a run can finish `{template: …}`. */
  readonly variables: { readonly [name: string]: unknown };
}

export function explainTableDocument({ tenant, environment, rows }: ExplainTableView): ExplainTableDocument {
  const variables = rows
    .filter(({ explanation }) => explanation.winner !== undefined)
    .map(({ explanation, value }) => {
      const fields = valueFields(explanation, value);
      return [explanation.name, 'value' in fields ? fields.value : fields] as const;
    });
  return { schemaVersion: 1, tenant, environment, variables: Object.fromEntries(variables) };
}

/** All variables of a place: name, value, where the value comes from. */
export function explainTableText({ tenant, environment, rows, lookup }: ExplainTableView, layout: Layout): string {
  const { style, columns } = layout;
  const where = `${clean(tenant ?? 'no tenant')} in ${clean(environment)}`;
  const sources = sourcesFrom(lookup);
  const cells = rows.flatMap(({ explanation: { name, winner, losers }, value }): readonly (readonly Cell[])[] => {
    if (winner === undefined) return [];
    const tied = losers.some(({ reason }) => reason.kind === 'tied');
    return [
      [
        { text: clean(name), mark: style.strong },
        { text: value === undefined ? candidateText(winner.value) : planValueText(value) },
        { text: placeText(winner, sources), mark: style.faint },
        tied ? { text: 'tied', mark: style.error } : { text: '' },
      ],
    ];
  });
  if (cells.length === 0) return `No variables have a value for ${where}.\n`;
  const titles = ['name', 'value', 'from', ''].map((title) => ({
    title,
    flexible: title === 'value' || title === 'from',
  }));
  return joinLines([`Variables of ${where}`, ...table(titles, cells, { columns, indent: 2, title: style.faint })]);
}
