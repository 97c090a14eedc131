import type { Json } from '../util/json.ts';
import type { AttemptOutcome, GateResult, JournalRecord, RunEvent, RunnerIdentity } from './events.ts';

/** What a host asks of whoever performs steps. Asked again for the same attempt, it returns the stored outcome. */
export interface StepExecutor {
  /** Performs the attempt to its end. */
  execute(request: ExecuteRequest, stop: StopRequest): Promise<AttemptOutcome>;
  /** Looks, without acting, what became of an attempt whose outcome nobody recorded. */
  observe(request: ExecuteRequest): Promise<Observation>;
  /** Whether the machine of a node that waits for it can be asked by now. */
  canReach?(lane: number, node: number): boolean;
  /** Whether the node's kind has a compensation. */
  canUndo(lane: number, node: number): boolean;
  /** Whether an attempt of the node that failed is undone as well. Nothing is when absent. */
  canUndoFailed?(lane: number, node: number): boolean;
  /** Whether the node's success is a point of no return. Nothing is when absent. */
  isCommit?(lane: number, node: number): boolean;
  undo(request: ExecuteRequest, stop: StopRequest): Promise<AttemptOutcome>;
}

/** How an attempt is told to stop. The signal is made when it is first read: many steps never look. */
export interface StopRequest {
  readonly signal: AbortSignal;
}

export interface ExecuteRequest {
  readonly run: string;
  readonly lane: number;
  /** Index into the nodes of the lane's graph. */
  readonly node: number;
  readonly attempt: number;
  /** Names the attempt for ever; starting the same ticket twice is one start. */
  readonly ticket: string;
  /** RFC 3339, one value for the whole run. */
  readonly timestamp: string;
  /** Outputs of finished steps of the lane, by step path (see language.md part 5). */
  outputs(step: string): { readonly [name: string]: Json } | undefined;
  /** How another node of the lane stands now. Absent where nobody can tell. */
  stands?(node: number): 'open' | 'succeeded' | 'left-out';
  /** Whether a step of the lane has failed before, so that only `failure` and `always` steps go on. */
  readonly failed?: boolean;
}

export type Observation =
  | { readonly kind: 'finished'; readonly outcome: AttemptOutcome }
  | { readonly kind: 'running' }
  | { readonly kind: 'never-started' }
  | { readonly kind: 'cannot-tell'; readonly message: string };

export interface Clock {
  now(): number;
  /** Resolves at the time (milliseconds since the epoch), or when the signal fires. */
  sleepUntil(time: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds that only grow, as finely as may be, to find out how long something takes. */
  elapsed?(): number;
}

/** The one writer of a run's events. */
export interface JournalWriter {
  /** Queues the event; its record has its place in the order at once. */
  append(event: RunEvent): JournalRecord;
  /**
   * Resolves when everything appended so far is on disk. Rejects when the disk says no; nothing is lost silently.
   * `alone`: whoever asks has nothing else to do until then, so this thread may wait for the disk itself.
   */
  flush(options?: { readonly alone: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** A message to a run from another process. */
export type Signal =
  | { readonly kind: 'cancel'; readonly by: string }
  | {
      readonly kind: 'gate';
      readonly gate: string;
      readonly decision: 'approved' | 'rejected';
      readonly by: string;
      readonly note?: string;
      /** The approval counts only for this plan. */
      readonly planDigest: string;
      /** Of a receipt. */
      readonly results?: readonly GateResult[];
    };

export interface StoredRun {
  readonly run: string;
  readonly release: string;
  readonly version: string;
  readonly project: string;
  readonly planDigest: string;
  readonly startedAt: string;
}

/** A row of `where`: which version of which project is there since when. */
export interface Deployed {
  readonly tenant: string | null;
  readonly environment: string;
  readonly project: string;
  readonly version: string;
  readonly since: string;
  readonly run: string;
  /** `cancelled`: stopped when something had been done. `running`: begun, and nobody has told how it ended. */
  readonly state: 'succeeded' | 'failed' | 'cancelled' | 'running';
}

export interface LockHolder {
  readonly run: string;
  readonly runner: RunnerIdentity;
  readonly since: string;
  /** The runner is dead, and scripts of the run still go on. */
  readonly orphans?: boolean;
}

export type LockResult =
  | { readonly kind: 'acquired'; readonly fence: number }
  | { readonly kind: 'held'; readonly key: string; readonly holder: LockHolder; readonly position: number };

/** Where runs live. One contract suite runs against every implementation. */
export interface RunStore {
  /** `exists` when a run of that name is there: names are never reused. */
  createRun(run: StoredRun, plan: Iterable<string>): Promise<'created' | 'exists'>;
  listRuns(): Promise<readonly StoredRun[]>;
  /** At least those whose journal does not end with the end of the run; finding them reads no whole journal. */
  unfinishedRuns(): Promise<readonly StoredRun[]>;
  /** Lines of the plan, as stored. */
  readPlan(run: string): AsyncIterable<string>;
  /** What happened so far; a live run may be read by anyone at any time. */
  readJournal(run: string): Promise<JournalRead>;
  /**
   * Becomes the one writer of the run. `held` when a living process drives it. A torn last line is cut and reported;
   * a damaged middle is refused with its position.
   */
  openJournal(run: string, runner: RunnerIdentity): Promise<OpenedJournal>;
  /**
   * Does the work while nobody can become the writer of the run. False, with nothing done, when a living process drives
   * the run or there is no such run; otherwise what the work says.
   */
  whileUndriven(run: string, runner: RunnerIdentity, work: () => Promise<boolean>): Promise<boolean>;
  /** All keys or none, in the given order; queues visibly behind a living holder. */
  acquireLocks(run: string, runner: RunnerIdentity, keys: readonly string[]): Promise<LockResult>;
  releaseLocks(run: string, runner: RunnerIdentity, keys: readonly string[]): Promise<void>;
  /** Whether a living process drives the run now. */
  runnerOf(run: string): Promise<LockHolder | undefined>;
  send(run: string, signal: Signal): Promise<void>;
  /** Signals not yet taken, oldest first. A signal is taken by `take`, after its event is durable. */
  signals(run: string): Promise<readonly { readonly id: string; readonly signal: Signal }[]>;
  take(run: string, id: string): Promise<void>;
  recordDeployed(rows: readonly Deployed[]): Promise<void>;
  deployed(filter: { readonly project?: string }): Promise<readonly Deployed[]>;
}

export type JournalRead =
  | {
      readonly kind: 'read';
      readonly records: readonly JournalRecord[];
      /** Bytes after the last whole record: a write that is under way, or was cut off. */
      readonly tornBytes: number;
    }
  | { readonly kind: 'damaged'; readonly line: number; readonly offset: number; readonly reason: string }
  | { readonly kind: 'not-found' };

export type OpenedJournal =
  | {
      readonly kind: 'opened';
      readonly writer: JournalWriter;
      readonly records: readonly JournalRecord[];
      /** What the next record follows: the digest of the last line. */
      readonly previous: string;
      /** Bytes of a torn last line that were cut; 0 when there were none. */
      readonly cutBytes: number;
    }
  | { readonly kind: 'held'; readonly holder: LockHolder }
  | { readonly kind: 'damaged'; readonly line: number; readonly offset: number; readonly reason: string }
  | { readonly kind: 'not-found' };
