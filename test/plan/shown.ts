import type { Plan, PlanLane } from '../../src/plan/model.ts';

/** Steps of a deployment that will run, as `path` or `path#target`; in the order of the process. */
export function nodesOf(plan: Plan, lane: PlanLane): readonly string[] {
  const steps = plan.processes[lane.process]?.steps ?? [];
  return steps.flatMap(({ path, chain }, index) => {
    if (lane.pruned[index] !== undefined || chain !== undefined) return [];
    const placed = lane.placement[index];
    return placed === undefined ? [path] : placed.map((target) => `${path}#${lane.targets[target]?.id}`);
  });
}

/** Why steps of a deployment are left out, by path. */
export function prunedOf(plan: Plan, lane: PlanLane): { readonly [path: string]: string } {
  const steps = plan.processes[lane.process]?.steps ?? [];
  return Object.fromEntries(Object.entries(lane.pruned).map(([index, why]) => [steps[Number(index)]?.path ?? '', why]));
}

/** `id version` of the package of each step, by path. */
export function packagesOf(plan: Plan, lane: PlanLane): { readonly [path: string]: string } {
  const steps = plan.processes[lane.process]?.steps ?? [];
  return Object.fromEntries(
    Object.entries(lane.packages).map(([index, place]) => {
      const used = plan.header.packages[place];
      return [steps[Number(index)]?.path ?? '', `${used?.id} ${used?.version}`];
    }),
  );
}

/** Waves as `name: deployments`, those that run once for all in brackets around them. */
export function wavesOf({ header, lanes }: Plan): readonly string[] {
  const addresses = (indexes: readonly number[]): string => indexes.map((index) => lanes[index]?.address).join(' ');
  return header.waves.map(({ name, before, lanes: own, after }) => {
    const around = (indexes: readonly number[]): string => (indexes.length === 0 ? '' : `[${addresses(indexes)}]`);
    return `${name}: ${[around(before), addresses(own), around(after)].filter((part) => part !== '').join(' ')}`;
  });
}
