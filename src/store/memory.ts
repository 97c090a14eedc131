import type { JournalRecord, RunEvent, RunnerIdentity } from '../run/events.ts';
import type {
  Deployed,
  JournalRead,
  JournalWriter,
  LockHolder,
  LockResult,
  OpenedJournal,
  RunStore,
  Signal,
  StoredRun,
} from '../run/ports.ts';

interface MemoryRun {
  readonly stored: StoredRun;
  readonly plan: readonly string[];
  readonly records: JournalRecord[];
  readonly inbox: { readonly id: string; readonly signal: Signal }[];
  writer: RunnerIdentity | undefined;
}

/** Runs in memory, for tests and for trying things out. A runner is alive until it closes its journal. */
export class MemoryStore implements RunStore {
  readonly #now: () => number;
  readonly #runs = new Map<string, MemoryRun>();
  readonly #locks = new Map<string, { holder: LockHolder; fence: number }>();
  readonly #queues = new Map<string, LockHolder[]>();
  readonly #fences = new Map<string, number>();
  readonly #deployed: Deployed[] = [];
  #signals = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  async createRun(run: StoredRun, plan: Iterable<string>): Promise<'created' | 'exists'> {
    if (this.#runs.has(run.run)) return 'exists';
    const lines = [...plan]
      .join('')
      .split('\n')
      .filter((line) => line !== '');
    this.#runs.set(run.run, { stored: run, plan: lines, records: [], inbox: [], writer: undefined });
    return 'created';
  }

  async listRuns(): Promise<readonly StoredRun[]> {
    return [...this.#runs.values()].map((run) => run.stored);
  }

  async unfinishedRuns(): Promise<readonly StoredRun[]> {
    const runs = [...this.#runs.values()];
    return runs.filter(({ records }) => records.at(-1)?.event.type !== 'run-finished').map(({ stored }) => stored);
  }

  async *readPlan(run: string): AsyncIterable<string> {
    yield* this.#runs.get(run)?.plan ?? [];
  }

  async readJournal(run: string): Promise<JournalRead> {
    const found = this.#runs.get(run);
    return found === undefined ? { kind: 'not-found' } : { kind: 'read', records: [...found.records], tornBytes: 0 };
  }

  async openJournal(run: string, runner: RunnerIdentity): Promise<OpenedJournal> {
    const found = this.#runs.get(run);
    if (found === undefined) return { kind: 'not-found' };
    if (found.writer !== undefined) return { kind: 'held', holder: this.#holder(run, found.writer) };
    found.writer = runner;
    return { kind: 'opened', writer: this.#writer(found), records: [...found.records], previous: '', cutBytes: 0 };
  }

  async whileUndriven(run: string, runner: RunnerIdentity, work: () => Promise<boolean>): Promise<boolean> {
    const found = this.#runs.get(run);
    if (found === undefined || found.writer !== undefined) return false;
    found.writer = runner;
    try {
      return await work();
    } finally {
      found.writer = undefined;
    }
  }

  async acquireLocks(run: string, runner: RunnerIdentity, keys: readonly string[]): Promise<LockResult> {
    const blocked = keys.map((key) => this.#blocker(run, key)).find((result) => result !== undefined);
    if (blocked !== undefined) {
      this.#enqueue(blocked.key, this.#holder(run, runner));
      return blocked;
    }
    return { kind: 'acquired', fence: Math.max(0, ...keys.map((key) => this.#take(run, runner, key))) };
  }

  async releaseLocks(run: string, _runner: RunnerIdentity, keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      if (this.#locks.get(key)?.holder.run === run) this.#locks.delete(key);
      this.#queues.set(
        key,
        (this.#queues.get(key) ?? []).filter((waiter) => waiter.run !== run),
      );
    }
  }

  async runnerOf(run: string): Promise<LockHolder | undefined> {
    const writer = this.#runs.get(run)?.writer;
    return writer === undefined ? undefined : this.#holder(run, writer);
  }

  async send(run: string, signal: Signal): Promise<void> {
    this.#signals += 1;
    this.#runs.get(run)?.inbox.push({ id: String(this.#signals), signal });
  }

  async signals(run: string): Promise<readonly { readonly id: string; readonly signal: Signal }[]> {
    return [...(this.#runs.get(run)?.inbox ?? [])];
  }

  async take(run: string, id: string): Promise<void> {
    const inbox = this.#runs.get(run)?.inbox;
    const index = inbox?.findIndex((entry) => entry.id === id) ?? -1;
    if (index >= 0) inbox?.splice(index, 1);
  }

  async recordDeployed(rows: readonly Deployed[]): Promise<void> {
    this.#deployed.push(...rows);
  }

  async deployed(filter: { readonly project?: string }): Promise<readonly Deployed[]> {
    return this.#deployed.filter((row) => filter.project === undefined || row.project === filter.project);
  }

  #writer(run: MemoryRun): JournalWriter {
    return {
      append: (event: RunEvent) => {
        const seq = run.records.length + 1;
        const record: JournalRecord = { v: 1, seq, at: new Date(this.#now()).toISOString(), event };
        run.records.push(record);
        return record;
      },
      flush: async () => {},
      close: async () => {
        run.writer = undefined;
      },
    };
  }

  #blocker(run: string, key: string): Extract<LockResult, { kind: 'held' }> | undefined {
    const lock = this.#locks.get(key);
    if (lock?.holder.run === run) return undefined;
    const queue = this.#queues.get(key) ?? [];
    const place = queue.findIndex((waiter) => waiter.run === run);
    const ahead = place === -1 ? queue : queue.slice(0, place);
    const holder = lock?.holder ?? ahead[0];
    return holder === undefined
      ? undefined
      : { kind: 'held', key, holder, position: ahead.length + (lock === undefined ? 0 : 1) };
  }

  #enqueue(key: string, waiter: LockHolder): void {
    const queue = this.#queues.get(key) ?? [];
    if (!queue.some((entry) => entry.run === waiter.run)) this.#queues.set(key, [...queue, waiter]);
  }

  #take(run: string, runner: RunnerIdentity, key: string): number {
    const held = this.#locks.get(key);
    if (held !== undefined) return held.fence;
    const fence = (this.#fences.get(key) ?? 0) + 1;
    this.#fences.set(key, fence);
    this.#locks.set(key, { holder: this.#holder(run, runner), fence });
    this.#queues.set(
      key,
      (this.#queues.get(key) ?? []).filter((waiter) => waiter.run !== run),
    );
    return fence;
  }

  #holder(run: string, runner: RunnerIdentity): LockHolder {
    return { run, runner, since: new Date(this.#now()).toISOString() };
  }
}
