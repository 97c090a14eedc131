import type { LockHolder } from '../run/ports.ts';

/** How long it counts that scripts go on, in milliseconds: a thousand deployments may ask at once. */
const validMilliseconds = 1000;

/**
 * Scripts that go on though the runner that started them is dead. They are of no use to another run, which would do the
 * same to the same machine beside them; so the locks of a dead runner hold until they have ended, or somebody cancels it.
 */
export class Orphans {
  readonly #now: () => number;
  readonly #hasRunningScripts: (run: string) => boolean;
  readonly #ended = new Set<string>();
  readonly #seen = new Map<string, number>();

  constructor(now: () => number, hasRunningScripts: (run: string) => boolean) {
    this.#now = now;
    this.#hasRunningScripts = hasRunningScripts;
  }

  /** `holder` is dead, so it starts nothing any more. */
  goOn({ run, runner: { host, pid, start } }: LockHolder): boolean {
    const key = `${run} ${host} ${pid} ${start}`;
    if (this.#ended.has(key)) return false;
    const seen = this.#seen.get(key);
    const age = seen === undefined ? Number.POSITIVE_INFINITY : this.#now() - seen;
    if (age >= 0 && age < validMilliseconds) return true;
    if (this.#hasRunningScripts(run)) {
      this.#seen.set(key, this.#now());
      return true;
    }
    this.#ended.add(key);
    return false;
  }
}
