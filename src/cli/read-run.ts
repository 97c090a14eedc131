import type { Plan } from '../plan/model.ts';
import { readPlan } from '../plan/serialize.ts';
import type { JournalRecord } from '../run/events.ts';
import { fold } from '../run/fold.ts';
import type { RunStore, StoredRun } from '../run/ports.ts';
import type { RunState } from '../run/state.ts';
import { type Failure, failure } from './failure.ts';

/** A run as it stands in the store. */
export interface KnownRun {
  readonly kind: 'read';
  readonly stored: StoredRun;
  readonly plan: Plan;
  readonly records: readonly JournalRecord[];
  readonly state: RunState;
}

export async function readRun(store: RunStore, stored: StoredRun): Promise<KnownRun | Failure> {
  const plan = await readStoredPlan(store, stored);
  if (plan.kind === 'failed') return plan;
  const journal = await store.readJournal(stored.run);
  switch (journal.kind) {
    case 'read':
      return {
        kind: 'read',
        stored,
        plan: plan.plan,
        records: journal.records,
        state: foldRun(plan.plan, stored, journal.records),
      };
    case 'damaged':
      return damaged(stored.run, `${journal.reason} (line ${journal.line}, byte ${journal.offset})`);
    case 'not-found':
      return failure('REL3020', `There is no run ${stored.run}`, 'see release runs');
    default:
      return journal satisfies never;
  }
}

/** A run whose first event is not written yet has a name and a start all the same. */
function foldRun(plan: Plan, stored: StoredRun, records: readonly JournalRecord[]): RunState {
  const state = fold(plan, records);
  if (state.run === '') {
    state.run = stored.run;
    state.startedAt = Date.parse(stored.startedAt);
  }
  return state;
}

export type StoredPlan = { readonly kind: 'read'; readonly plan: Plan } | Failure;

/** The plan that a run was made with, proven to be that one. */
export async function readStoredPlan(store: RunStore, { run, planDigest }: StoredRun): Promise<StoredPlan> {
  const lines: string[] = [];
  for await (const line of store.readPlan(run)) lines.push(line);
  const read = readPlan(lines);
  if (read.kind === 'refused') return damaged(run, `its plan cannot be used: ${read.reason} (line ${read.line})`);
  if (read.digest !== planDigest) return damaged(run, 'its plan is another one than it was started with');
  return { kind: 'read', plan: read.plan };
}

function damaged(run: string, why: string): Failure {
  const hint = 'keep the files for whoever looks into it, and start anew with release run';
  return failure('REL3023', `The record of run ${run} cannot be trusted: ${why}`, hint);
}
