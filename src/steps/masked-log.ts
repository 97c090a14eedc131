import type { ExecuteRequest } from '../run/ports.ts';
import type { MaskStream } from '../secrets/masker.ts';
import type { ExecutorOptions } from './executor-options.ts';

/** The log of one attempt on its way to whoever listens: no secret passes, also when it comes in two pieces. */
export class MaskedLog {
  /** Undefined when nobody listens. */
  readonly write: ((text: string) => void) | undefined;
  readonly #emit: (text: string) => void;
  readonly #logged: (() => Promise<void>) | undefined;
  #stream: MaskStream | undefined;

  constructor({ log, logged, masker }: ExecutorOptions, { lane, node, ticket }: ExecuteRequest) {
    this.#logged = logged;
    this.#emit = (text) => {
      if (text !== '') log?.({ lane, node, ticket, text });
    };
    if (log === undefined) return;
    this.write = (text) => {
      this.#stream ??= masker.stream();
      this.#emit(this.#stream.push(text));
    };
  }

  /** Hands out the rest, and resolves once all of it is kept. */
  async end(): Promise<void> {
    if (this.#stream === undefined) return;
    this.#emit(this.#stream.end());
    await this.#logged?.();
  }
}
