import type { JournalRecord, RunEvent } from '../run/events.ts';
import { maskedEvent } from '../run/masked-event.ts';
import type { JournalWriter } from '../run/ports.ts';
import { JournalFile } from './journal-file.ts';
import { encodeRecord, genesis, linkLines, unlinked } from './journal-format.ts';
import { LineBuffer } from './line-buffer.ts';

/** So many characters of lines are linked together, which costs less than each alone. */
const linkedTogether = 16 * 1024;

interface Waiter {
  readonly seq: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Where a journal goes on: after the last whole record that is on disk. */
export interface JournalPosition {
  readonly seq: number;
  readonly previous: string;
  readonly bytes: number;
}

export interface JournalWriterOptions {
  /** Milliseconds since the epoch, for the records' `at`. */
  readonly now: () => number;
  /** Replaces secrets in a text; the one place where what was said becomes history. */
  readonly mask: (text: string) => string;
}

/**
 * Appends with group commit: while one batch is being synced the next gathers, so thousands of events share an fsync.
 * After a failed write nothing more is accepted: what a disk did with half a batch is unknown until the file is
 * opened again.
 */
export class FileJournalWriter implements JournalWriter {
  readonly #options: JournalWriterOptions;
  readonly #file: JournalFile;
  #seq: number;
  /** Digest of the last line that is linked. */
  #previous: string;
  /** Lines that are not linked yet. */
  #lines = '';
  /** Gathers while the other is being written. */
  #pending = new LineBuffer();
  #spare = new LineBuffer();
  #durableSeq: number;
  #writing = false;
  /** The next record is the first of a batch. */
  #begins = true;
  #failure: Error | undefined;
  #waiters: Waiter[] = [];
  #lastMillisecond = -1;
  #lastStamp = '';

  private constructor(file: JournalFile, position: JournalPosition, options: JournalWriterOptions) {
    this.#file = file;
    this.#options = options;
    this.#seq = position.seq;
    this.#previous = position.previous;
    this.#durableSeq = position.seq;
  }

  /** Opens the file for appending and cuts everything after `position`. */
  static async open(
    path: string,
    position: JournalPosition,
    options: JournalWriterOptions,
  ): Promise<FileJournalWriter> {
    return new FileJournalWriter(await JournalFile.open(path, position.bytes), position, options);
  }

  append(said: RunEvent): JournalRecord {
    const event = maskedEvent(said, this.#options.mask);
    const seq = this.#seq + 1;
    const at = this.#stamp();
    const record: JournalRecord = this.#begins ? { v: 1, seq, at, event, synced: true } : { v: 1, seq, at, event };
    this.#begins = false;
    this.#lines += encodeRecord(record, seq === 1 ? genesis : unlinked);
    this.#seq = seq;
    if (this.#lines.length >= linkedTogether) this.#link();
    return record;
  }

  flush(options?: { readonly alone: boolean }): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#durableSeq === this.#seq) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ seq: this.#seq, resolve, reject });
      this.#pump(options?.alone === true);
    });
  }

  async close(): Promise<void> {
    try {
      await this.flush();
      // Zeros that stay do no harm.
      await this.#file.cut().catch(() => undefined);
    } finally {
      await this.#file.close();
    }
  }

  #link(): void {
    this.#previous = linkLines(this.#pending.push(this.#lines), this.#previous);
    this.#lines = '';
  }

  #pump(alone: boolean): void {
    if (this.#writing || this.#durableSeq === this.#seq) return;
    if (this.#lines !== '') this.#link();
    const lines = this.#pending;
    const seq = this.#seq;
    this.#pending = this.#spare;
    this.#spare = lines;
    this.#begins = true;
    this.#writing = true;
    const done = (error: Error | null): void => {
      lines.clear();
      this.#writing = false;
      if (error !== null) {
        this.#fail(error);
        return;
      }
      this.#durableSeq = seq;
      this.#settle();
      this.#pump(false);
    };
    // To ask another thread and to be woken by it takes as long as a quick disk takes to write.
    if (alone && this.#file.isQuick) done(this.#file.writeHere(lines));
    else this.#file.write(lines, done);
  }

  #settle(): void {
    const waiting = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiting) {
      if (waiter.seq <= this.#durableSeq) waiter.resolve();
      else this.#waiters.push(waiter);
    }
  }

  #fail(error: Error): void {
    this.#failure = error;
    const waiting = this.#waiters;
    this.#waiters = [];
    const reject = (): void => {
      for (const waiter of waiting) waiter.reject(error);
    };
    // Half a batch may have reached the file. Cutting it is a courtesy: a reader copes with a torn line anyway.
    this.#file.cut().then(reject, reject);
  }

  /** Formatting a time costs more than the rest of a record, and many records share a millisecond. */
  #stamp(): string {
    const now = this.#options.now();
    if (now !== this.#lastMillisecond) {
      this.#lastMillisecond = now;
      this.#lastStamp = new Date(now).toISOString();
    }
    return this.#lastStamp;
  }
}
