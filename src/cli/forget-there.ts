import type { Plan } from '../plan/model.ts';
import { isTarget } from '../targets/registry.ts';
import type { Target } from '../targets/target.ts';
import type { TargetMaker } from '../targets/target-maker.ts';
import { bounded } from './bounded.ts';

const atOnce = 16;

/** Deletes the tickets of a run on the machines that its plan places steps on. What cannot be reached keeps them. */
export async function forgetThere(targets: TargetMaker, plan: Plan, run: string): Promise<void> {
  const used = new Set<Target>();
  for (const lane of plan.lanes) {
    for (const index of new Set(Object.values(lane.placement).flat())) {
      const target = lane.targets[index] && targets.make(lane.targets[index]);
      if (target !== undefined && isTarget(target) && target.forget !== undefined) used.add(target);
    }
  }
  await bounded([...used], atOnce, async (target) => target.forget?.(run).catch(() => false));
}
