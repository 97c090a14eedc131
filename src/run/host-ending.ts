import { messageOf } from './host-flights.ts';
import type { RunResult } from './host-types.ts';

export interface EndingHooks {
  /** Everything recorded is on disk. */
  readonly isWritten: () => boolean;
  /** An executor still works for us. */
  readonly isActing: () => boolean;
  /** The last things to do, in order. All are tried, whatever the others did. */
  readonly lastSteps: (result: RunResult) => readonly (() => Promise<unknown>)[];
}

/** How the host's work comes to its end: once, after everything is on disk, and always with a result. */
export class Ending {
  readonly result: Promise<RunResult>;
  readonly #hooks: EndingHooks;
  #ending: RunResult | undefined;
  #closed = false;
  #resolve: (result: RunResult) => void = () => {};

  constructor(hooks: EndingHooks) {
    this.#hooks = hooks;
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Nothing starts any more. */
  get begun(): boolean {
    return this.#ending !== undefined;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Outcomes that come in now are nobody's business: the next process finds them. */
  get isDeaf(): boolean {
    return this.#ending?.kind === 'errored' || this.#ending?.kind === 'interrupted';
  }

  begin(result: RunResult): void {
    this.#ending ??= result;
  }

  /** The disk, the store or we ourselves failed: what runs may finish, nothing else happens. */
  break(error: unknown): void {
    if (this.#closed) return;
    if (this.#ending?.kind !== 'errored') this.#ending = { kind: 'errored', message: messageOf(error) };
    this.closeWhenDone();
  }

  closeWhenDone(): void {
    const ending = this.#ending;
    if (ending === undefined || this.#closed) return;
    // A broken disk writes nothing more, but what runs may still come to its end.
    if (ending.kind === 'errored' ? this.#hooks.isActing() : !this.#hooks.isWritten()) return;
    this.#closed = true;
    this.#close(ending).then(this.#resolve, () => this.#resolve(ending));
  }

  async #close(ending: RunResult): Promise<RunResult> {
    let problem: string | undefined;
    for (const step of this.#hooks.lastSteps(ending)) {
      try {
        await step();
      } catch (error) {
        problem ??= messageOf(error);
      }
    }
    return problem === undefined || ending.kind === 'errored' ? ending : { kind: 'errored', message: problem };
  }
}
