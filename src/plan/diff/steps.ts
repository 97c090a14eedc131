import type { PlanProcess, PlanStep } from '../model.ts';
import { textOf } from './same-value.ts';

/** How two processes differ, whoever they are run for: by step path. */
export interface ProcessDiff {
  readonly before: ReadonlyMap<string, PlanStep>;
  readonly after: ReadonlyMap<string, PlanStep>;
  /** Steps of both whose definition changed, and the keys that did. */
  readonly changed: ReadonlyMap<string, readonly string[]>;
  /** Steps of both that wait for other common steps than before. */
  readonly reordered: ReadonlyMap<string, { readonly before: readonly string[]; readonly after: readonly string[] }>;
}

export function diffProcesses(one: PlanProcess, other: PlanProcess): ProcessDiff {
  const [before, after] = [byPath(one), byPath(other)];
  const changed = new Map<string, readonly string[]>();
  const reordered = new Map<string, { before: readonly string[]; after: readonly string[] }>();
  if (one.digest === other.digest) return { before, after, changed, reordered };
  const isCommon = (path: string): boolean => before.has(path) && after.has(path);
  const [needsBefore, needsAfter] = [commonNeeds(one, isCommon), commonNeeds(other, isCommon)];
  for (const [path, step] of after) {
    const old = before.get(path);
    if (old === undefined) continue;
    const keys = changedKeys(old, step);
    if (keys.length > 0) changed.set(path, keys);
    const [was, is] = [needsBefore.get(path) ?? [], needsAfter.get(path) ?? []];
    if (textOf(was) !== textOf(is)) reordered.set(path, { before: was, after: is });
  }
  return { before, after, changed, reordered };
}

function byPath({ steps }: PlanProcess): ReadonlyMap<string, PlanStep> {
  return new Map(steps.map((step) => [step.path, step]));
}

/**
 * By path: the steps both processes have that it waits for. Where it waits for a step that only one of them has, those
 * count that this one waits for: a step put between two others does not reorder them.
 */
function commonNeeds(
  { steps }: PlanProcess,
  isCommon: (path: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const found: (readonly string[])[] = [];
  for (const { needs } of steps) {
    const names = needs.flatMap((need): readonly string[] => {
      const path = steps[need]?.path ?? '';
      // Steps come after what they need, so what is asked for here is known already.
      return isCommon(path) ? [path] : (found[need] ?? []);
    });
    found.push([...new Set(names)].sort());
  }
  return new Map(steps.map(({ path }, index) => [path, found[index] ?? []]));
}

/** Keys as the project file calls them. */
function changedKeys(before: PlanStep, after: PlanStep): readonly string[] {
  const keys: string[] = [];
  const compare = (name: string, one: unknown, other: unknown): void => {
    if (textOf(one) !== textOf(other)) keys.push(name);
  };
  compare('uses', before.kind, after.kind);
  for (const key of new Set([...Object.keys(before.with), ...Object.keys(after.with)])) {
    compare(`with.${key}`, before.with[key], after.with[key]);
  }
  compare('name', before.name, after.name);
  compare('when', before.when, after.when);
  compare('run', before.run, after.run);
  compare('timeout', before.timeoutSeconds, after.timeoutSeconds);
  compare('retry', before.retry, after.retry);
  compare('idempotent', before.idempotent, after.idempotent);
  compare('rolling', before.rollingWindow, after.rollingWindow);
  compare('group', before.group, after.group);
  compare('with.project', before.chain?.project, after.chain?.project);
  compare('with.barrier', before.chain?.barrier, after.chain?.barrier);
  return keys;
}
