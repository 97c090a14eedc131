import { role } from './graph.ts';
import type { LaneState } from './lane-state.ts';
import { status } from './node-status.ts';
import type { Deployed } from './ports.ts';

/**
 * What a lane that has ended left behind: its own project, and each chained project whose chain step has ended.
 * A project that was undone, cancelled before it ended, or never begun leaves no row: what was there is still there.
 */
export function deployedRows(lane: LaneState, run: string): readonly Deployed[] {
  const { plan } = lane;
  if (lane.phase !== 'ended' || lane.endedAt === undefined) return [];
  const rows: Deployed[] = [];
  const add = (project: string, version: string | undefined, state: Deployed['state'], at: number): void => {
    if (version === undefined) return;
    const tenant = plan.tenant?.id ?? null;
    rows.push({ tenant, environment: plan.environment, project, version, since: iso(at), run, state });
  };
  if (lane.end === 'undone') return [];
  for (const node of joinsOf(lane)) {
    const code = lane.status[node];
    const project = lane.steps[lane.graph.step[node] ?? -1]?.chain?.project ?? '';
    const at = lane.nodeEndedAt[node] ?? lane.endedAt;
    if (code === status.succeeded) add(project, plan.versions[project], 'succeeded', at);
    if (code === status.failed) add(project, plan.versions[project], 'failed', at);
  }
  // A step that runs once for a wave deploys nothing by itself.
  if (plan.kind === 'once') return rows;
  if (lane.end === 'succeeded') add(plan.project, plan.to, 'succeeded', lane.endedAt);
  if (lane.end === 'failed') add(plan.project, plan.to, 'failed', lane.endedAt);
  return rows;
}

/** Chain steps of its own; one that waits for a shared lane is recorded by that lane. */
function joinsOf(lane: LaneState): readonly number[] {
  const joins: number[] = [];
  for (let node = 0; node < lane.graph.size; node++) {
    if (lane.graph.role[node] !== role.join) continue;
    if (lane.steps[lane.graph.step[node] ?? -1]?.chain !== undefined) joins.push(node);
  }
  return joins;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
