import type { WorkspaceConfig } from '../config/model.ts';
import type { Plan } from '../plan/model.ts';
import type { JournalRecord, RunnerIdentity } from '../run/events.ts';
import { openRun } from '../run/host.ts';
import type { HostOptions, RunHandle, RunResult } from '../run/host-types.ts';
import type { RunStore } from '../run/ports.ts';
import type { RunState } from '../run/state.ts';
import type { Masker } from '../secrets/masker.ts';
import { JournalLines } from '../store/journal-lines.ts';
import { identify } from '../store/runner-identity.ts';
import { jsonLine, jsonText } from '../views/json.ts';
import { createProgress, type Progress } from '../views/progress/progress.ts';
import { statusDocument } from '../views/status/document.ts';
import { runSummaryText } from '../views/status/summary.ts';
import { zoneHere } from '../views/time.ts';
import { isContinuousIntegration } from './colour.ts';
import type { CommandContext } from './context.ts';
import { reportCrash } from './crash-report.ts';
import type { ExitCode } from './exit-code.ts';
import { isFailure } from './failure.ts';
import { forgetTickets, isSettled } from './forget-tickets.ts';
import { layoutOf } from './layout.ts';
import { openExecutor } from './open-executor.ts';
import { openOutbound } from './open-outbound.ts';
import { stateFolder } from './open-store.ts';
import type { Outbound } from './outbound.ts';
import { realClock } from './real-clock.ts';
import { logsFolder } from './run-folder.ts';
import { RunLogs } from './run-logs.ts';
import { exitCodeOf, failureOf } from './run-outcome.ts';
import { stepOutput } from './step-output.ts';
import { type Stopping, stopOnSignals } from './stop-on-signals.ts';
import type { StopSignal } from './surroundings.ts';
import { targetCapacity } from './target-capacity.ts';

export interface DriveOptions {
  readonly run: string;
  readonly plan: Plan;
  readonly planDigest: string;
  readonly store: RunStore;
  readonly root: string;
  readonly config: Pick<WorkspaceConfig, 'state' | 'notifications' | 'agents'>;
  readonly masker: Masker;
  /** What an earlier process did. */
  readonly before: readonly JournalRecord[];
  /** The fold of those, to be used by nobody else any more; absent when there are none. */
  readonly state?: RunState;
  /** Step output is shown as it comes. */
  readonly verbose: boolean;
  /** Cancels the run instead of going on with it; who says so. */
  readonly cancelledBy?: string;
  readonly host: Pick<HostOptions, 'parallel' | 'wait' | 'noWait' | 'onlyFailed' | 'decisions'>;
}

/** Steps in flight at once when nobody says otherwise. */
export const usualParallel = 16;

/** Performs a run that is in the store until it ends, waits for something, or is stopped; shows it meanwhile. */
export async function driveRun(context: CommandContext, options: DriveOptions): Promise<ExitCode> {
  const { surroundings, print } = context;
  const { run, plan } = options;
  const state = stateFolder(options.root, options.config.state);
  const progress = progressFor(context, options);
  const runner = identify(surroundings.pid);
  const logs = new RunLogs(logsFolder(state, run), surroundings.now);
  const { root, masker } = options;
  const { notifications } = options.config;
  const warn = (line: string): void => progress.notice(line);
  const outbound = await openOutbound({ surroundings, root, state, run, plan, notifications, masker, warn });
  const opened = await openExecutor({
    surroundings,
    root,
    state,
    plan,
    masker,
    agents: options.config.agents,
    notice: warn,
    environmentOf: outbound.environmentOf,
    log: stepOutput(plan, logs, (node, line) => progress.output(node, line)),
    logged: () => logs.written(),
    warn: ({ code, summary, hint }) =>
      progress.notice(`warning ${code}: ${summary}${hint === undefined ? '' : ` (${hint})`}`),
    onBug: (error) => reportCrash(error, surroundings, context.directory),
  });
  if (isFailure(opened)) return print.fail(opened);
  progress.replay(options.before, options.state);
  await progress.start();
  outbound.catchUp(options.before);
  const { result, stopped, last, logsKept } = await perform(context, options, {
    opened,
    progress,
    logs,
    outbound,
    runner,
  });
  if (last !== undefined && logsKept && result.kind !== 'errored' && result.kind !== 'lock-held') {
    const forgetting = { state, store: options.store, runner };
    // Left-overs harm nobody; `cache prune` takes them.
    await forgetTickets(forgetting, last).catch(() => false);
  }
  if (last !== undefined) showEnd(context, last);
  const problem = failureOf(result, run);
  // A machine that reads JSON or events has them already; why nothing more comes goes to the person.
  if (problem !== undefined && last === undefined) return print.fail(problem);
  if (problem !== undefined) print.diagnostics(problem.diagnostics);
  return exitCodeOf(result, stopped, last);
}

