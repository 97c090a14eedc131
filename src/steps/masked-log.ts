import type { ExecuteRequest } from '../run/ports.ts';
import type { MaskStream } from '../secrets/masker.ts';
import type { ExecutorOptions } from './executor-options.ts';

/** The log of one attempt on its way to whoever listens: no secret passes, also when it comes in two pieces. */
export class MaskedLog {
  /** Undefined when nobody listens. */
  readonly write: ((text: string) => void) | undefined;
  readonly #emit: (text: string) => void;
  #stream: MaskStream | undefined;

  constructor({ log, masker }: ExecutorOptions, { lane, node, ticket }: ExecuteRequest) {
    this.#emit = (text) => {
      if (text !== '') log?.({ lane, node, ticket, text });
    };
    if (log === undefined) return;
    this.write = (text) => {
      this.#stream ??= masker.stream();
      this.#emit(this.#stream.push(text));
    };
  }

  end(): void {
    if (this.#stream !== undefined) this.#emit(this.#stream.end());
  }
}
