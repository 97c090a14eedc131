/**
 * Turns of lanes that were set free together, such as by a barrier: at most `limit` of a wave work at once, the others
 * wait in order. A lane gives its turn back when it rests or ends.
 */
export class Turns {
  readonly #limitOf: (wave: number) => number;
  readonly #ask: (lane: number) => void;
  readonly #taken = new Map<number, Set<number>>();
  readonly #waiting = new Map<number, Set<number>>();
  /** Lanes for which all that have turns were asked. */
  readonly #urgent = new Set<number>();

  /** `ask`: the lane may have a turn now, or is to look whether it still needs the one it has. */
  constructor(limitOf: (wave: number) => number, ask: (lane: number) => void) {
    this.#limitOf = limitOf;
    this.#ask = ask;
  }

  /**
   * True when the lane has a turn now; otherwise it is in the queue. Lanes outside the waves need none. `urgent`: others
   * may have one that they cannot use any more; they are asked once, since one that is busy keeps it.
   */
  take(wave: number, lane: number, urgent = false): boolean {
    if (wave < 0) return true;
    const taken = setOf(this.#taken, wave);
    if (taken.has(lane)) return true;
    if (taken.size >= this.#limitOf(wave)) {
      setOf(this.#waiting, wave).add(lane);
      if (urgent && !this.#urgent.has(lane)) {
        this.#urgent.add(lane);
        taken.forEach(this.#ask);
      }
      return false;
    }
    this.#urgent.delete(lane);
    taken.add(lane);
    this.#waiting.get(wave)?.delete(lane);
    return true;
  }

  /** The lane needs no turn now, whether it has one or waits for one: the next in the queue may go instead. */
  give(wave: number, lane: number): void {
    const waiting = this.#waiting.get(wave);
    const taken = this.#taken.get(wave);
    const waited = waiting?.delete(lane) === true;
    const worked = taken?.delete(lane) === true;
    if ((!waited && !worked) || (taken?.size ?? 0) >= this.#limitOf(wave)) return;
    const next = waiting?.values().next().value;
    if (next !== undefined) this.#ask(next);
  }
}

function setOf(sets: Map<number, Set<number>>, key: number): Set<number> {
  const known = sets.get(key);
  if (known !== undefined) return known;
  const made = new Set<number>();
  sets.set(key, made);
  return made;
}
