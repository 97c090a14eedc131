import type { Json } from '../util/json.ts';

/** How one attempt of a node ended. `failed`: the step said no. `errored`: our machinery broke. */
export type AttemptOutcome =
  | { readonly kind: 'succeeded'; readonly outputs?: { readonly [name: string]: Json } }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly message: string; readonly exitCode?: number }
  | { readonly kind: 'errored'; readonly message: string }
  | { readonly kind: 'timed-out'; readonly message: string }
  | { readonly kind: 'cancelled' }
  /**
   * Not an end. Its own work is done and somebody outside says how it ended, such as the receipt of an offline bundle;
   * or its machine (`target`) cannot be asked now, and the same attempt goes on, under its ticket, when it can.
   * `unheard`: nothing was ever said to that machine, so nothing of the attempt can be there.
   */
  | {
      readonly kind: 'awaiting';
      readonly gate: 'receipt' | 'approval' | 'target';
      readonly waitingFor: string;
      readonly unheard?: true;
    }
  /** Intent without outcome, and nobody can tell what happened. Only a person resolves it. */
  | { readonly kind: 'unknown'; readonly message: string };

export type LaneEnd = 'succeeded' | 'failed' | 'cancelled' | 'undone' | 'skipped';
export type RunEnd = 'succeeded' | 'failed' | 'cancelled' | 'within-budget';

export type GateKind = 'approval' | 'soak' | 'freeze' | 'lock' | 'receipt' | 'target' | 'lifecycle';

/** How a node ended where only its site saw it. */
export interface GateResult {
  /** Address. */
  readonly node: string;
  readonly how: 'succeeded' | 'failed' | 'skipped';
  readonly exitCode?: number;
  readonly outputs?: { readonly [name: string]: Json };
}

/** The process that drives a run: enough to prove it dead on the same machine. */
export interface RunnerIdentity {
  readonly host: string;
  readonly pid: number;
  /** Opaque start mark of the process (boot id and start ticks); two processes never share it. */
  readonly start: string;
  readonly user: string;
}

/**
 * All that can happen in a run. `lane` and `node` are addresses. The state of a run is a fold of the plan and these,
 * so whatever a screen shows or a decision needs must be here.
 */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly run: string;
      readonly release: string;
      readonly version: string;
      readonly project: string;
      readonly planDigest: string;
      readonly runner: RunnerIdentity;
      /** Most steps in flight at once. */
      readonly parallel: number;
      /** Taken once for the run and used by the `timestamp` root. */
      readonly timestamp: string;
    }
  | {
      readonly type: 'run-resumed';
      readonly runner: RunnerIdentity;
      readonly onlyFailed: boolean;
      /** The process before was stopped in the middle: nobody asked to try again what had failed for good. */
      readonly continues?: boolean;
      /** The run was being cancelled, and still is. */
      readonly cancelling?: boolean;
    }
  | { readonly type: 'wave-started'; readonly wave: string }
  | { readonly type: 'wave-finished'; readonly wave: string; readonly failed: number }
  | { readonly type: 'lane-started'; readonly lane: string }
  | { readonly type: 'lane-finished'; readonly lane: string; readonly end: LaneEnd; readonly reason?: string }
  /** A chain step with a barrier lets the lanes of a wave go on. */
  | { readonly type: 'barrier-opened'; readonly step: string; readonly wave: string }
  | { readonly type: 'attempt-started'; readonly node: string; readonly attempt: number; readonly ticket: string }
  | {
      readonly type: 'attempt-finished';
      readonly node: string;
      readonly attempt: number;
      readonly outcome: AttemptOutcome;
    }
  /** A person decided about a node: run it again, leave it out, or take it as done. */
  | {
      readonly type: 'node-decided';
      readonly node: string;
      readonly decision: 'rerun' | 'skip' | 'mark-succeeded';
      readonly by: string;
      readonly note?: string;
    }
  | { readonly type: 'undo-started'; readonly node: string; readonly ticket: string }
  | { readonly type: 'undo-finished'; readonly node: string; readonly outcome: AttemptOutcome }
  | {
      readonly type: 'gate-opened';
      readonly gate: string;
      readonly kind: GateKind;
      /** Wave name, lane or node address, or `release`. */
      readonly scope: string;
      readonly waitingFor: string;
      /** RFC 3339; set when time alone opens the gate. */
      readonly until?: string;
    }
  | {
      readonly type: 'gate-resolved';
      readonly gate: string;
      readonly decision: 'approved' | 'rejected' | 'passed';
      readonly by: string;
      readonly note?: string;
      /** Of a receipt: what happened to each node of the bundle at the site. */
      readonly results?: readonly GateResult[];
    }
  | { readonly type: 'cancel-requested'; readonly by: string }
  /** Nothing new starts; resumable. */
  | { readonly type: 'run-paused'; readonly reason: string }
  /** Nothing can go on before a gate opens; resumable. */
  | { readonly type: 'run-blocked'; readonly gates: readonly string[] }
  | { readonly type: 'run-finished'; readonly end: RunEnd };

/** An event with its place in the journal. On disk each line also says what it follows; see `journal-format.ts`. */
export interface JournalRecord {
  readonly v: 1;
  readonly seq: number;
  /** RFC 3339 UTC with milliseconds. Never used to order anything: clocks go backwards. */
  readonly at: string;
  readonly event: RunEvent;
  /** All records before this one were on disk when it was written. */
  readonly synced?: true;
}
