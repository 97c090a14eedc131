import { type FeedResult, failed, found } from '../feed.ts';
import type { FeedProblem } from '../problem.ts';

/** One try: it is over, for good or bad, or it may be tried again after a while. */
export type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly problem: FeedProblem }
  | { readonly kind: 'again'; readonly problem: FeedProblem; readonly afterMs?: number };

export interface RetryPolicy {
  readonly attempts: number;
  readonly retryAfterMs: number;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

/** Tries until it is done or the tries are used up: the waits double, with some chance in them so that no herd forms. */
export async function retrying<T>(
  tryOnce: () => Promise<Attempt<T>>,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<FeedResult<T>> {
  for (let number = 1; ; number += 1) {
    const attempt = await tryOnce();
    if (attempt.kind === 'done') return found(attempt.value);
    if (attempt.kind === 'failed' || number >= policy.attempts) return failed(attempt.problem);
    if ((attempt.afterMs ?? 0) > policy.retryAfterMs) return failed(attempt.problem);
    await policy.wait(Math.max(attempt.afterMs ?? 0, backoff(number, policy)), signal);
  }
}

/** Between half and all of 0.5 s, 1 s, 2 s, …, 20 s. */
export function backoff(number: number, { random }: Pick<RetryPolicy, 'random'>): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (number - 1), LONGEST_WAIT_MS) * (0.5 + random() / 2);
}

/** Retry-After: seconds, or a date. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^[0-9]{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
