import type { RunState } from '../../run/state.ts';

/** How a run stands, in one word. */
export type RunStateWord = 'running' | 'succeeded' | 'failed' | 'blocked' | 'paused' | 'cancelled';

export function runWord({ status, end }: Pick<RunState, 'status' | 'end'>): RunStateWord {
  switch (status) {
    case 'new':
    case 'running':
      return 'running';
    case 'blocked':
    case 'paused':
      return status;
    case 'finished':
      return end === undefined || end === 'within-budget' ? 'succeeded' : end;
    default:
      return status satisfies never;
  }
}

/** Where a deployment stands. `blocked`: only somebody else, or time, can move it. */
export type DeploymentWord =
  | 'waiting'
  | 'running'
  | 'blocked'
  | 'unknown'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'undone'
  | 'skipped';

/** How a step ended, or where it stands. `waiting` also covers one that waits for a gate or for its next attempt. */
export type NodeWord =
  | 'waiting'
  | 'running'
  | 'unknown'
  | 'succeeded'
  | 'skipped'
  | 'failed'
  | 'errored'
  | 'timed-out'
  | 'cancelled'
  | 'undone';
