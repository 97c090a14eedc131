import type { Deployed } from '../run/ports.ts';

/** What stands at a place now: the last that was deployed there, or tried. */
export interface Standing extends Deployed {
  /** The last version that went well, when the one above did not. */
  readonly lastGood?: Pick<Deployed, 'version' | 'since' | 'run'>;
}

/** What people read of a deployment's state. Nobody need be at work on one that is not finished: its run may be paused. */
export function stateWords(state: Deployed['state']): string {
  return state === 'running' ? 'not finished' : state;
}

/** From all that the store remembers, oldest first, one row per tenant, environment and project. */
export function standingOf(rows: readonly Deployed[]): readonly Standing[] {
  const latest = new Map<string, Deployed>();
  const good = new Map<string, Deployed>();
  for (const row of rows) {
    const place = placeKey(row);
    if (isLater(row, latest.get(place))) latest.set(place, row);
    if (row.state === 'succeeded' && isLater(row, good.get(place))) good.set(place, row);
  }
  return [...latest].map(([place, row]): Standing => {
    const { version, since, run } = good.get(place) ?? row;
    return row.state === 'succeeded' || !good.has(place) ? row : { ...row, lastGood: { version, since, run } };
  });
}

function isLater({ since }: Deployed, than: Deployed | undefined): boolean {
  return than === undefined || since >= than.since;
}

function placeKey({ tenant, environment, project }: Deployed): string {
  return JSON.stringify([tenant, environment, project]);
}
