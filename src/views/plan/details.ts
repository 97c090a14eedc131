import type { BlockedDeployment } from '../../plan/blocked.ts';
import type { Plan, PlanLane } from '../../plan/model.ts';
import { clean } from '../text.ts';
import { localTime } from '../time.ts';

/** What is special about a deployment, one line each. Equal lines of many deployments are printed once. */
export interface Details {
  readonly leftOut: readonly string[];
  readonly packages: readonly string[];
  readonly joins: readonly string[];
  readonly blocked: readonly string[];
}

export function detailsOf(plan: Plan, lane: PlanLane, blocked: BlockedDeployment | undefined, zone: string): Details {
  return {
    leftOut: leftOut(plan, lane),
    packages: packagesOf(plan, lane),
    joins: joinsOf(plan, lane),
    blocked: blocked === undefined ? [] : [blockWords(blocked, zone)],
  };
}

/** Pruned steps with their reasons. What is inside a chain step that is left out goes without saying. */
function leftOut(plan: Plan, lane: PlanLane): readonly string[] {
  const pruned = Object.keys(lane.pruned);
  if (pruned.length === 0) return [];
  const steps = plan.processes[lane.process]?.steps ?? [];
  const chains = pruned.map((index) => steps[Number(index)]).filter((step) => step?.chain !== undefined);
  return pruned.flatMap((index) => {
    const path = steps[Number(index)]?.path ?? '';
    if (chains.some((chain) => chain !== undefined && path.startsWith(`${chain.path}/`))) return [];
    return [`${clean(path)}: ${clean(lane.pruned[Number(index)] ?? '')}`];
  });
}

function packagesOf(plan: Plan, lane: PlanLane): readonly string[] {
  const used = new Set(Object.values(lane.packages));
  return [...used].flatMap((index) => {
    const found = plan.header.packages[index];
    return found === undefined ? [] : [`${clean(found.id)} ${clean(found.version)}`];
  });
}

function joinsOf(plan: Plan, lane: PlanLane): readonly string[] {
  const steps = plan.processes[lane.process]?.steps ?? [];
  return Object.entries(lane.joins).map(
    ([step, shared]) =>
      `${clean(steps[Number(step)]?.path ?? '')} waits for ${clean(plan.lanes[shared]?.address ?? '')}`,
  );
}

function blockWords({ why, until }: BlockedDeployment, zone: string): string {
  return until === undefined ? clean(why) : `${clean(why)} (until ${localTime(until, zone)})`;
}

/** Identifies details, so that deployments with equal ones stand on one line. */
export function detailsKey({ leftOut: pruned, packages, joins, blocked }: Details): string {
  return [pruned, packages, joins, blocked].map((lines) => lines.join('\n')).join('\n\n');
}
