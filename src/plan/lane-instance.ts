import type { Tenant } from '../config/model.ts';
import { missingInputs } from '../resolve/inputs.ts';
import type { LaneRoots } from '../resolve/lane-roots.ts';
import type { LaneContext } from '../resolve/match-scope.ts';
import { type NodeValues, nodeValuesOf } from '../resolve/node-values.ts';
import { laneSourcesOf } from '../resolve/release-sources.ts';
import type { NodePlace } from '../resolve/resolve-node.ts';
import { resolveLane } from '../resolve/resolve-variables.ts';
import { type LaneValue, laneValues } from '../resolve/values.ts';
import type { ProjectInstance } from './instances.ts';
import { overridesOf, type UsedValues, usedValues } from './lane-values.ts';
import type { PlanValues } from './model.ts';
import type { ReleaseContext } from './release-context.ts';

/** One project of one deployment, with its variables resolved. */
export interface LaneInstance {
  readonly instance: ProjectInstance;
  readonly context: LaneContext;
  /** The value of one name, as it is used in the whole deployment. */
  readonly get: (name: string) => LaneValue | undefined;
  /** What a plan carries: the values that steps can ask for. */
  readonly values: () => PlanValues;
  /** All of them, for the lock. */
  readonly all: () => ReadonlyMap<string, LaneValue>;
  /** How many names have a value, or one in error. */
  readonly count: () => number;
  /** What differs for a step on a target; undefined when nothing does. Absent when nothing can differ anywhere. */
  readonly differs?: (place: NodePlace) => PlanValues | undefined;
  /** Whether the variable that a path names is wrong or missing, which has been said where it is written or asked for. */
  readonly isWrong: (path: readonly string[]) => boolean;
}

export interface LaneFacts {
  /** Whether the lane is a part of a project: steps that run once for a whole wave, where no tenant gives values. */
  readonly partial: boolean;
  readonly tenant: Tenant | undefined;
  readonly environment: string;
  readonly channel: string;
  readonly namespace: string | undefined;
  readonly version: (project: string) => string;
}

export function resolveInstance(release: ReleaseContext, lane: LaneFacts, instance: ProjectInstance): LaneInstance {
  const { index, schemas } = release.project(instance.project);
  const { tenant, environment } = lane;
  const channel = instance.project.channels.has(lane.channel) ? lane.channel : 'default';
  const context = contextOf(tenant, environment, instance.project.id, channel);
  const resolved = resolveLane(
    index,
    context,
    laneSourcesOf(release.release, tenant, { chain: instance.chainVariables, commandLine: release.commandLine }),
  );
  for (const tie of resolved.ties) release.ties.push({ tie, context });
  const asked = lane.partial ? instance.uses : () => true;
  const missing = missingInputs(instance.project, resolved).filter(({ input }) => asked(input.name));
  noteMissing(release, instance, missing);
  const settings = { roots: rootsOf(release, lane, instance, channel), schemas };
  const ofLane = laneValues(resolved, settings);
  const note = ({ diagnostics }: Pick<NodeValues, 'diagnostics'>): void => {
    for (const diagnostic of diagnostics) release.findings.push({ diagnostic, context });
  };
  note(lane.partial ? laneValues(resolved, settings, asked) : ofLane);
  let known: UsedValues | undefined;
  const used = (): UsedValues => {
    known ??= usedValues(ofLane.all(), instance.uses);
    return known;
  };
  const isWrongName = (name: string): boolean =>
    missing.some(({ input }) => input.name === name) ||
    (resolved.get(name) !== undefined && ofLane.get(name) === undefined);
  const isWrong = (path: readonly string[]): boolean =>
    path.some((_, index) => isWrongName(path.slice(0, index + 1).join('.')));
  const { get, all, count } = ofLane;
  const found = { instance, context, get, values: () => used().values, all, count, isWrong };
  if (resolved.nodeDependent.length === 0) return found;
  const differing = nodeValuesOf(index, resolved, ofLane, settings);
  const differs = (place: NodePlace): PlanValues | undefined => {
    const here = differing(place);
    note(here);
    release.ties.push(...here.variables.ties.map((tie) => ({ tie, context })));
    return overridesOf(here, used(), ofLane.all());
  };
  return { ...found, differs };
}

/** Written out, because this is made for every deployment, and spreading is slow. */
function contextOf(tenant: Tenant | undefined, environment: string, project: string, channel: string): LaneContext {
  if (tenant === undefined) return { tags: [], environment, project, channel };
  return { tenant: tenant.id, tags: tenant.tags, environment, project, channel };
}

function rootsOf(
  { release }: ReleaseContext,
  lane: LaneFacts,
  { project }: ProjectInstance,
  channel: string,
): LaneRoots {
  const { tenant, environment, namespace } = lane;
  return {
    tenant,
    environment,
    project: project.id,
    release: { id: release.id, version: lane.version(project.id) },
    channel,
    namespace,
  };
}

function noteMissing(
  { missing }: ReleaseContext,
  { project }: ProjectInstance,
  found: ReturnType<typeof missingInputs>,
): void {
  if (found.length === 0) return;
  const known = missing.get(project) ?? [];
  known.push(...found);
  missing.set(project, known);
}
