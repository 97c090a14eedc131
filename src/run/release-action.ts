import type { RunEvent } from './events.ts';

/** What a host does for the run as a whole. */
export type ReleaseAction =
  /** To be recorded; nothing else has to be done about it. */
  | { readonly kind: 'record'; readonly event: RunEvent }
  /** Take the lane's locks, then record `lane-started`. */
  | { readonly kind: 'start-lane'; readonly lane: number }
  /** Only these gates are left. The host records `run-blocked`, or waits. */
  | { readonly kind: 'blocked'; readonly gates: readonly string[] };
