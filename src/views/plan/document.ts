import type { BlockedDeployment } from '../../plan/blocked.ts';
import type { Plan, PlanAttempted, PlanLane, PlanStep, PlanWave } from '../../plan/model.ts';
import { nodeAddress } from '../../run/address.ts';
import type { LaneGraph } from '../../run/graph.ts';
import { graphsOf } from '../../run/graph-shape.ts';
import { escapeJson } from '../json.ts';

/** What `release plan` shows. */
export interface PlanView {
  readonly plan: Plan;
  readonly digest: string;
  readonly blocked?: readonly BlockedDeployment[];
}

export interface PlanDocument extends PlanHead {
  readonly deployments: readonly PlannedDeployment[];
}

interface PlanHead {
  readonly schemaVersion: 1;
  readonly digest: string;
  readonly release: string;
  readonly version: string;
  readonly project: string;
  readonly channel: string;
  readonly waves: readonly {
    readonly name: string;
    readonly approve: boolean;
    readonly soakSeconds: number;
    readonly failuresAllowed: number;
    readonly deployments: readonly string[];
  }[];
}

interface PlannedDeployment {
  readonly address: string;
  readonly kind: PlanLane['kind'];
  readonly tenant: string | null;
  readonly environment: string;
  readonly project: string;
  readonly from: string | null;
  readonly to: string;
  /** The newest deployment there, when it did not succeed; `from` is what was there before it. */
  readonly attempted?: PlanAttempted;
  readonly blocked?: { readonly why: string; readonly until?: string };
  readonly nodes: readonly PlannedNode[];
}

interface PlannedNode {
  readonly address: string;
  readonly step: string;
  readonly kind: string;
  readonly target?: string;
  readonly needs: readonly string[];
  readonly package?: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly pruned?: string;
}

/** The whole document in memory; for a plan of thousands of tenants take `planJson`. */
export function planDocument(view: PlanView): PlanDocument {
  return { ...headOf(view), deployments: [...deploymentsOf(view)] };
}

/** The text of the document, a chunk per deployment, so that 200,000 nodes never stand in memory at once. */
export function* planJson(view: PlanView): Generator<string> {
  const head = escapeJson(JSON.stringify(headOf(view), undefined, 2));
  yield `${head.slice(0, -2)},\n  "deployments": [`;
  let separator = '';
  for (const deployment of deploymentsOf(view)) {
    yield `${separator}\n    ${escapeJson(JSON.stringify(deployment))}`;
    separator = ',';
  }
  yield '\n  ]\n}\n';
}

function headOf({ plan, digest }: PlanView): PlanHead {
  const { release, version, project, channel, waves } = plan.header;
  return {
    schemaVersion: 1,
    digest,
    release,
    version,
    project,
    channel,
    waves: waves.map((wave) => waveOf(plan, wave)),
  };
}

function waveOf(plan: Plan, { name, approve, soakSeconds, failuresAllowed, before, lanes, after }: PlanWave) {
  const deployments = [...before, ...lanes, ...after].map((lane) => plan.lanes[lane]?.address ?? '');
  return { name, approve, soakSeconds, failuresAllowed, deployments };
}

function* deploymentsOf({ plan, blocked = [] }: PlanView): Generator<PlannedDeployment> {
  const graphOf = graphsOf(plan);
  const needs = new WeakMap<LaneGraph, readonly (readonly number[])[]>();
  const blocks = new Map(blocked.map((one) => [one.address, one]));
  for (const [index, lane] of plan.lanes.entries()) {
    const graph = graphOf(index);
    const needsOf = needs.get(graph) ?? invert(graph);
    needs.set(graph, needsOf);
    yield deploymentOf(plan, lane, { graph, needsOf, blocked: blocks.get(lane.address) });
  }
}

interface LaneView {
  readonly graph: LaneGraph;
  readonly needsOf: readonly (readonly number[])[];
  readonly blocked: BlockedDeployment | undefined;
}

function deploymentOf(plan: Plan, lane: PlanLane, view: LaneView): PlannedDeployment {
  const steps = plan.processes[lane.process]?.steps ?? [];
  const { address, kind, tenant, environment, project, from, to, attempted } = lane;
  const { blocked } = view;
  return {
    address,
    kind,
    tenant: tenant?.id ?? null,
    environment,
    project,
    from,
    to,
    ...(attempted && { attempted }),
    ...(blocked && { blocked: blockOf(blocked) }),
    nodes: steps.flatMap((step, index) => nodesOf(plan, lane, steps, view, step, index)),
  };
}

function blockOf({ why, until }: BlockedDeployment): { readonly why: string; readonly until?: string } {
  return until === undefined ? { why } : { why, until: new Date(until).toISOString() };
}

/** A step has a node per target; a step that is left out still has one, which says why. */
function nodesOf(
  plan: Plan,
  lane: PlanLane,
  steps: readonly PlanStep[],
  { graph, needsOf }: LaneView,
  step: PlanStep,
  index: number,
): readonly PlannedNode[] {
  const first = graph.first[index] ?? -1;
  const pruned = lane.pruned[index];
  const what = { step: step.path, kind: step.kind };
  if (first < 0) {
    const reason = pruned ?? 'runs in a deployment that others share';
    return [{ address: `${lane.address}/${step.path}`, ...what, needs: [], pruned: reason }];
  }
  const used = plan.header.packages[lane.packages[index] ?? -1];
  return Array.from({ length: graph.count[index] ?? 0 }, (_, slot): PlannedNode => {
    const target = lane.targets[lane.placement[index]?.[slot] ?? -1]?.id;
    return {
      address: nodeAddress(lane, steps, graph, first + slot),
      ...what,
      ...(target !== undefined && { target }),
      needs: (needsOf[first + slot] ?? []).map((need) => nodeAddress(lane, steps, graph, need)),
      ...(used && { package: { id: used.id, version: used.version, sha256: used.sha256 } }),
      ...(pruned !== undefined && { pruned }),
    };
  });
}

/** Node -> the nodes it waits for. The graph keeps the other direction. */
function invert({ size, failed }: LaneGraph): readonly (readonly number[])[] {
  const needs: number[][] = Array.from({ length: size }, () => []);
  for (let node = 0; node < size; node++) {
    for (let place = failed.start[node] ?? 0; place < (failed.start[node + 1] ?? 0); place++) {
      needs[failed.dependents[place] ?? -1]?.push(node);
    }
  }
  return needs;
}
