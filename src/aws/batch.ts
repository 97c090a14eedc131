import type { AwsClock } from './options.ts';

const windowMilliseconds = 25;

interface Waiting<V> {
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one call of many questions that come at about the same time, such as the polls of a hundred tenants. A question
 * that is asked twice is asked once. `ask` gets at most `most` keys.
 */
export class Batch<V> {
  readonly #clock: AwsClock;
  readonly #most: number;
  readonly #ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>;
  #waiting = new Map<string, Waiting<V>[]>();

  constructor(clock: AwsClock, most: number, ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) {
    this.#clock = clock;
    this.#most = most;
    this.#ask = ask;
  }

  /** Undefined for what AWS does not know. */
  get(key: string): Promise<V | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size === 0) void this.#collect();
      const others = this.#waiting.get(key) ?? [];
      this.#waiting.set(key, [...others, { resolve, reject }]);
    });
  }

  async #collect(): Promise<void> {
    await this.#clock.sleepUntil(this.#clock.now() + windowMilliseconds, new AbortController().signal);
    const waiting = this.#waiting;
    this.#waiting = new Map();
    const keys = [...waiting.keys()];
    for (let from = 0; from < keys.length; from += this.#most) {
      void this.#answer(keys.slice(from, from + this.#most), waiting);
    }
  }

  async #answer(keys: readonly string[], waiting: ReadonlyMap<string, readonly Waiting<V>[]>): Promise<void> {
    const each = (act: (one: Waiting<V>, key: string) => void): void => {
      for (const key of keys) for (const one of waiting.get(key) ?? []) act(one, key);
    };
    try {
      const found = await this.#ask(keys);
      each(({ resolve }, key) => resolve(found.get(key)));
    } catch (error) {
      each(({ reject }) => reject(error));
    }
  }
}
