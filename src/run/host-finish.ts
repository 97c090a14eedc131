import type { RunEvent } from './events.ts';

/** Whether something that has to be kept is kept. */
interface Keeper {
  readonly idle: boolean;
}

/** A run that has ended is never taken up again: its end may not be on disk before what it left behind is. */
export class Finish {
  readonly #journal: Keeper;
  readonly #deployed: Keeper;
  readonly #again: () => void;
  #kept = false;

  /** `again`: the end may be recorded now, so decide once more. */
  constructor(journal: Keeper, deployed: Keeper, again: () => void) {
    this.#journal = journal;
    this.#deployed = deployed;
    this.#again = again;
  }

  /** Whether the event has to wait. */
  keeps(event: RunEvent): boolean {
    this.#kept = event.type === 'run-finished' && !this.#isTold();
    return this.#kept;
  }

  /** Something that was under way is done. */
  quiet(): void {
    if (!this.#kept || !this.#isTold()) return;
    this.#kept = false;
    this.#again();
  }

  #isTold(): boolean {
    return this.#journal.idle && this.#deployed.idle;
  }
}
