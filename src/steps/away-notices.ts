import type { Target } from '../targets/target.ts';

/** How often a step looks whether its machine is away, in milliseconds; so long it is silent about it too. */
const pause = 3_000;

/** Says that steps wait for a machine, once for all of them: otherwise they only seem to take long. */
export class AwayNotices {
  readonly #tell: (text: string) => void;
  readonly #away = new Set<Target>();

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** Watches the machine of a step until the function that it returns is called. */
  watch(target: Target, step: { readonly address: string }): () => void {
    if (target.isThere === undefined) return () => {};
    const timer = setInterval(() => this.#look(target, step.address), pause).unref();
    return () => clearInterval(timer);
  }

  #look(target: Target, step: string): void {
    const isAway = target.isThere?.() === false;
    if (isAway === this.#away.has(target)) return;
    if (isAway) this.#away.add(target);
    else this.#away.delete(target);
    this.#tell(isAway ? `${step} waits: its machine cannot be reached` : `${step} goes on: its machine is there again`);
  }
}
