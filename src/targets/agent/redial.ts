/** In milliseconds. */
const firstPause = 250;
const longestPause = 10_000;
/** A connection that held so long was a good one. */
const goodAfter = 30_000;

/**
 * Tries again and again until stopped: each pause about twice the one before, up to ten seconds, and shortened by chance
 * so that five hundred agents do not come back in the same moment.
 */
export class Redial {
  readonly #attempt: () => void;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(attempt: () => void) {
    this.#attempt = attempt;
  }

  start(): void {
    if (!this.#stopped) this.#attempt();
  }

  /** Somebody answered. */
  succeeded(): void {
    this.#settling = setTimeout(() => {
      this.#failures = 0;
    }, goodAfter);
    this.#settling.unref();
    // It was there a moment ago: the next try comes soon.
    this.#failures = Math.min(this.#failures, 2);
  }

  again(): void {
    if (this.#stopped) return;
    clearTimeout(this.#settling);
    clearTimeout(this.#timer);
    const full = Math.min(longestPause, firstPause * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 16);
    this.#timer = setTimeout(() => this.start(), full * (0.5 + Math.random() / 2));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#settling);
  }
}