interface Performing {
  readonly opened: Extract<Awaited<ReturnType<typeof openExecutor>>, { readonly kind: 'opened' }>;
  readonly progress: Progress;
  readonly logs: RunLogs;
  readonly outbound: Outbound;
  /** This process. */
  readonly runner: RunnerIdentity;
}

interface Performed {
  readonly result: RunResult;
  readonly stopped: StopSignal | undefined;
  /** Absent when the journal could not be opened. */
  readonly last: RunState | undefined;
  /** All that steps wrote is in the logs of the run. */
  readonly logsKept: boolean;
}

async function perform(context: CommandContext, options: DriveOptions, performing: Performing): Promise<Performed> {
  const { progress } = performing;
  const start = (): RunHandle => openRun(hostOptions(context, options, performing));
  const stopping = stopOnSignals(context.surroundings, start, (text) => progress.notice(text), options.run);
  let result: RunResult;
  let logsKept = false;
  try {
    if (options.cancelledBy !== undefined) stopping.handle().cancel(options.cancelledBy);
    result = await stopping.result;
  } finally {
    logsKept = await finish(stopping, performing);
  }
  return { result, stopped: stopping.stopped(), last: stopping.handle().state(), logsKept };
}

/** False when some output of steps is lost. */
async function finish(stopping: Stopping, { opened, progress, logs, outbound }: Performing): Promise<boolean> {
  stopping.release();
  const lost = await logs.close();
  if (lost !== undefined)
    progress.notice(
      `warning: some output of steps was not kept: ${lost instanceof Error ? lost.message : String(lost)}`,
    );
  await outbound.close();
  const last = stopping.handle().state();
  if (lost === undefined && last !== undefined && isSettled(last)) await opened.forget(last);
  await progress.stop();
  opened.close();
  return lost === undefined;
}

function hostOptions(
  { surroundings, print, output }: CommandContext,
  { run, plan, planDigest, store, host, before, state: folded }: DriveOptions,
  { opened, progress, outbound, runner }: Performing,
): HostOptions {
  const capacity = targetCapacity(plan);
  let lines: JournalLines | undefined;
  return {
    run,
    plan,
    planDigest,
    store,
    ...(folded !== undefined && { known: { records: before, state: folded } }),
    executor: opened.executor,
    clock: realClock(surroundings.now),
    runner,
    ...host,
    ...(capacity !== undefined && { capacity }),
    onOpened: (previous) => {
      if (output === 'ndjson') lines = new JournalLines(previous);
    },
    onDurable: (records, state) => {
      progress.records(records, state);
      outbound.read(records, state);
      if (lines !== undefined) for (const record of records) print.data(jsonLine(lines.next(record)));
    },
    onRefused: (reason) => progress.notice(`not obeyed: ${reason}`),
  };
}

function progressFor({ surroundings, print }: CommandContext, { plan, run, verbose }: DriveOptions): Progress {
  const { stderr, now, environment } = surroundings;
  return createProgress({
    plan,
    run,
    interactive: stderr.isTerminal && !isContinuousIntegration(environment) && environment.TERM !== 'dumb',
    verbose,
    size: () => ({ columns: stderr.columns, rows: stderr.rows }),
    style: print.style.note,
    zone: zoneHere,
    now,
    write: (text) => stderr.write(text),
  });
}

function showEnd(context: CommandContext, state: RunState): void {
  const document = statusDocument(state);
  if (context.output === 'json') context.print.data(jsonText(document));
  else context.surroundings.stderr.write(runSummaryText(document, layoutOf(context, 'stderr')));
}
