import type { Finished } from '../resolve/lifecycle.ts';

/** One deployment that the state store remembers. */
export interface DeployedVersion {
  /** Null for an untenanted deployment. */
  readonly tenant: string | null;
  readonly environment: string;
  readonly project: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly succeeded: boolean;
}

/** The store's memory, ordered for the questions that planning asks. Rows come oldest first. */
export class DeployedIndex {
  readonly #byPlace = new Map<string, Finished[]>();

  constructor(rows: readonly DeployedVersion[]) {
    for (const { tenant, environment, project, version, at, succeeded } of rows) {
      if (!succeeded) continue;
      const key = placeKey(tenant, environment, project);
      const list = this.#byPlace.get(key);
      const finished = { version, finishedAt: at };
      if (list === undefined) this.#byPlace.set(key, [finished]);
      else list.push(finished);
    }
  }

  /** The version that succeeded last. */
  versionNow(tenant: string | null, environment: string, project: string): string | undefined {
    return this.#byPlace.get(placeKey(tenant, environment, project))?.at(-1)?.version;
  }

  history(tenant: string | null, environment: string, project: string): readonly Finished[] {
    return this.#byPlace.get(placeKey(tenant, environment, project)) ?? [];
  }
}

function placeKey(tenant: string | null, environment: string, project: string): string {
  return `${tenant ?? ''}\n${environment}\n${project}`;
}
