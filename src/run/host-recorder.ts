import type { NodePlace } from './address.ts';
import type { JournalRecord, RunEvent } from './events.ts';
import { apply } from './fold.ts';
import { Acts } from './host-acts.ts';
import type { Flight } from './host-flights.ts';
import type { JournalWriter } from './ports.ts';
import type { RunState } from './state.ts';

type Task = () => void;

export interface RecorderHooks {
  readonly onDurable?: ((records: readonly JournalRecord[], state: RunState) => void) | undefined;
  /** The intent of this attempt is durable. */
  readonly act: (flight: Flight) => void;
  readonly onError: (error: unknown) => void;
  readonly onIdle: () => void;
  /** Whether nothing is under way but so many attempts, which wait for a write. */
  readonly isAlone: (intents: number) => boolean;
  /** Milliseconds that only grow, as finely as may be. Without, no write begins before all attempts of the last have. */
  readonly elapsed?: (() => number) | undefined;
}

/**
 * Appends events and folds them at once, writes them in batches, and runs what had to wait for the disk.
 * One write is under way at a time; what is appended meanwhile goes into the next one. A task runs after everything
 * appended before it is durable: so an outcome and the intents that follow from it cost one write together.
 */
export class Recorder {
  readonly #writer: JournalWriter;
  readonly #state: RunState;
  readonly #hooks: RecorderHooks;
  #batch: JournalRecord[] = [];
  #intents: Flight[] = [];
  readonly #acts: Acts;
  #tasks: Task[] = [];
  #dirty = false;
  #writing = false;
  /** When the last write began, and how long it took. */
  #begunAt = 0;
  #took = Number.POSITIVE_INFINITY;

  constructor(writer: JournalWriter, state: RunState, hooks: RecorderHooks) {
    this.#writer = writer;
    this.#state = state;
    this.#hooks = hooks;
    const { act, onError, elapsed } = hooks;
    this.#acts = new Acts({ act, onError, elapsed, onEmpty: () => this.#acted() });
  }

  /** `place`: where the node of the event is, where the caller knows. */
  record(event: RunEvent, place?: NodePlace): void {
    const record = this.#writer.append(event);
    apply(this.#state, record, place);
    this.#dirty = true;
    if (this.#hooks.onDurable !== undefined) this.#batch.push(record);
  }

  /** Runs the task once all that has been recorded so far is durable. */
  afterWrite(task: Task): void {
    this.#tasks.push(task);
  }

  /** Lets the attempt act once all that has been recorded so far is durable. Every step does, so it costs no closure. */
  actAfterWrite(flight: Flight): void {
    this.#intents.push(flight);
  }

  /** Nothing waits for the disk. */
  get idle(): boolean {
    return !this.#dirty && !this.#writing && !this.#isAwaited && this.#acts.left === 0;
  }

  get #isAwaited(): boolean {
    return this.#tasks.length > 0 || this.#intents.length > 0;
  }

  /** Begins a write unless one is under way, which then is followed by another. */
  write(): void {
    if (this.#writing || !(this.#dirty || this.#isAwaited) || !this.#goesAhead()) return;
    const [batch, intents, tasks] = [this.#batch, this.#intents, this.#tasks];
    [this.#batch, this.#intents, this.#tasks] = [[], [], []];
    this.#dirty = false;
    this.#writing = true;
    this.#begunAt = this.#hooks.elapsed?.() ?? 0;
    this.#writer.flush({ alone: this.#acts.left === 0 && this.#hooks.isAlone(intents.length) }).then(
      () => this.#written(batch, intents, tasks),
      (error: unknown) => this.#hooks.onError(error),
    );
  }

  #written(batch: readonly JournalRecord[], intents: readonly Flight[], tasks: readonly Task[]): void {
    this.#writing = false;
    if (this.#hooks.elapsed !== undefined) this.#took = this.#hooks.elapsed() - this.#begunAt;
    this.#safely(() => {
      // The disk goes on while we do.
      this.write();
      if (batch.length > 0) this.#hooks.onDurable?.(batch, this.#state);
      for (const task of tasks) task();
      this.#acts.add(intents);
    });
  }

  /**
   * Whether to write what is there though more attempts are about to begin, whose steps could share the write. Then
   * batches take turns: one is on its way to the disk while the steps of others are worked on. That pays where this
   * work takes as long as a write does, so not on a slow disk, nor shortly before the end of the work.
   */
  #goesAhead(): boolean {
    return this.#acts.left === 0 || this.#acts.remaining >= this.#took;
  }

  /** What the last ones lead to at once is there a moment later, and shares the write. */
  #acted(): void {
    if (this.#dirty || this.#isAwaited) queueMicrotask(() => setImmediate(() => this.#safely(() => this.write())));
    if (this.idle) this.#hooks.onIdle();
  }

  #safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#hooks.onError(error);
    }
  }

  close(): Promise<void> {
    return this.#writer.close();
  }
}
