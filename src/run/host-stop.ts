import type { StopRequest } from './ports.ts';

/** Tells one attempt to stop. */
export class Stop implements StopRequest {
  #controller: AbortController | undefined;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /** Also for who reads the signal only afterwards. */
  request(): void {
    this.#controller ??= new AbortController();
    this.#controller.abort();
  }
}
