import { didYouMean } from '../diagnostics/suggest.ts';
import type { RunStore, StoredRun } from '../run/ports.ts';
import type { RunState } from '../run/state.ts';
import { type Failure, failure } from './failure.ts';
import { type KnownRun, readRun } from './read-run.ts';

/** A run by its name. */
export async function namedRun(store: RunStore, name: string): Promise<StoredRun | Failure> {
  const runs = await store.listRuns();
  const found = runs.find(({ run }) => run === name);
  if (found !== undefined) return found;
  const ids = runs.map(({ run }) => run);
  return failure('REL3020', `There is no run ${name}`, didYouMean(name, ids) ?? 'see release runs');
}

export interface Choice {
  /** What was typed; undefined for "the one that can be meant". */
  readonly named: string | undefined;
  /** What the command is for, such as `resume`; for messages. */
  readonly purpose: string;
  /** Whether the command makes sense for a run. */
  readonly fits: (state: RunState, living: boolean) => boolean;
}

/**
 * The run that is named, or the only one that can be meant: of each release the newest run, if the command makes sense
 * for it.
 */
export async function chooseRun(store: RunStore, { named, purpose, fits }: Choice): Promise<KnownRun | Failure> {
  if (named !== undefined) {
    const stored = await namedRun(store, named);
    return 'diagnostics' in stored ? stored : readRun(store, stored);
  }
  const fitting: KnownRun[] = [];
  for (const stored of newestOfEach(await store.listRuns())) {
    const known = await readRun(store, stored);
    if (known.kind === 'failed') return known;
    const living = (await store.runnerOf(stored.run)) !== undefined;
    if (fits(known.state, living)) fitting.push(known);
  }
  const [only, ...others] = fitting;
  if (only === undefined) return failure('REL3020', `There is no run to ${purpose}`, 'see release runs');
  if (others.length === 0) return only;
  const names = fitting.map(({ stored }) => stored.run);
  return failure(
    'REL3021',
    `Several runs can be meant: ${names.join(', ')}`,
    `name one: release ${purpose} ${names.at(-1)}`,
  );
}

function newestOfEach(runs: readonly StoredRun[]): readonly StoredRun[] {
  return [...new Map(runs.map((run) => [run.release, run])).values()];
}

/** Whether a run can go on: all but those where everything went well, and those that were cancelled. */
export function isResumable(state: RunState): boolean {
  return isOpen(state) || state.end === 'failed' || state.end === 'within-budget';
}

/** Whether there is something left that could be stopped. */
export function isOpen(state: RunState): boolean {
  return state.status !== 'finished';
}
