import type { RunResult } from '../run/host-types.ts';
import { countOf } from '../run/lane-state.ts';
import { status } from '../run/node-status.ts';
import type { RunState } from '../run/state.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { type Failure, failure } from './failure.ts';
import type { StopSignal } from './surroundings.ts';

/** What the process ends with after a run. `stopped`: the signal that a person or system stopped it with. */
export function exitCodeOf(result: RunResult, stopped: StopSignal | undefined, last: RunState | undefined): ExitCode {
  if (stopped !== undefined && result.kind !== 'succeeded') {
    return stopped === 'SIGTERM' ? exitCode.terminated : exitCode.interrupted;
  }
  switch (result.kind) {
    case 'succeeded':
      return exitCode.done;
    case 'within-budget':
      return exitCode.withinBudget;
    case 'cancelled':
    case 'failed':
      return exitCode.failed;
    case 'paused':
      return onlyUnknown(last) ? exitCode.blocked : exitCode.failed;
    case 'blocked':
      return exitCode.blocked;
    case 'lock-held':
      return exitCode.lockHeld;
    case 'interrupted':
      return exitCode.interrupted;
    case 'errored':
      return exitCode.usage;
    default:
      return result satisfies never;
  }
}

/** Nothing failed: somebody could not be asked how a step ended, and a resume asks again. */
function onlyUnknown(last: RunState | undefined): boolean {
  const lanes = (last?.lanes ?? []).filter((lane) => lane !== undefined);
  const failed = lanes.some(({ failed: one, end }) => one || (end !== undefined && end !== 'succeeded'));
  return !failed && lanes.some((lane) => countOf(lane, status.unknown) > 0);
}

/** What has to be said about a result beyond the state of the run. */
export function failureOf(result: RunResult, run: string): Failure | undefined {
  if (result.kind === 'errored') {
    const hint = `mend that, then go on with release resume ${run}`;
    return { ...failure('REL3030', `Run ${run} could not go on: ${result.message}`, hint), exit: exitCode.usage };
  }
  if (result.kind !== 'lock-held') return undefined;
  const { run: other, runner, since, orphans } = result.holder;
  if (other === run) return drivenElsewhere(run, runner.host, runner.pid);
  if (orphans === true) {
    const left = `Run ${other} is cut off, and what it began for ${result.key} still goes on`;
    const how = `release resume ${other} goes on with it, release cancel ${other} stops it; or wait, without --no-wait`;
    return { ...failure('REL3029', left, how), exit: exitCode.lockHeld };
  }
  const summary = `Run ${other} holds ${result.key} since ${since}`;
  const hint = `wait for it, or leave --no-wait away; then go on with release resume ${run}`;
  return { ...failure('REL3029', summary, hint), exit: exitCode.lockHeld };
}

export function drivenElsewhere(run: string, host: string, pid: number): Failure {
  const summary = `Process ${pid} on ${host} drives run ${run}`;
  return {
    ...failure('REL3028', summary, `see release status ${run}, or stop it with release cancel ${run}`),
    exit: exitCode.lockHeld,
  };
}
