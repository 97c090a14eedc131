import { deliver, type Patience } from '../deliver.ts';
import type { Span } from './span.ts';

export interface ExporterOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (spans: readonly Span[]) => string;
  readonly patience: Patience;
  /** All spans up to this record have been taken. */
  readonly onTaken: (seq: number) => void;
}

/** How long spans are gathered, in milliseconds, and how many go out together. */
const gatherMilliseconds = 5_000;
const mostTogether = 512;

/** Sends spans in the order in which they ended, some at a time. What cannot be sent stays, until there is no time left. */
export class Exporter {
  readonly #options: ExporterOptions;
  readonly #stop = new AbortController();
  #waiting: Span[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;
  #problem: string | undefined;

  constructor(options: ExporterOptions) {
    this.#options = options;
  }

  add(spans: readonly Span[]): void {
    if (spans.length === 0) return;
    this.#waiting.push(...spans);
    if (this.#waiting.length >= mostTogether) void this.#send();
    else this.#timer ??= setTimeout(() => void this.#send(), gatherMilliseconds);
  }

  /** Sends the rest, for no longer than this. Gives what went wrong, if anything did. */
  async close(milliseconds: number): Promise<string | undefined> {
    clearTimeout(this.#timer);
    const timer = setTimeout(() => this.#stop.abort(), milliseconds);
    await this.#sending;
    await this.#send();
    clearTimeout(timer);
    return this.#waiting.length === 0
      ? undefined
      : `${this.#waiting.length} spans were not taken: ${this.#problem ?? ''}`;
  }

  #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    const { url, headers, body, patience, onTaken } = this.#options;
    while (this.#waiting.length > 0) {
      const batch = this.#nextBatch();
      const posted = await deliver({ url, headers, body: body(batch) }, patience, this.#stop.signal);
      if (posted.kind !== 'taken') {
        this.#problem = posted.reason;
        return;
      }
      this.#waiting = this.#waiting.slice(batch.length);
      onTaken(batch.at(-1)?.seq ?? -1);
    }
  }

  /** Spans of one record go together: what has been taken is kept by record. */
  #nextBatch(): readonly Span[] {
    let end = Math.min(mostTogether, this.#waiting.length);
    while (end < this.#waiting.length && this.#waiting[end]?.seq === this.#waiting[end - 1]?.seq) end++;
    return this.#waiting.slice(0, end);
  }
}
