import type { Capacity } from './host-types.ts';

/** Places at things that several lanes share, such as a central target. */
export class Capacities {
  readonly #capacityOf: ((lane: number, node: number) => Capacity | undefined) | undefined;
  readonly #taken = new Map<string, number>();
  readonly #waiting = new Map<string, Set<number>>();

  constructor(capacityOf: ((lane: number, node: number) => Capacity | undefined) | undefined) {
    this.#capacityOf = capacityOf;
  }

  /** True when the node has to wait; its lane is then told by `give`. */
  isFull(lane: number, node: number): boolean {
    const capacity = this.#capacityOf?.(lane, node);
    if (capacity === undefined || (this.#taken.get(capacity.key) ?? 0) < capacity.limit) return false;
    const waiting = this.#waiting.get(capacity.key);
    if (waiting === undefined) this.#waiting.set(capacity.key, new Set([lane]));
    else waiting.add(lane);
    return true;
  }

  /** Takes a place; returns the key to give back. */
  take(lane: number, node: number): string | undefined {
    const key = this.#capacityOf?.(lane, node)?.key;
    if (key !== undefined) this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1);
    return key;
  }

  /** Gives a place back; returns the lanes that may try for it. */
  give(key: string): readonly number[] {
    this.#taken.set(key, Math.max(0, (this.#taken.get(key) ?? 0) - 1));
    const next = this.#waiting.get(key)?.values().next().value;
    if (next === undefined) return [];
    this.#waiting.get(key)?.delete(next);
    return [next];
  }
}
