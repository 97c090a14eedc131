/**
 * Turns of lanes that were set free together, such as by a barrier: at most `limit` of a wave work at once, the others
 * wait in order. A lane gives its turn back when it rests or ends.
 */
export class Turns {
  readonly #limitOf: (wave: number) => number;
  readonly #taken = new Map<number, Set<number>>();
  readonly #waiting = new Map<number, Set<number>>();

  constructor(limitOf: (wave: number) => number) {
    this.#limitOf = limitOf;
  }

  /** True when the lane has a turn now; otherwise it is in the queue. Lanes outside the waves need none. */
  take(wave: number, lane: number): boolean {
    if (wave < 0) return true;
    const taken = setOf(this.#taken, wave);
    if (taken.has(lane)) return true;
    if (taken.size >= this.#limitOf(wave)) {
      setOf(this.#waiting, wave).add(lane);
      return false;
    }
    taken.add(lane);
    this.#waiting.get(wave)?.delete(lane);
    return true;
  }

  /** Returns the lane that may go next, if one waits. */
  give(wave: number, lane: number): number | undefined {
    const waiting = this.#waiting.get(wave);
    waiting?.delete(lane);
    if (this.#taken.get(wave)?.delete(lane) !== true) return undefined;
    return waiting?.values().next().value;
  }
}

function setOf(sets: Map<number, Set<number>>, key: number): Set<number> {
  const known = sets.get(key);
  if (known !== undefined) return known;
  const made = new Set<number>();
  sets.set(key, made);
  return made;
}
