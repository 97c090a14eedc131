import type { Plan } from '../plan/model.ts';
import type { JournalRecord, RunnerIdentity } from './events.ts';
import type { Clock, LockHolder, RunStore, StepExecutor } from './ports.ts';
import type { RunState } from './state.ts';

export interface HostOptions {
  readonly run: string;
  readonly plan: Plan;
  readonly planDigest: string;
  readonly store: RunStore;
  readonly executor: StepExecutor;
  readonly clock: Clock;
  readonly runner: RunnerIdentity;
  /** Most steps in flight at once. A resumed run keeps the number it was started with. */
  readonly parallel: number;
  /** Stay and poll while only gates are left, instead of ending `blocked`. */
  readonly wait?: boolean;
  /** End `lock-held` instead of queueing behind another run. */
  readonly noWait?: boolean;
  /** For a resume. */
  readonly onlyFailed?: boolean;
  readonly decisions?: readonly NodeDecisionRequest[];
  /**
   * The fold of these records, which is the host's from now on. Used when the store gives the very same array for the
   * journal, which says that nothing was added; otherwise the journal is folded anew.
   */
  readonly known?: { readonly records: readonly JournalRecord[]; readonly state: RunState };
  /** How many steps may use what stands behind a node at once, such as a shared target. */
  readonly capacity?: (lane: number, node: number) => Capacity | undefined;
  readonly pollMilliseconds?: number;
  /** How long a step may take to stop after it was told to. Default one minute. */
  readonly graceMilliseconds?: number;
  /** Told what the first record of this process follows in the journal, before there is one. */
  readonly onOpened?: (previous: string) => void;
  /** Told after each write which records are durable now. */
  readonly onDurable?: (records: readonly JournalRecord[], state: RunState) => void;
  /** Told of a signal that was not obeyed. */
  readonly onRefused?: (reason: string) => void;
}

export interface NodeDecisionRequest {
  /** Node address. */
  readonly node: string;
  readonly decision: 'rerun' | 'skip' | 'mark-succeeded';
  readonly by: string;
  readonly note?: string;
}

export interface Capacity {
  readonly key: string;
  readonly limit: number;
}

/** How the host's work on a run ended. The run itself may go on later, except after the first three. */
export type RunResult =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'within-budget' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'paused'; readonly reason: string }
  | { readonly kind: 'blocked'; readonly gates: readonly string[] }
  | { readonly kind: 'interrupted' }
  /** Another run holds a lock, or another process drives this run. */
  | { readonly kind: 'lock-held'; readonly key: string; readonly holder: LockHolder }
  /** The journal could not be opened or written, or the host broke. What ran can be taken up later. */
  | { readonly kind: 'errored'; readonly message: string };

export interface RunHandle {
  readonly result: Promise<RunResult>;
  /** Undefined until the journal is open. */
  state(): RunState | undefined;
  /** Stops starting, writes what is known, and leaves running scripts alone: `result` becomes `interrupted`. */
  interrupt(): void;
  /** Cancels the run: what runs is told to stop. */
  cancel(by: string): void;
}
