import type { Deployed } from '../run/ports.ts';
import { joinLines, type Layout } from './layout.ts';
import { type Cell, table } from './table.ts';
import { clean } from './text.ts';
import { ago } from './time.ts';
import { matrixLines } from './where-matrix.ts';
import { type Standing, standingOf, stateWords } from './where-now.ts';

export interface WhereDocument {
  readonly schemaVersion: 1;
  readonly rows: readonly Standing[];
}

export interface WhereOptions {
  /** One project: a matrix of tenants and environments. Without it: a list. */
  readonly project?: string;
  /** The only tenants and environments that were asked for. */
  readonly asked?: { readonly tenants: readonly string[]; readonly environments: readonly string[] };
  /** Order of the columns; environments that are not named follow in the order of the rows. */
  readonly environments?: readonly string[];
}

export function whereDocument(rows: readonly Deployed[]): WhereDocument {
  return {
    schemaVersion: 1,
    rows: standingOf(rows).map(({ tenant, environment, project, version, since, run, state, lastGood }) => {
      return { tenant, environment, project, version, since, run, state, ...(lastGood && { lastGood }) };
    }),
  };
}

/** Which version is where, and since when. Takes all that the store remembers, as `whereDocument` does. */
export function whereText(rows: readonly Deployed[], layout: Layout, options: WhereOptions): string {
  if (rows.length === 0) return nothingText(options);
  const now = standingOf(rows);
  if (options.project === undefined) return listText(now, layout);
  return joinLines(matrixLines(now, options.environments ?? [], layout));
}

function nothingText({ project, asked = { tenants: [], environments: [] } }: WhereOptions): string {
  const who = asked.tenants.length === 0 ? '' : ` for ${clean(asked.tenants.join(' or '))}`;
  const there = asked.environments.length === 0 ? '' : ` in ${clean(asked.environments.join(' or '))}`;
  const place = `${who}${there}`;
  if (project === undefined) return `Nothing is deployed${place} yet.\n`;
  return place === ''
    ? `${clean(project)} is nowhere yet.\n`
    : `Nothing of ${clean(project)} is deployed${place} yet.\n`;
}

function listText(rows: readonly Standing[], { columns, style, now }: Layout): string {
  const cells = rows
    .toSorted(byPlace)
    .map((row): readonly Cell[] => [
      { text: clean(row.project) },
      { text: clean(row.tenant ?? '(no tenant)') },
      { text: clean(row.environment) },
      { text: clean(row.version) },
      row.state === 'succeeded'
        ? { text: '' }
        : { text: stateText(row), mark: row.state === 'failed' ? style.error : style.warning },
      { text: ago(Date.parse(row.since), now) },
      { text: clean(row.run), mark: style.faint },
    ]);
  const titles = ['project', 'tenant', 'environment', 'version', '', 'since', 'run'];
  const layout = titles.map((title) => ({ title, flexible: title !== 'since' }));
  return joinLines(table(layout, cells, { columns, title: style.faint }));
}

function stateText({ state, lastGood }: Standing): string {
  const words = stateWords(state);
  return lastGood === undefined ? words : `${words}, was ${clean(lastGood.version)}`;
}

function byPlace(one: Deployed, other: Deployed): number {
  return (
    compare(one.project, other.project) ||
    compare(one.tenant ?? '', other.tenant ?? '') ||
    compare(one.environment, other.environment)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
