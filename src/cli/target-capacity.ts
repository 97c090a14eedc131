import type { Plan, PlanTarget } from '../plan/model.ts';
import type { Capacity, HostOptions } from '../run/host-types.ts';
import { nodeReader } from '../steps/node-facts.ts';

/**
 * How many steps may use the target of a node at once: its `maxParallel`, or one where it wants to be used alone. A
 * target that tenants share is one thing for all of them. Undefined when no target of the plan says so.
 */
export function targetCapacity(plan: Plan): HostOptions['capacity'] {
  if (!plan.lanes.some(({ targets }) => targets.some((target) => limitOf(target) !== undefined))) return undefined;
  const read = nodeReader(plan);
  return (index, node): Capacity | undefined => {
    const { lane, target } = read({ lane: index, node });
    const limit = target && limitOf(target);
    if (target === undefined || limit === undefined) return undefined;
    return { key: target.shared ? target.id : `${lane.tenant?.id ?? ''}/${target.id}`, limit };
  };
}

function limitOf({ settings: { maxParallel, mutex } }: PlanTarget): number | undefined {
  if (mutex === true) return 1;
  return typeof maxParallel === 'number' ? maxParallel : undefined;
}
