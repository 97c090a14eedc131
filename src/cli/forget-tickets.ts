import type { RunnerIdentity } from '../run/events.ts';
import { begunAway } from '../run/lane-away.ts';
import type { LaneState } from '../run/lane-state.ts';
import { status } from '../run/node-status.ts';
import type { RunStore } from '../run/ports.ts';
import type { RunState } from '../run/state.ts';
import { forgetRun, ticketedRuns } from '../targets/local/forget-run.ts';
import { localState } from './open-store.ts';
import { readRun } from './read-run.ts';

export interface Forgetting {
  /** Absolute: the state folder of the workspace. */
  readonly state: string;
  readonly store: RunStore;
  /** This process. */
  readonly runner: RunnerIdentity;
}

/**
 * Deletes what the scripts of a run left for us, once all that it says is in the journal and in the logs of the run.
 * True when it is gone.
 */
export async function forgetTickets(forgetting: Forgetting, run: RunState): Promise<boolean> {
  return isSettled(run) && forgetUnlessDriven(forgetting, run.run);
}

/** The same for every run; a run that may still ask its tickets keeps them. Returns the names of the others. */
export async function forgetOldTickets(forgetting: Forgetting): Promise<readonly string[]> {
  const { state, store } = forgetting;
  const stored = new Map((await store.listRuns()).map((run) => [run.run, run]));
  const forgotten: string[] = [];
  for (const run of ticketedRuns(localState(state))) {
    const known = stored.get(run);
    const read = known && (await readRun(store, known));
    if (read !== undefined && (read.kind === 'failed' || !isSettled(read.state))) continue;
    const gone = await (known === undefined ? forgetRun(localState(state), run) : forgetUnlessDriven(forgetting, run));
    if (gone) forgotten.push(run);
  }
  return forgotten;
}

/** No attempt is without an outcome, here or on a machine that is away: nobody will look for its ticket. */
export function isSettled({ lanes, inFlight }: RunState): boolean {
  return inFlight === 0 && lanes.every((lane) => lane === undefined || isLaneSettled(lane));
}

function isLaneSettled(lane: LaneState): boolean {
  const unknown = lane.counts[status.unknown] ?? 0;
  return unknown === 0 && lane.undoAway === undefined && begunAway(lane).length === 0;
}

/** Nobody can go on with the run meanwhile and make new tickets. */
function forgetUnlessDriven({ state, store, runner }: Forgetting, run: string): Promise<boolean> {
  return store.whileUndriven(run, runner, () => forgetRun(localState(state), run));
}
