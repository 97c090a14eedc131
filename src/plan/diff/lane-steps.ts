import type { LaneDraft } from '../compile-lane.ts';
import type { PlanProcess, PlanStep } from '../model.ts';
import type { StepChange } from './model.ts';
import { textOf } from './same-value.ts';
import type { ProcessDiff } from './steps.ts';

/** A deployment and its process: which steps take part, and where. */
interface Taking {
  readonly lane: LaneDraft['lane'];
  readonly indexes: ReadonlyMap<string, number>;
  readonly steps: PlanProcess['steps'];
}

/** What changes about the steps of one deployment. */
export function diffLaneSteps(
  before: LaneDraft,
  after: LaneDraft,
  processes: { readonly before: PlanProcess; readonly after: PlanProcess; readonly diff: ProcessDiff },
): readonly StepChange[] {
  const { diff } = processes;
  const [was, is] = [takingOf(before, processes.before), takingOf(after, processes.after)];
  const changes: StepChange[] = [];
  for (const [path, step] of diff.after) changes.push(...stepChanges(path, step, was, is, diff));
  for (const [path, step] of diff.before) {
    if (!diff.after.has(path) && prunedReason(was, path) === undefined) {
      changes.push({ kind: 'step', step: path, what: 'removed', uses: step.kind });
    }
  }
  return changes;
}

function stepChanges(path: string, step: PlanStep, was: Taking, is: Taking, diff: ProcessDiff): readonly StepChange[] {
  const base = { kind: 'step', step: path } as const;
  const reason = prunedReason(is, path);
  const old = diff.before.get(path);
  if (old === undefined) {
    return reason === undefined ? [{ ...base, what: 'added', uses: step.kind, after: needsOf(is, step) }] : [];
  }
  const oldReason = prunedReason(was, path);
  if (reason !== undefined) return oldReason === undefined ? [{ ...base, what: 'pruned', reason }] : [];
  if (oldReason !== undefined) return [{ ...base, what: 'restored', reason: oldReason }];
  const changes: StepChange[] = [];
  const keys = diff.changed.get(path);
  if (keys !== undefined) changes.push({ ...base, what: 'changed', keys, before: old, after: step });
  const order = diff.reordered.get(path);
  if (order !== undefined) changes.push({ ...base, what: 'reordered', ...order });
  const [from, to] = [targetsOf(was, path), targetsOf(is, path)];
  if (textOf(from) !== textOf(to)) changes.push({ ...base, what: 'moved', before: from, after: to });
  return changes;
}

function takingOf({ lane }: LaneDraft, { steps }: PlanProcess): Taking {
  return { lane, steps, indexes: new Map(steps.map(({ path }, index) => [path, index])) };
}

function prunedReason({ lane, indexes }: Taking, path: string): string | undefined {
  const index = indexes.get(path);
  return index === undefined ? undefined : lane.pruned[index];
}

function targetsOf({ lane, indexes }: Taking, path: string): readonly string[] {
  const index = indexes.get(path);
  const placed = index === undefined ? undefined : lane.placement[index];
  return (placed ?? []).flatMap((target) => lane.targets[target]?.id ?? []);
}

function needsOf({ steps }: Taking, { needs }: PlanStep): readonly string[] {
  return needs.flatMap((need) => steps[need]?.path ?? []);
}
