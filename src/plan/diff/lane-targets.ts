import type { LaneDraft } from '../compile-lane.ts';
import type { PlanTarget } from '../model.ts';
import type { ReachedTarget, TargetChange } from './model.ts';
import { textOf } from './same-value.ts';

/** Targets that steps of the deployment run on before and after, and that are reached in another way. */
export function diffLaneTargets({ lane: was }: LaneDraft, { lane: is }: LaneDraft): readonly TargetChange[] {
  const before = new Map(usedTargets(was).map((target) => [target.id, reached(target)]));
  return usedTargets(is).flatMap((target): readonly TargetChange[] => {
    const old = before.get(target.id);
    const now = reached(target);
    if (old === undefined || textOf(old) === textOf(now)) return [];
    return [{ kind: 'target', target: target.id, before: old, after: now }];
  });
}

function usedTargets({ placement, targets }: LaneDraft['lane']): readonly PlanTarget[] {
  const used = new Set(Object.values(placement).flat());
  return targets.filter((_, index) => used.has(index));
}

/** In one order: how a file writes them says nothing. */
function reached({ type, settings }: PlanTarget): ReachedTarget {
  return {
    type,
    settings: Object.fromEntries(Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}
