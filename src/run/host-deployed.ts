import { deployedRows } from './deployed-rows.ts';
import type { Deployed, RunStore } from './ports.ts';
import type { RunState } from './state.ts';

/** Tells the store what stands where. One call at a time; what ends meanwhile goes into the next one. */
export class DeployedLog {
  readonly #store: RunStore;
  readonly #onError: (error: unknown) => void;
  readonly #onIdle: () => void;
  #rows: Deployed[] = [];
  #writing: Promise<void> | undefined;
  #searching: Promise<void> | undefined;

  constructor(store: RunStore, onError: (error: unknown) => void, onIdle: () => void) {
    this.#store = store;
    this.#onError = onError;
    this.#onIdle = onIdle;
  }

  /** The store knows everything that it was told. */
  get idle(): boolean {
    return this.#writing === undefined && this.#searching === undefined;
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
      .catch(this.#onError)
      .then(() => {
        this.#searching = undefined;
        if (this.idle) this.#onIdle();
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
    while (!this.idle) await (this.#searching ?? this.#writing);
  }

  #write(): void {
    if (this.#writing !== undefined || this.#rows.length === 0) return;
    const rows = this.#rows;
    this.#rows = [];
    this.#writing = this.#store
      .recordDeployed(rows)
      .catch(this.#onError)
      .then(() => {
        this.#writing = undefined;
        this.#write();
        if (this.idle) this.#onIdle();
      });
  }
}

function placeOf({ tenant, environment, project }: Deployed): string {
  return JSON.stringify([tenant, environment, project]);
}
