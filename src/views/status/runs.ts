import { plainStyle } from '../../diagnostics/style.ts';
import type { StoredRun } from '../../run/ports.ts';
import type { RunState } from '../../run/state.ts';
import { joinLines, type Layout } from '../layout.ts';
import { type Cell, table } from '../table.ts';
import { clean } from '../text.ts';
import { ago, duration, localTime } from '../time.ts';
import { drivenField, type StatusCounts, statusCounts } from './document.ts';
import { countWords, stateMark, stateText } from './parts.ts';
import { type RunStateWord, runWord } from './words.ts';

export interface RunRow {
  readonly stored: StoredRun;
  readonly state: RunStateWord;
  /** As in the status of a run. */
  readonly driven?: boolean;
  /** RFC 3339. */
  readonly endedAt?: string;
  readonly counts?: StatusCounts;
}

export interface RunsDocument {
  readonly schemaVersion: 1;
  readonly runs: readonly (StoredRun & Omit<RunRow, 'stored'>)[];
}

export function runRow(stored: StoredRun, state: RunState, driven?: boolean): RunRow {
  const endedAt = state.endedAt === undefined ? {} : { endedAt: new Date(state.endedAt).toISOString() };
  const word = runWord(state);
  return { stored, state: word, ...drivenField(word, driven), ...endedAt, counts: statusCounts(state) };
}

export function runsDocument(rows: readonly RunRow[]): RunsDocument {
  return { schemaVersion: 1, runs: rows.map(({ stored, ...rest }) => ({ ...stored, ...rest })) };
}

/** A line per run, in the order given. `release`: the only one whose runs were asked for. */
export function runsText(rows: readonly RunRow[], { columns, style, now, zone }: Layout, release?: string): string {
  if (rows.length === 0) return release === undefined ? 'No runs yet.\n' : `No runs of ${clean(release)} yet.\n`;
  const cells = rows.map((row): readonly Cell[] => {
    const { stored, state, endedAt, counts } = row;
    const start = Date.parse(stored.startedAt);
    return [
      { text: clean(stored.run) },
      { text: `${clean(stored.project)} ${clean(stored.version)}` },
      { text: stateText(row), mark: row.driven === false ? style.warning : stateMark(state, style) },
      { text: `${localTime(start, zone)} (${ago(start, now)})` },
      { text: endedAt === undefined ? '' : duration(Date.parse(endedAt) - start) },
      { text: counts === undefined ? '' : countWords(counts, state, plainStyle), mark: style.faint },
    ];
  });
  const titles = [
    { title: 'run' },
    { title: 'release', flexible: true },
    { title: 'state' },
    { title: 'started', flexible: true },
    { title: 'took' },
    { title: 'deployments', flexible: true },
  ];
  return joinLines(table(titles, cells, { columns, title: style.faint }));
}
