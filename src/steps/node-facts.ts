import { imageReference } from '../feeds/oci/repository.ts';
import type { Plan, PlanLane, PlanPackage, PlanStep, PlanTarget, PlanValues } from '../plan/model.ts';
import type { NodeNames } from '../plan/node-scope.ts';
import { type GraphOf, graphsOf } from '../run/graph-shape.ts';
import type { ExecuteRequest } from '../run/ports.ts';
import type { StepFacts } from './kind.ts';

/** All that the plan says of one node. */
export interface NodeFacts {
  readonly lane: PlanLane;
  readonly step: PlanStep;
  readonly target: PlanTarget | undefined;
  readonly package: PlanPackage | undefined;
  readonly values: PlanValues;
  readonly overrides: PlanValues | undefined;
  /** With slash; empty for a step of the release's own project. */
  readonly prefix: string;
}

/** A node by its place in the plan. */
export type NodePlace = Pick<ExecuteRequest, 'lane' | 'node'>;

export function nodeReader(plan: Plan): (place: NodePlace) => NodeFacts {
  const graphOf = graphsOf(plan);
  return (place) => readNode(plan, graphOf, place);
}

function readNode(plan: Plan, graphOf: GraphOf, place: NodePlace): NodeFacts {
  const lane = plan.lanes[place.lane];
  const graph = lane && graphOf(place.lane);
  const index = graph?.step[place.node] ?? -1;
  const step = lane && plan.processes[lane.process]?.steps[index];
  if (lane === undefined || step === undefined)
    throw new Error(`bug: the plan has no node ${place.lane}/${place.node}`);
  const slot = graph?.slot[place.node] ?? -1;
  const target = slot < 0 ? undefined : lane.placement[index]?.[slot];
  const prefix = step.path.slice(0, step.path.lastIndexOf('/') + 1);
  return {
    lane,
    step,
    target: target === undefined ? undefined : lane.targets[target],
    package: plan.header.packages[lane.packages[index] ?? -1],
    values: lane.values[prefix.slice(0, -1)] ?? {},
    overrides: lane.overrides[`${index}#${target}`] ?? lane.overrides[index],
    prefix,
  };
}

/** As `run/address.ts` makes it. */
export function addressOf({ lane, step, target }: NodeFacts): string {
  const path = `${lane.address}/${step.path}`;
  return target === undefined ? path : `${path}#${target.id}`;
}

/** What the engine's own names stand for at the node. */
export function namesOf(
  plan: Plan,
  facts: NodeFacts,
  request: ExecuteRequest,
  packagePath: string | undefined,
): NodeNames {
  const { lane, step, target, package: used, prefix } = facts;
  return {
    tenant: lane.tenant,
    environment: lane.environment,
    project: step.project,
    release: { id: plan.header.release, version: lane.versions[step.project] ?? lane.to },
    channel: plan.header.channel,
    step: step.id,
    ...(lane.namespace !== undefined && { namespace: lane.namespace }),
    ...(target !== undefined && { target }),
    ...(used !== undefined && {
      package: {
        id: used.id,
        version: used.version,
        ...(packagePath !== undefined && { path: packagePath }),
        image: imageOf(plan, used) ?? null,
      },
    }),
    get packages() {
      return packagesOf(plan, lane);
    },
    run: { id: request.run, timestamp: request.timestamp, outputs: (id) => request.outputs(prefix + id) },
  };
}

/** What a container is deployed by: `registry.example.com/team/web@sha256:…`; undefined for files of other feeds. */
export function imageOf({ header }: Plan, { feed, id, sha256 }: PlanPackage): string | undefined {
  const settings = header.feeds.find(({ name }) => name === feed);
  return settings?.type === 'oci' ? imageReference(settings, id, sha256) : undefined;
}

function packagesOf(plan: Plan, lane: PlanLane): { readonly [id: string]: { readonly version: string } } {
  const used = Object.values(lane.packages).flatMap((index) => plan.header.packages[index] ?? []);
  return Object.fromEntries(used.map(({ id, version }) => [id, { version }]));
}

export function stepFactsOf(plan: Plan, { lane, step, target }: NodeFacts, request: ExecuteRequest): StepFacts {
  return {
    run: request.run,
    tenant: lane.tenant?.id ?? null,
    environment: lane.environment,
    project: step.project,
    step: step.path,
    release: plan.header.release,
    version: lane.versions[step.project] ?? lane.to,
    timestamp: request.timestamp,
    ...(target !== undefined && { target: target.id }),
    ...(lane.namespace !== undefined && { namespace: lane.namespace }),
  };
}
