import { PassThrough, type Readable } from 'node:stream';
import type { ReadEntry } from 'tar';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Handles the entries of a tar in their order. The first refusal or error ends everything. */
export class EntryQueue {
  /** Resolves when there is no point in reading on. */
  readonly stopped: Promise<void>;
  isStopped = false;
  #refusal: Diagnostic | undefined;
  #body: PassThrough | undefined;
  #release: () => void = () => undefined;
  #chain: Promise<void> = Promise.resolve();

  constructor() {
    this.stopped = new Promise((release) => {
      this.#release = release;
    });
  }

  refuse(refusal: Diagnostic): void {
    this.#refusal ??= refusal;
    this.#stop();
  }

  add(entry: ReadEntry, handle: (body: Readable) => Promise<Diagnostic | undefined>): void {
    const body = new PassThrough();
    // Destroying the body is how a stop reaches whoever reads it; a stop before that is nobody's error.
    body.on('error', () => undefined);
    this.#chain = this.#chain.then(() => this.#handle(entry, body, handle));
    this.#chain.catch(() => this.#stop());
  }

  /** After a stop or the end. Rejects with the error of the disk, when that is what ended it. */
  async outcome(): Promise<Diagnostic | undefined> {
    if (this.#refusal === undefined) await this.#chain;
    else await this.abandon();
    return this.#refusal;
  }

  /** Stops, and waits until nobody writes any more. */
  async abandon(): Promise<void> {
    this.#stop();
    await this.#chain.catch(() => undefined);
  }

  async #handle(
    entry: ReadEntry,
    body: PassThrough,
    handle: (body: Readable) => Promise<Diagnostic | undefined>,
  ): Promise<void> {
    if (this.isStopped) return;
    this.#body = body;
    entry.pipe(body);
    const refusal = await handle(body);
    body.resume();
    if (refusal !== undefined) this.refuse(refusal);
  }

  #stop(): void {
    this.isStopped = true;
    this.#body?.destroy(new Error('the reading of the archive was stopped'));
    this.#release();
  }
}
