import type { Plan } from '../plan/model.ts';
import type { RunnerIdentity } from './events.ts';
import type { LockResult, RunStore } from './ports.ts';

export interface LockAnswers {
  readonly onAcquired: (lane: number) => void;
  readonly onHeld: (lane: number, held: Extract<LockResult, { readonly kind: 'held' }>) => void;
  readonly onError: (error: unknown) => void;
}

/** The locks of this process's lanes. Each lane has one request to the store at a time. */
export class LaneLocks {
  readonly #plan: Plan;
  readonly #run: string;
  readonly #runner: RunnerIdentity;
  readonly #store: RunStore;
  readonly #answers: LockAnswers;
  readonly #held = new Set<number>();
  readonly #asking = new Set<number>();
  readonly #refused = new Map<number, Extract<LockResult, { readonly kind: 'held' }>>();
  /** How many lanes of this run hold or ask for a key: the store knows runs only, and lanes may share a target's. */
  readonly #uses = new Map<string, number>();
  readonly #releasing = new Map<string, Promise<void>>();
  #asked: Promise<unknown> = Promise.resolve();

  constructor(plan: Plan, run: string, runner: RunnerIdentity, store: RunStore, answers: LockAnswers) {
    this.#plan = plan;
    this.#run = run;
    this.#runner = runner;
    this.#store = store;
    this.#answers = answers;
  }

  holds(lane: number): boolean {
    return this.#held.has(lane) || this.#keys(lane).length === 0;
  }

  /** Who kept us from a lock at the last attempt. */
  get refused(): ReadonlyMap<number, Extract<LockResult, { readonly kind: 'held' }>> {
    return this.#refused;
  }

  /** Asks unless the lane's locks are held or being asked for. The answer comes later, never inside this call. */
  ask(lane: number): void {
    if (this.holds(lane) || this.#asking.has(lane)) return;
    this.#asking.add(lane);
    this.#asked = this.#request(lane).catch(this.#answers.onError);
  }

  release(lane: number): void {
    this.#refused.delete(lane);
    if (!this.#held.delete(lane)) return;
    const keys = this.#keys(lane).filter((key) => this.#use(key, -1) === 0);
    if (keys.length === 0) return;
    const done = this.#store.releaseLocks(this.#run, this.#runner, keys);
    for (const key of keys) this.#releasing.set(key, done);
    done.then(() => {
      for (const key of keys) if (this.#releasing.get(key) === done) this.#releasing.delete(key);
    }, this.#answers.onError);
  }

  /** Gives everything back, also what is just being granted. */
  async releaseAll(): Promise<void> {
    await this.#asked;
    for (const lane of [...this.#held]) this.release(lane);
    // Also leaves the queues that the run stands in.
    const waiting = [...this.#refused.keys()].flatMap((lane) => this.#keys(lane));
    if (waiting.length > 0) await this.#store.releaseLocks(this.#run, this.#runner, waiting);
    await Promise.all(this.#releasing.values());
  }

  async #request(lane: number): Promise<void> {
    const keys = this.#keys(lane);
    const releasing = () => keys.flatMap((key) => this.#releasing.get(key) ?? []);
    for (let some = releasing(); some.length > 0; some = releasing()) await Promise.all(some);
    for (const key of keys) this.#use(key, 1);
    const result = await this.#store.acquireLocks(this.#run, this.#runner, keys);
    this.#asking.delete(lane);
    if (result.kind === 'held') {
      for (const key of keys) this.#use(key, -1);
      this.#refused.set(lane, result);
      return this.#answers.onHeld(lane, result);
    }
    this.#refused.delete(lane);
    this.#held.add(lane);
    this.#answers.onAcquired(lane);
  }

  #use(key: string, change: 1 | -1): number {
    const uses = (this.#uses.get(key) ?? 0) + change;
    if (uses === 0) this.#uses.delete(key);
    else this.#uses.set(key, uses);
    return uses;
  }

  #keys(lane: number): readonly string[] {
    return this.#plan.lanes[lane]?.locks ?? [];
  }
}
