import { stepOf } from './lane-state.ts';
import { status } from './node-status.ts';
import type { RunState } from './state.ts';

export interface NextAttempt {
  /** When, in milliseconds since 1970; undefined: it has begun already. */
  readonly at: number | undefined;
  /** `attempt` of `attempts`, counted from when the step was last begun anew: what people wrote in `retry`. */
  readonly attempt: number;
  readonly attempts: number;
}

/**
 * What follows an attempt that ended without success, or undefined when that was the last. `state` may know more than the
 * attempt: the next one may have begun.
 */
export function nextAttempt(
  state: RunState,
  { node: address, attempt }: { readonly node: string; readonly attempt: number },
): NextAttempt | undefined {
  const { lane: index, node } = state.addresses.node(address) ?? { lane: -1, node: -1 };
  const lane = state.lanes[index];
  if (lane === undefined) return undefined;
  const highest = lane.attempts[node] ?? 0;
  const waits = lane.status[node] === status.retry && highest === attempt;
  if (!waits && highest <= attempt) return undefined;
  const next = attempt - (lane.attemptsBefore[node] ?? 0) + 1;
  const at = waits ? lane.retries.get(node)?.at : undefined;
  // A step that may be repeated is tried again after an unknown end, though nobody asked for a retry.
  return { at, attempt: next, attempts: Math.max(next, stepOf(lane, node).retry.attempts) };
}
