import { deployedRows } from './deployed-rows.ts';
import type { Deployed, RunStore } from './ports.ts';
import type { RunState } from './state.ts';

/** After a call that took so long the store is left alone for so many times as long, in milliseconds at most. */
const rest = { times: 8, most: 20 };

export interface DeployedHooks {
  readonly onError: (error: unknown) => void;
  readonly onIdle: () => void;
  /** Milliseconds that only grow, as finely as may be. Without, the store is never left alone. */
  readonly elapsed?: (() => number) | undefined;
}

/**
 * Tells the store what stands where. One call at a time; what ends meanwhile goes into the next one. Some milliseconds
 * lie between two calls: while many lanes end, each call would take its share of the disk from the journal.
 */
export class DeployedLog {
  readonly #store: RunStore;
  readonly #hooks: DeployedHooks;
  #rows: Deployed[] = [];
  #writing: Promise<void> | undefined;
  #searching: Promise<void> | undefined;
  #resting: Promise<void> | undefined;

  constructor(store: RunStore, hooks: DeployedHooks) {
    this.#store = store;
    this.#hooks = hooks;
  }

  /** The store knows everything that it was told. */
  get idle(): boolean {
    return this.#writing === undefined && this.#searching === undefined && this.#rows.length === 0;
  }

  add(rows: readonly Deployed[]): void {
    for (const row of rows) this.#rows.push(row);
    this.#write();
  }

  /**
   * A process may have died after a lane's end was durable and before the store was told. What the store knows of a
   * place since then, by us or by another run, is newer and stays.
   */
  addMissing(state: RunState): void {
    const rows = state.lanes.flatMap((lane) => (lane === undefined ? [] : deployedRows(lane, state.run)));
    if (rows.length === 0) return;
    this.#searching = this.#search(rows)
      .catch(this.#hooks.onError)
      .then(() => {
        this.#searching = undefined;
        if (this.idle) this.#hooks.onIdle();
      });
  }

  async #search(rows: readonly Deployed[]): Promise<void> {
    const known = new Set<string>();
    const latest = new Map<string, Deployed>();
    for (const row of await this.#store.deployed({})) {
      known.add(JSON.stringify(row));
      latest.set(placeOf(row), row);
    }
    const isMissing = (row: Deployed): boolean => {
      const last = latest.get(placeOf(row));
      return !known.has(JSON.stringify(row)) && (last === undefined || last.run === row.run || last.since < row.since);
    };
    this.add(rows.filter(isMissing));
  }

  /** Resolves when the store knows everything. */
  async settled(): Promise<void> {
    while (!this.idle) await (this.#searching ?? this.#writing ?? this.#resting);
  }

  #write(): void {
    if (this.#writing !== undefined || this.#resting !== undefined || this.#rows.length === 0) return;
    const rows = this.#rows;
    this.#rows = [];
    const begun = this.#hooks.elapsed?.() ?? 0;
    this.#writing = this.#store
      .recordDeployed(rows)
      .catch(this.#hooks.onError)
      .then(() => {
        this.#writing = undefined;
        this.#rest((this.#hooks.elapsed?.() ?? begun) - begun);
        this.#write();
        if (this.idle) this.#hooks.onIdle();
      });
  }

  #rest(took: number): void {
    if (this.#hooks.elapsed === undefined) return;
    const pause = Math.min(took * rest.times, rest.most);
    this.#resting = new Promise<void>((resolve) => setTimeout(resolve, pause)).then(() => {
      this.#resting = undefined;
      this.#write();
    });
  }
}

function placeOf({ tenant, environment, project }: Deployed): string {
  return JSON.stringify([tenant, environment, project]);
}
