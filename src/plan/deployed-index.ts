import type { Finished } from '../resolve/lifecycle.ts';
import type { PlanAttempted } from './model.ts';

/** One deployment that the state store remembers. */
export interface DeployedVersion {
  /** Null for an untenanted deployment. */
  readonly tenant: string | null;
  readonly environment: string;
  readonly project: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: DeploymentState;
}

/** `cancelled`: stopped when something had been done. `running`: begun, and nobody has told how it ended. */
export type DeploymentState = 'succeeded' | 'failed' | 'cancelled' | 'running';

/** What is known of a place. */
export interface PlaceNow {
  /** The version that succeeded last. */
  readonly good?: string;
  /** The newest deployment, when it did not succeed: nobody knows then what is really there. */
  readonly attempted?: PlanAttempted;
}

const untouched: PlaceNow = {};

/** The store's memory, ordered for the questions that planning asks. Rows come oldest first. */
export class DeployedIndex {
  readonly #byPlace = new Map<string, Finished[]>();
  readonly #now = new Map<string, PlaceNow>();

  constructor(rows: readonly DeployedVersion[]) {
    for (const { tenant, environment, project, version, at, state } of rows) {
      const key = placeKey(tenant, environment, project);
      if (state !== 'succeeded') {
        this.#now.set(key, { ...this.#now.get(key), attempted: { version, state } });
        continue;
      }
      this.#now.set(key, { good: version });
      const list = this.#byPlace.get(key);
      const finished = { version, finishedAt: at };
      if (list === undefined) this.#byPlace.set(key, [finished]);
      else list.push(finished);
    }
  }

  placeNow(tenant: string | null, environment: string, project: string): PlaceNow {
    return this.#now.get(placeKey(tenant, environment, project)) ?? untouched;
  }

  history(tenant: string | null, environment: string, project: string): readonly Finished[] {
    return this.#byPlace.get(placeKey(tenant, environment, project)) ?? [];
  }
}

function placeKey(tenant: string | null, environment: string, project: string): string {
  return `${tenant ?? ''}\n${environment}\n${project}`;
}
