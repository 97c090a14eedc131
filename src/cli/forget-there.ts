import type { PlanTarget } from '../plan/model.ts';
import type { LaneState } from '../run/lane-state.ts';
import type { RunState } from '../run/state.ts';
import { isTarget } from '../targets/registry.ts';
import type { Target } from '../targets/target.ts';
import type { TargetMaker } from '../targets/target-maker.ts';
import { bounded } from './bounded.ts';

const atOnce = 16;

/**
 * Deletes the tickets of a run on the machines on which it has begun something: nobody waits for one that is away and was
 * never asked. What cannot be reached keeps them.
 */
export async function forgetThere(targets: TargetMaker, { run, lanes }: RunState): Promise<void> {
  const used = new Set<Target>();
  for (const settings of new Set(lanes.flatMap((lane) => (lane === undefined ? [] : begunOn(lane))))) {
    const target = targets.make(settings);
    if (isTarget(target) && target.forget !== undefined) used.add(target);
  }
  await bounded([...used], atOnce, async (target) => target.forget?.(run).catch(() => false));
}

function begunOn({ plan, graph, attempts }: LaneState): readonly PlanTarget[] {
  const begun = new Set<PlanTarget>();
  for (let node = 0; node < graph.size; node++) {
    if ((attempts[node] ?? 0) === 0) continue;
    const place = plan.placement[graph.step[node] ?? -1]?.[graph.slot[node] ?? -1];
    const target = place === undefined ? undefined : plan.targets[place];
    if (target !== undefined) begun.add(target);
  }
  return [...begun];
}
