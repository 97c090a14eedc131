import type { Flight } from './host-flights.ts';

/** How many attempts begin in one turn of the event loop; between turns the next write may begin. A turn costs too. */
const actsPerTurn = 128;

export interface ActsHooks {
  readonly act: (flight: Flight) => void;
  /** The last one has begun. */
  readonly onEmpty: () => void;
  readonly onError: (error: unknown) => void;
  /** Milliseconds that only grow, as finely as may be. */
  readonly elapsed?: (() => number) | undefined;
}

/** Attempts whose intent is durable, on their way to the executor. */
export class Acts {
  readonly #hooks: ActsHooks;
  /** As they came from the disk; of the first those before `#next` have begun. */
  #batches: (readonly Flight[])[] = [];
  #next = 0;
  #left = 0;
  /** Since there were none: when that was, and how many have begun. */
  #since = 0;
  #begun = 0;

  constructor(hooks: ActsHooks) {
    this.#hooks = hooks;
  }

  get left(): number {
    return this.#left;
  }

  /** Milliseconds that those will take that are left, and what follows from them, judging by those before. */
  get remaining(): number {
    return this.#left === 0 ? 0 : (this.#left * (this.#now() - this.#since)) / this.#begun;
  }

  add(flights: readonly Flight[]): void {
    const isActing = this.#left > 0;
    this.#left += flights.length;
    if (flights.length > 0) this.#batches.push(flights);
    if (isActing) return;
    this.#since = this.#now();
    this.#begun = 0;
    this.#turn();
  }

  #turn(): void {
    for (let room = Math.min(actsPerTurn, this.#left); room > 0; ) room -= this.#actOfFirst(room);
    if (this.#left === 0) this.#hooks.onEmpty();
    else setImmediate(() => this.#safely(() => this.#turn()));
  }

  /** How many began, of the first batch. */
  #actOfFirst(most: number): number {
    const batch = this.#batches[0] ?? [];
    const end = Math.min(this.#next + most, batch.length);
    const count = end - this.#next;
    for (let place = this.#next; place < end; place++) {
      const flight = batch[place];
      if (flight !== undefined) this.#hooks.act(flight);
    }
    this.#left -= count;
    this.#begun += count;
    this.#next = end;
    if (end === batch.length) {
      this.#batches.shift();
      this.#next = 0;
    }
    return count;
  }

  #now(): number {
    return this.#hooks.elapsed?.() ?? 0;
  }

  #safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#hooks.onError(error);
    }
  }
}
