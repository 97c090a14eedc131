/**
 * Where a node stands, as the fold keeps it: small numbers in a byte array. Everything up to `unknown` is open,
 * everything from `succeeded` on has ended. Readers outside the fold get the union `NodeState` (node-state.ts).
 */
export const status = {
  /** Waits for other nodes. */
  pending: 0,
  /** All it waits for has ended; an executor may perform it. */
  ready: 1,
  /** A gate has to be opened for it. */
  due: 2,
  /** Waits for a shared lane. */
  joining: 3,
  running: 4,
  gate: 5,
  retry: 6,
  barrier: 7,
  unknown: 8,
  succeeded: 9,
  skipped: 10,
  /** Skipped because an earlier step failed: not a success for whoever joins it. */
  dropped: 11,
  failed: 12,
  errored: 13,
  timedOut: 14,
  cancelled: 15,
  undone: 16,
} as const;

export const statusCount = 17;

export function hasEnded(code: number): boolean {
  return code >= status.succeeded;
}

/** Ended in a way that makes its lane fail. */
export function isFailure(code: number): boolean {
  return code >= status.failed && code <= status.cancelled;
}
