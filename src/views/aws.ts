import type { SeenGeneration } from '../aws/orphans.ts';
import { joinLines, type Layout } from './layout.ts';
import { type Cell, table } from './table.ts';
import { clean } from './text.ts';

/** A generation that nobody needs, and what became of it. */
export interface OrphanRow {
  readonly tenant: string | null;
  readonly environment: string;
  readonly namespace: string;
  readonly generation: string;
  readonly databases: readonly string[];
  readonly snapshots: readonly string[];
  readonly parameter: boolean;
  readonly state: 'found' | 'removed' | 'kept';
  /** Why it was kept all the same. */
  readonly why?: string;
}

export interface OrphansDocument {
  readonly schemaVersion: 1;
  readonly applied: boolean;
  readonly orphans: readonly OrphanRow[];
  /** Namespaces that could not be looked at. */
  readonly unknown: readonly { readonly namespace: string; readonly why: string }[];
}

export function orphansText({ applied, orphans, unknown }: OrphansDocument, { columns, style }: Layout): string {
  const lines = unknown.map(
    ({ namespace, why }) => `${style.warning('not looked at')} ${clean(namespace)}: ${clean(why)}`,
  );
  if (orphans.length === 0) {
    const none = 'No orphans: every database, snapshot and parameter is needed.';
    return joinLines(unknown.length > 0 ? lines : [none]);
  }
  const cells = orphans.map((row): readonly Cell[] => [
    { text: clean(`${row.namespace}-${row.generation}`) },
    { text: whatOf(row) },
    {
      text: row.why === undefined ? row.state : `${row.state}: ${clean(row.why)}`,
      mark: row.state === 'kept' ? style.warning : style.faint,
    },
  ]);
  const titles = [{ title: 'generation' }, { title: 'what' }, { title: 'state', flexible: true }];
  lines.push(...table(titles, cells, { columns, title: style.faint }));
  if (!applied) lines.push('', 'Nothing was changed. To remove them: release aws orphans --apply');
  return joinLines(lines);
}

function whatOf({ databases, snapshots, parameter }: OrphanRow): string {
  const parts = [
    databases.length > 0 ? 'database' : '',
    snapshots.length > 0 ? 'snapshot' : '',
    parameter ? 'parameter' : '',
  ].filter((part) => part !== '');
  return parts.join(', ');
}

export interface SpaceDocument {
  readonly schemaVersion: 1;
  readonly tenant: string | null;
  readonly environment: string;
  readonly namespace: string;
  readonly active: string | null;
  /** Run that holds the fence. */
  readonly fence: {
    readonly run: string;
    readonly release: string;
    readonly since: string;
    readonly until?: string;
  } | null;
  readonly generations: readonly (SeenGeneration & { readonly referenced: boolean })[];
}

const verdicts: Readonly<Record<SeenGeneration['verdict'], string>> = {
  active: 'active',
  live: 'being deployed',
  referenced: 'a task needs it',
  retained: 'kept for a way back',
  young: 'new, nobody needs it',
  newer: 'newer',
  unwanted: 'nobody needs it',
};

export function spaceText(document: SpaceDocument, { columns, style }: Layout): string {
  const { namespace, active, fence, generations } = document;
  const lines = [`${clean(namespace)}: ${active === null ? 'nothing is active' : `active is ${clean(active)}`}`];
  if (fence !== null)
    lines.push(`Run ${clean(fence.run)} of release ${clean(fence.release)} deploys there since ${clean(fence.since)}.`);
  if (generations.length === 0) return joinLines([...lines, 'There is no database yet.']);
  const cells = generations.map((one): readonly Cell[] => [
    { text: clean(one.generation) },
    { text: clean(one.databases.map(({ id, status }) => `${id} (${status})`).join(', ') || 'no database') },
    { text: clean(one.release) },
    { text: one.referenced ? 'yes' : 'no' },
    { text: verdicts[one.verdict], mark: one.verdict === 'unwanted' ? style.warning : style.faint },
  ]);
  const titles = ['generation', 'database', 'release', 'used by tasks', 'state'];
  const layout = titles.map((title) => ({ title, flexible: title === 'database' || title === 'release' }));
  return joinLines([...lines, '', ...table(layout, cells, { columns, title: style.faint })]);
}
