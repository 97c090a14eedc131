import { deployedRows } from './deployed-rows.ts';
import type { Deployed, RunStore } from './ports.ts';
import type { RunState } from './state.ts';

/** Tells the store what stands where. One call at a time; what ends meanwhile goes into the next one. */
export class DeployedLog {
  readonly #store: RunStore;
  readonly #onError: (error: unknown) => void;
  #rows: Deployed[] = [];
  #writing: Promise<void> | undefined;

  constructor(store: RunStore, onError: (error: unknown) => void) {
    this.#store = store;
    this.#onError = onError;
  }

  add(rows: readonly Deployed[]): void {
    for (const row of rows) this.#rows.push(row);
    this.#write();
  }

  /**
   * A process may have died after a lane's end was durable and before the store was told. What the store knows of a
   * place since then, by us or by another run, is newer and stays.
   */
  async addMissing(state: RunState): Promise<void> {
    const rows = state.lanes.flatMap((lane) => (lane === undefined ? [] : deployedRows(lane, state.run)));
    if (rows.length === 0) return;
    const latest = new Map<string, string>();
    for (const row of await this.#store.deployed({})) {
      const since = latest.get(placeOf(row));
      if (since === undefined || row.since > since) latest.set(placeOf(row), row.since);
    }
    this.add(rows.filter((row) => row.since > (latest.get(placeOf(row)) ?? '')));
  }

  /** Resolves when the store knows everything. */
  async settled(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
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
      });
  }
}

function placeOf({ tenant, environment, project }: Deployed): string {
  return JSON.stringify([tenant, environment, project]);
}
