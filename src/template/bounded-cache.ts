/**
 * A map that forgets, so that a long-lived process does not grow. It keeps two generations: what is asked for moves to
 * the young one, and when that is full, the old one is dropped. So the entries used last are always kept, at the cost
 * of a plain map.
 */
export class BoundedCache<Value extends object> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  readonly #generation: number;

  /** At most `capacity` entries; at least half as many of those used last are kept. */
  constructor(capacity: number) {
    this.#generation = Math.max(1, Math.floor(capacity / 2));
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    this.#old.delete(key);
    this.#young.set(key, value);
    if (this.#young.size < this.#generation) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
