import type { AttemptOutcome, LaneEnd, RunEnd } from '../../run/events.ts';

/** `cicd.pipeline.result` and `cicd.pipeline.task.run.result`, as the semantic conventions list them. */
export type Result = 'success' | 'failure' | 'error' | 'timeout' | 'cancellation' | 'skip';

export function resultOfAttempt({ kind }: AttemptOutcome): Result {
  switch (kind) {
    case 'succeeded':
    case 'awaiting':
      return 'success';
    case 'skipped':
      return 'skip';
    case 'failed':
      return 'failure';
    case 'errored':
    case 'unknown':
      return 'error';
    case 'timed-out':
      return 'timeout';
    case 'cancelled':
      return 'cancellation';
    default:
      return kind satisfies never;
  }
}

export function resultOfLane(end: LaneEnd): Result {
  switch (end) {
    case 'succeeded':
      return 'success';
    case 'failed':
    case 'undone':
      return 'failure';
    case 'cancelled':
      return 'cancellation';
    case 'skipped':
      return 'skip';
    default:
      return end satisfies never;
  }
}

export function resultOfRun(end: RunEnd): Result {
  switch (end) {
    case 'succeeded':
    case 'within-budget':
      return 'success';
    case 'failed':
      return 'failure';
    case 'cancelled':
      return 'cancellation';
    default:
      return end satisfies never;
  }
}

/** Whether the span is one of an error. Cancelling is what somebody wanted. */
export function isError(result: Result): boolean {
  return result === 'failure' || result === 'error' || result === 'timeout';
}
