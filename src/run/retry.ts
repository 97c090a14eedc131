import type { PlanStep } from '../plan/model.ts';
import type { AttemptOutcome } from './events.ts';

const longestBackoffSeconds = 3600;

/**
 * When to try again, in milliseconds since 1970, or undefined when this was the last attempt. `tries` counts the
 * attempts since the run was started or last resumed, this one included. The wait doubles each time, up to an hour.
 * An unknown outcome is only tried again when the step may be repeated, and then at least once.
 */
export function retryTime(step: PlanStep, outcome: AttemptOutcome, tries: number, now: number): number | undefined {
  if (tries >= allowedAttempts(step, outcome)) return undefined;
  const seconds = Math.min(step.retry.backoffSeconds * 2 ** Math.min(tries - 1, 30), longestBackoffSeconds);
  return now + seconds * 1000;
}

function allowedAttempts(step: PlanStep, outcome: AttemptOutcome): number {
  switch (outcome.kind) {
    case 'failed':
    case 'errored':
    case 'timed-out':
      return step.retry.attempts;
    case 'unknown':
      return step.idempotent ? Math.max(2, step.retry.attempts) : 0;
    case 'succeeded':
    case 'skipped':
    case 'cancelled':
    case 'awaiting':
      return 0;
    default:
      return outcome satisfies never;
  }
}
