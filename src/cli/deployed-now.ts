import { rowsSoFar } from '../run/deployed-rows.ts';
import type { Deployed, RunStore } from '../run/ports.ts';
import { readRun } from './read-run.ts';

/**
 * What the store remembers, oldest first, and what runs have begun that have not ended: a store is told of a place when
 * its deployment ends, so of one that goes on, is paused, or was cut off only the journal of its run knows. `except`: a
 * run of which what it has begun does not matter; its journal is not read.
 */
export async function deployedNow(
  store: RunStore,
  filter: { readonly project?: string; readonly except?: string } = {},
): Promise<readonly Deployed[]> {
  const begun: Deployed[] = [];
  for (const stored of await store.unfinishedRuns()) {
    if (stored.run === filter.except) continue;
    const known = await readRun(store, stored);
    // What is wrong with a record is said by the commands that are about its run.
    if (known.kind !== 'read' || known.state.status === 'finished') continue;
    const rows = known.state.lanes.flatMap((lane) => (lane === undefined ? [] : rowsSoFar(lane, stored.run)));
    begun.push(...rows.filter(({ project }) => filter.project === undefined || project === filter.project));
  }
  // Read after the journals: what ended meanwhile must not be taken for unfinished.
  const told = await store.deployed(filter);
  if (begun.length === 0) return told;
  return [...begun, ...told].sort((one, other) => (one.since < other.since ? -1 : one.since > other.since ? 1 : 0));
}
