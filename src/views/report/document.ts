import type { JournalRecord } from '../../run/events.ts';
import type { RunState } from '../../run/state.ts';
import {
  type InboxDecision,
  type StatusDeployment,
  type StatusDocument,
  type StatusWave,
  statusDocument,
} from '../status/document.ts';
import { decisionsOf, type ReportDecision } from './decisions.ts';
import { failuresOf, type ReportFailure } from './failures.ts';
import { type AttemptTime, type History, historyOf } from './history.ts';
import { type Segment, type TimeKind, totals } from './intervals.ts';
import { laneLine, runLine } from './lane-line.ts';
import { nodeName } from './node-name.ts';
import { type ReportProcess, reportProcesses } from './process.ts';

/** Milliseconds that went into work, and into each kind of waiting. */
export interface ReportTimes {
  readonly working: number;
  readonly waiting: { readonly [kind in TimeKind]?: number };
}

export interface ReportStretch {
  /** RFC 3339 UTC. */
  readonly from: string;
  readonly to: string;
  readonly kind: TimeKind;
}

export interface ReportAttempt {
  /** Node address. */
  readonly node: string;
  /** From 1 on; 0 for one that took a step back. */
  readonly attempt: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Null while it runs, or when nobody knows. */
  readonly outcome: string | null;
  /** First line of what it said. */
  readonly error?: string;
}

export interface ReportDeployment extends StatusDeployment {
  readonly times: ReportTimes;
  readonly timeline: readonly ReportStretch[];
  readonly attempts: readonly ReportAttempt[];
}

export interface ReportWave extends StatusWave {
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** All that a report tells, for programs; the page is made from it too. */
export interface ReportDocument extends Omit<StatusDocument, 'deployments' | 'waves'> {
  readonly channel: string;
  /** Git commit of the workspace. */
  readonly commit?: string;
  /** When the report was made, RFC 3339 UTC. */
  readonly generatedAt: string;
  readonly times: ReportTimes;
  readonly timeline: readonly ReportStretch[];
  readonly waves: readonly ReportWave[];
  readonly failures: readonly ReportFailure[];
  readonly decisions: readonly ReportDecision[];
  readonly deployments: readonly ReportDeployment[];
  readonly processes: readonly ReportProcess[];
}

/**
 * `now`: milliseconds since 1970, when a run that is not over is looked at. `decided`: by gate, what nobody has taken up
 * yet.
 */
export function reportDocument(
  state: RunState,
  records: readonly JournalRecord[],
  now: number,
  decided?: ReadonlyMap<string, InboxDecision>,
): ReportDocument {
  const status = statusDocument(state, undefined, decided);
  const history = historyOf(state, records, state.endedAt ?? now);
  const { commit, channel } = state.plan.header;
  const line = runLine(history);
  return {
    ...status,
    channel,
    ...(commit !== undefined && { commit }),
    generatedAt: timeOf(now),
    times: timesOf(line),
    timeline: line.map(stretchOf),
    waves: status.waves.map((wave) => ({ ...wave, ...waveTimes(history, wave) })),
    failures: failuresOf(status),
    decisions: decisionsOf(records),
    deployments: status.deployments.map((deployment, lane) => reportDeployment(state, history, deployment, lane)),
    processes: reportProcesses(state),
  };
}

function reportDeployment(
  state: RunState,
  history: History,
  deployment: StatusDeployment,
  lane: number,
): ReportDeployment {
  const line = laneLine(history, lane);
  const attempts = history.attempts.get(lane) ?? [];
  return {
    ...deployment,
    times: timesOf(line),
    timeline: line.map(stretchOf),
    attempts: attempts.map((attempt) => attemptOf(state, history, attempt)),
  };
}

function attemptOf(state: RunState, { whole }: History, time: AttemptTime): ReportAttempt {
  const { lane, node, attempt, from, to, outcome } = time;
  const message = outcome !== undefined && 'message' in outcome ? outcome.message.split('\n', 1)[0] : undefined;
  const isOver = outcome !== undefined || to < whole.to;
  return {
    node: nodeName(state, lane, node),
    attempt,
    startedAt: timeOf(from),
    endedAt: isOver ? timeOf(to) : null,
    outcome: outcome?.kind ?? null,
    ...(message !== undefined && { error: message }),
  };
}

function waveTimes({ waves }: History, { name, state }: StatusWave): Pick<ReportWave, 'startedAt' | 'endedAt'> {
  const times = waves.get(name);
  if (times === undefined) return { startedAt: null, endedAt: null };
  return { startedAt: timeOf(times.from), endedAt: state === 'finished' ? timeOf(times.to) : null };
}

function timesOf(line: readonly Segment[]): ReportTimes {
  const { running = 0, failing = 0, ...waiting } = totals(line);
  return { working: running + failing, waiting };
}

function stretchOf({ from, to, kind }: Segment): ReportStretch {
  return { from: timeOf(from), to: timeOf(to), kind };
}

function timeOf(time: number): string {
  return new Date(time).toISOString();
}
