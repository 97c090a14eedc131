import type { AttemptOutcome } from './events.ts';

export type StopReason = 'timed-out' | 'cancelled';

/**
 * How an attempt ended that was told to stop. A step that had succeeded all the same has succeeded, and one that
 * nobody knows about stays unknown; anything else it says is the echo of being stopped.
 */
export function afterStop(outcome: AttemptOutcome, reason: StopReason, timeoutSeconds: number): AttemptOutcome {
  switch (outcome.kind) {
    case 'succeeded':
    case 'skipped':
    case 'unknown':
      return outcome;
    case 'awaiting':
      // Who is cancelled waits for its machine to be stopped there. Of one whose time is over nobody knows how it ended.
      if (reason === 'cancelled' || outcome.gate !== 'target') return outcome;
      return { kind: 'unknown', message: outcome.waitingFor };
    case 'failed':
    case 'errored':
    case 'timed-out':
    case 'cancelled':
      if (reason === 'cancelled') return { kind: 'cancelled' };
      return { kind: 'timed-out', message: `it took longer than ${timeoutSeconds} s` };
    default:
      return outcome satisfies never;
  }
}
