import { close, constants, fdatasync, fdatasyncSync, ftruncate, open, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { JournalRecord, RunEvent } from '../run/events.ts';
import { maskedEvent } from '../run/masked-event.ts';
import type { JournalWriter } from '../run/ports.ts';
import { encodeRecord, genesis, linkLines, unlinked } from './journal-format.ts';
import { LineBuffer } from './line-buffer.ts';

/** One system call per batch instead of two, where the platform has it: a write returns when its data is on disk. */
const syncsOnWrite = typeof constants.O_DSYNC === 'number';

/** A disk whose last write took longer, in milliseconds, is never waited for in the thread that does all else. */
const quick = 2;

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
  readonly #file: number;
  #seq: number;
  /** Digest of the last line that is linked. */
  #previous: string;
  /** Lines that are not linked yet. */
  #lines = '';
  /** Gathers while the other is being written. */
  #pending = new LineBuffer();
  #spare = new LineBuffer();
  #durableSeq: number;
  #durableBytes: number;
  #writing = false;
  /** How long the last write took, in milliseconds. */
  #lastWrite = Number.POSITIVE_INFINITY;
  #failure: Error | undefined;
  #waiters: Waiter[] = [];
  #lastMillisecond = -1;
  #lastStamp = '';

  private constructor(file: number, position: JournalPosition, options: JournalWriterOptions) {
    this.#file = file;
    this.#options = options;
    this.#seq = position.seq;
    this.#previous = position.previous;
    this.#durableSeq = position.seq;
    this.#durableBytes = position.bytes;
  }

  /** Opens the file for appending and cuts everything after `position`. */
  static async open(
    path: string,
    position: JournalPosition,
    options: JournalWriterOptions,
  ): Promise<FileJournalWriter> {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (syncsOnWrite ? constants.O_DSYNC : 0);
    const file = await promisify(open)(path, flags, 0o600);
    await promisify(ftruncate)(file, position.bytes);
    return new FileJournalWriter(file, position, options);
  }

  append(said: RunEvent): JournalRecord {
    const event = maskedEvent(said, this.#options.mask);
    const record: JournalRecord = { v: 1, seq: this.#seq + 1, at: this.#stamp(), event };
    this.#lines += encodeRecord(record, record.seq === 1 ? genesis : unlinked);
    this.#seq = record.seq;
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
    } finally {
      await promisify(close)(this.#file);
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
    const batch = lines.bytes;
    const seq = this.#seq;
    this.#pending = this.#spare;
    this.#spare = lines;
    this.#writing = true;
    const begun = performance.now();
    const done = (error: Error | null): void => {
      this.#lastWrite = performance.now() - begun;
      lines.clear();
      this.#writing = false;
      if (error !== null) {
        this.#fail(error);
        return;
      }
      this.#durableSeq = seq;
      this.#durableBytes += batch.length;
      this.#settle();
      this.#pump(false);
    };
    if (alone && this.#lastWrite < quick) done(this.#writeHere(batch));
    else this.#writeAll(batch, 0, done);
  }

  #writeAll(batch: Buffer, from: number, done: (error: Error | null) => void): void {
    write(this.#file, batch, from, batch.length - from, null, (error, written) => {
      if (error !== null) return done(error);
      if (from + written < batch.length) return this.#writeAll(batch, from + written, done);
      if (syncsOnWrite) done(null);
      else fdatasync(this.#file, done);
    });
  }

  /** To ask another thread and to be woken by it takes as long as a quick disk takes to write. */
  #writeHere(batch: Buffer): Error | null {
    try {
      for (let from = 0; from < batch.length; ) from += writeSync(this.#file, batch, from);
      if (!syncsOnWrite) fdatasyncSync(this.#file);
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
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
    // Half a batch may have reached the file. Cutting it is a courtesy: a reader copes with a torn line anyway.
    ftruncate(this.#file, this.#durableBytes, () => {
      for (const waiter of waiting) waiter.reject(error);
    });
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
