import { role } from './graph.ts';
import type { LaneState } from './lane-state.ts';
import { isFailure, status } from './node-status.ts';
import type { Deployed } from './ports.ts';

/**
 * What a lane that has ended left behind: its own project, and each chained project whose chain step has ended or had
 * begun. What was undone or never begun leaves no row: what was there is still there.
 */
export function deployedRows(lane: LaneState, run: string): readonly Deployed[] {
  return lane.phase === 'ended' && lane.end !== 'undone' ? rowsSoFar(lane, run) : [];
}

/** The same of a lane that may be in the middle of its work: what has begun and not ended is `running`. */
export function rowsSoFar(lane: LaneState, run: string): readonly Deployed[] {
  const { plan } = lane;
  if (lane.end === 'undone') return [];
  const rows: Deployed[] = [];
  const add = (project: string, state: Deployed['state'] | undefined, at: number): void => {
    const version = project === plan.project ? plan.to : plan.versions[project];
    if (version === undefined || state === undefined) return;
    const tenant = plan.tenant?.id ?? null;
    rows.push({ tenant, environment: plan.environment, project, version, since: iso(at), run, state });
  };
  for (const join of joinsOf(lane)) {
    const project = lane.steps[lane.graph.step[join] ?? -1]?.chain?.project ?? '';
    const inside = (): readonly number[] => insideOf(lane, join);
    add(project, joinState(lane, join, inside), lane.nodeEndedAt[join] || lane.endedAt || lastStart(lane, inside()));
  }
  // A step that runs once for a wave deploys nothing by itself.
  if (plan.kind === 'once') return rows;
  const all = (): readonly number[] => [...lane.status.keys()];
  add(plan.project, laneState(lane, all), lane.endedAt ?? lastStart(lane, all()));
  return rows;
}

function laneState(lane: LaneState, all: () => readonly number[]): Deployed['state'] | undefined {
  return lane.end === 'succeeded' || lane.end === 'failed' ? lane.end : begunState(lane, all());
}

function joinState(lane: LaneState, join: number, inside: () => readonly number[]): Deployed['state'] | undefined {
  const code = lane.status[join];
  // What a cancel stopped has not failed by itself.
  if (code === status.failed)
    return lane.end === 'cancelled' && !inside().some(failedItself(lane)) ? 'cancelled' : 'failed';
  if (code !== status.succeeded) return begunState(lane, inside());
  if (lane.end === 'succeeded') return 'succeeded';
  // The lane may have tried to undo it, and failed at that.
  return inside().some((node) => lane.status[node] === status.undone) ? begunState(lane, inside()) : 'succeeded';
}

function failedItself(lane: LaneState): (node: number) => boolean {
  return (node) => {
    const code = lane.status[node] ?? 0;
    return isFailure(code) && code !== status.cancelled && lane.graph.role[node] !== role.join;
  };
}

/** Of nodes that have not all succeeded; undefined when nothing was done, or nothing is left of it. */
function begunState(lane: LaneState, nodes: readonly number[]): Deployed['state'] | undefined {
  if (!nodes.some((node) => hasBegun(lane, node))) return undefined;
  if (lane.phase !== 'ended') return 'running';
  return lane.end === 'failed' ? 'failed' : 'cancelled';
}

/** Something of it may be there. A machine that was away the whole time has heard nothing. */
function hasBegun(lane: LaneState, node: number): boolean {
  if (lane.attemptStartedAt[node] === 0 || lane.status[node] === status.undone) return false;
  return lane.unreached.get(node) !== false;
}

function lastStart(lane: LaneState, nodes: readonly number[]): number {
  return nodes.reduce((last, node) => Math.max(last, lane.attemptStartedAt[node] ?? 0), lane.startedAt ?? 0);
}

/** Nodes of the chained project, and of those that it chains. */
function insideOf(lane: LaneState, join: number): readonly number[] {
  const around = `${lane.steps[lane.graph.step[join] ?? -1]?.path ?? ''}/`;
  return [...lane.graph.step.keys()].filter((node) => lane.steps[lane.graph.step[node] ?? -1]?.path.startsWith(around));
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
