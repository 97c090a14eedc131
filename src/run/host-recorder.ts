import type { NodePlace } from './address.ts';
import type { JournalRecord, RunEvent } from './events.ts';
import { apply } from './fold.ts';
import type { JournalWriter } from './ports.ts';
import type { RunState } from './state.ts';

type Task = () => void;

/**
 * Appends events and folds them at once, writes them in batches, and runs what had to wait for the disk.
 * One write is under way at a time; what is appended meanwhile goes into the next one. A task runs after everything
 * appended before it is durable: so an outcome and the intents that follow from it cost one write together.
 */
export class Recorder {
  readonly #writer: JournalWriter;
  readonly #state: RunState;
  readonly #onDurable: ((records: readonly JournalRecord[], state: RunState) => void) | undefined;
  readonly #onError: (error: unknown) => void;
  readonly #onIdle: () => void;
  #batch: JournalRecord[] = [];
  #tasks: Task[] = [];
  #dirty = false;
  #writing = false;

  constructor(
    writer: JournalWriter,
    state: RunState,
    onDurable: ((records: readonly JournalRecord[], state: RunState) => void) | undefined,
    onError: (error: unknown) => void,
    onIdle: () => void,
  ) {
    this.#writer = writer;
    this.#state = state;
    this.#onDurable = onDurable;
    this.#onError = onError;
    this.#onIdle = onIdle;
  }

  /** `place`: where the node of the event is, where the caller knows. */
  record(event: RunEvent, place?: NodePlace): void {
    const record = this.#writer.append(event);
    apply(this.#state, record, place);
    this.#dirty = true;
    if (this.#onDurable !== undefined) this.#batch.push(record);
  }

  /** Runs the task once all that has been recorded so far is durable. */
  afterWrite(task: Task): void {
    this.#tasks.push(task);
  }

  /** Nothing waits for the disk. */
  get idle(): boolean {
    return !this.#dirty && !this.#writing && this.#tasks.length === 0;
  }

  /** Begins a write unless one is under way, which then is followed by another. */
  write(): void {
    if (this.#writing || (!this.#dirty && this.#tasks.length === 0)) return;
    const tasks = this.#tasks;
    const batch = this.#batch;
    this.#tasks = [];
    this.#batch = [];
    this.#dirty = false;
    this.#writing = true;
    this.#writer.flush().then(
      () => this.#written(tasks, batch),
      (error: unknown) => this.#onError(error),
    );
  }

  #written(tasks: readonly Task[], batch: readonly JournalRecord[]): void {
    this.#writing = false;
    try {
      if (batch.length > 0) this.#onDurable?.(batch, this.#state);
      for (const task of tasks) task();
      this.write();
      if (this.idle) this.#onIdle();
    } catch (error) {
      this.#onError(error);
    }
  }

  close(): Promise<void> {
    return this.#writer.close();
  }
}
