import type { BlockedDeployment } from '../../plan/blocked.ts';
import type { Plan, PlanAttempted } from '../../plan/model.ts';
import { laneSteps } from './changes.ts';
import { type Details, detailsKey, detailsOf } from './details.ts';

/** Deployments that nothing but their tenants tells apart: one line of the plan. */
export interface LaneGroup {
  readonly lanes: readonly number[];
  /** Names of the tenants, or of what runs when there are none. */
  readonly who: readonly string[];
  readonly environment: string;
  readonly project: string;
  readonly from: string | null;
  readonly to: string;
  readonly attempted: PlanAttempted | undefined;
  readonly steps: number;
  /** Steps that run once for a wave, which have little in common with the deployments. */
  readonly once: boolean;
  readonly details: Details;
}

export type Grouper = (lanes: readonly number[]) => readonly LaneGroup[];

export function grouper(plan: Plan, blocked: readonly BlockedDeployment[], zone: string): Grouper {
  const stepsOf = laneSteps(plan);
  const blocks = new Map(blocked.map((one) => [one.address, one]));
  return (lanes) => {
    const groups = new Map<string, LaneGroup & { lanes: number[]; who: string[] }>();
    for (const index of lanes) {
      const lane = plan.lanes[index];
      if (lane === undefined) continue;
      const { environment, project, from, to, attempted } = lane;
      const details = detailsOf(plan, lane, blocks.get(lane.address), zone);
      const steps = stepsOf(index);
      const now = [from, attempted?.version, attempted?.state];
      const key = [lane.kind, lane.process, environment, project, ...now, to, steps, detailsKey(details)].join('\n');
      const once = lane.kind === 'once';
      const versions = { from, to, attempted };
      const group = groups.get(key) ?? { lanes: [], who: [], environment, project, ...versions, steps, once, details };
      groups.set(key, group);
      group.lanes.push(index);
      group.who.push(whoOf(lane.address, lane.tenant?.id));
    }
    return [...groups.values()];
  };
}

function whoOf(address: string, tenant: string | undefined): string {
  if (tenant !== undefined) return tenant;
  return address.startsWith('@') ? '(no tenant)' : `(${address.slice(1, address.indexOf('@'))}, once)`;
}
