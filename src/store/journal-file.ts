import { close, constants, fdatasync, fdatasyncSync, ftruncate, open, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { LineBuffer } from './line-buffer.ts';

/** One system call per batch instead of two, where the platform has it: a write returns when its data is on disk. */
const syncsOnWrite = typeof constants.O_DSYNC === 'number';

/** A disk whose last write took longer, in milliseconds, is never waited for in the thread that does all else. */
const quick = 2;

/** How many bytes are taken ahead: as many as there are, within these. */
const ahead = { least: 64 * 1024, most: 512 * 1024 };

type Done = (error: Error | null) => void;

/**
 * Where lines are kept. Space is taken ahead and holds zeros until lines stand there: a file that grows costs the disk a
 * second trip for its length, which takes as long again. Zeros at the end are no lines; a closed file has none.
 */
export class JournalFile {
  readonly #file: number;
  /** Bytes of lines that are on disk. */
  #length: number;
  /** Bytes that the file can hold without growing. */
  #space: number;
  /** How long the last write took, in milliseconds. */
  #took = Number.POSITIVE_INFINITY;

  private constructor(file: number, length: number) {
    this.#file = file;
    this.#length = length;
    this.#space = length;
  }

  /** Opens the file to go on after so many bytes, and cuts what stands there. */
  static async open(path: string, length: number): Promise<JournalFile> {
    const flags = constants.O_WRONLY | constants.O_CREAT | (syncsOnWrite ? constants.O_DSYNC : 0);
    const file = await promisify(open)(path, flags, 0o600);
    await promisify(ftruncate)(file, length);
    return new JournalFile(file, length);
  }

  /** The last write took so little time that to ask another thread would take as long. */
  get isQuick(): boolean {
    return this.#took < quick;
  }

  /** Writes the lines in another thread. They may not change before it is done. */
  write(lines: LineBuffer, done: Done): void {
    const needed = lines.bytes.length;
    const begun = performance.now();
    const end: Done = (error) => {
      if (error === null) this.#written(needed, begun);
      done(error);
    };
    this.#writeFrom(this.#withSpace(lines), needed, 0, end);
  }

  /** Writes the lines and waits for the disk. */
  writeHere(lines: LineBuffer): Error | null {
    const needed = lines.bytes.length;
    const begun = performance.now();
    try {
      this.#writeAll(this.#withSpace(lines), needed);
      if (!syncsOnWrite) fdatasyncSync(this.#file);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
    this.#written(needed, begun);
    return null;
  }

  /** Cuts what stands after the lines: half a batch, or space. */
  async cut(): Promise<void> {
    await promisify(ftruncate)(this.#file, this.#length);
    this.#space = this.#length;
  }

  close(): Promise<void> {
    return promisify(close)(this.#file);
  }

  #withSpace(lines: LineBuffer): Buffer {
    if (this.#length + lines.bytes.length <= this.#space) return lines.bytes;
    return lines.followedByZeros(Math.min(Math.max(this.#length, ahead.least), ahead.most));
  }

  #written(needed: number, begun: number): void {
    this.#length += needed;
    this.#took = performance.now() - begun;
  }

  /** `needed`: without the space, which a full disk need not have. */
  #writeFrom(bytes: Buffer, needed: number, from: number, done: Done): void {
    const upTo = from === 0 ? bytes.length : needed;
    write(this.#file, bytes, from, upTo - from, this.#length + from, (error, written) => {
      if (error !== null && upTo > needed) return this.#writeFrom(bytes.subarray(0, needed), needed, 0, done);
      if (error !== null) return done(error);
      this.#reached(from + written);
      if (from + written < needed) return this.#writeFrom(bytes, needed, from + written, done);
      if (syncsOnWrite) done(null);
      else fdatasync(this.#file, done);
    });
  }

  #writeAll(bytes: Buffer, needed: number): void {
    for (let from = 0; from < needed; ) {
      const upTo = from === 0 ? bytes.length : needed;
      from += this.#tryWrite(bytes, needed, from, upTo);
      this.#reached(from);
    }
  }

  #tryWrite(bytes: Buffer, needed: number, from: number, upTo: number): number {
    try {
      return writeSync(this.#file, bytes, from, upTo - from, this.#length + from);
    } catch (error) {
      if (upTo === needed) throw error;
      return writeSync(this.#file, bytes, from, needed - from, this.#length + from);
    }
  }

  /** So many bytes after the lines are the file's now. */
  #reached(bytes: number): void {
    this.#space = Math.max(this.#space, this.#length + bytes);
  }
}
