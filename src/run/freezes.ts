import type { Plan, PlanFreeze } from '../plan/model.ts';

/** Freezes by lane; most lanes have none. */
export type FrozenLanes = ReadonlyMap<number, readonly PlanFreeze[]>;

export function frozenLanes(plan: Plan): FrozenLanes {
  const byLane = new Map<number, PlanFreeze[]>();
  for (const freeze of plan.header.freezes) {
    for (const lane of freeze.lanes) {
      const known = byLane.get(lane);
      if (known === undefined) byLane.set(lane, [freeze]);
      else known.push(freeze);
    }
  }
  return byLane;
}
