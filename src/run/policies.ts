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
    case 'awaiting':
      return outcome;
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
