import type { Tenant } from '../config/model.ts';
import { missingInputs } from '../resolve/inputs.ts';
import type { LaneRoots } from '../resolve/lane-roots.ts';
import type { LaneContext } from '../resolve/match-scope.ts';
import { type NodeValues, nodeValuesOf } from '../resolve/node-values.ts';
import { laneSourcesOf } from '../resolve/release-sources.ts';
import type { NodePlace } from '../resolve/resolve-node.ts';
import { resolveLane } from '../resolve/resolve-variables.ts';
import { type LaneValue, laneValues } from '../resolve/values.ts';
import { valueReferences } from '../template/value-templates.ts';
import type { ProjectInstance } from './instances.ts';
import type { PlanValue, PlanValues } from './model.ts';
import type { ReleaseContext } from './release-context.ts';

/** One project of one deployment, with its variables resolved. */
export interface LaneInstance {
  readonly instance: ProjectInstance;
  readonly context: LaneContext;
  /** What a plan carries: the values that steps can ask for. */
  readonly values: PlanValues;
  /** All of them, for the lock. */
  readonly all: ReadonlyMap<string, LaneValue>;
  /** What differs for a step on a target; undefined when nothing does. */
  readonly differs: (place: NodePlace) => PlanValues | undefined;
}

export interface LaneFacts {
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
  const context: LaneContext = {
    ...(tenant && { tenant: tenant.id }),
    tags: tenant?.tags ?? [],
    environment,
    project: instance.project.id,
    channel,
  };
  const resolved = resolveLane(
    index,
    context,
    laneSourcesOf(release.release, tenant, { chain: instance.chainVariables, commandLine: release.commandLine }),
  );
  release.ties.push(...resolved.ties.map((tie) => ({ tie, context })));
  noteMissing(release, instance, missingInputs(instance.project, resolved));
  const settings = { roots: rootsOf(release, lane, instance, channel), schemas };
  const ofLane = laneValues(resolved, settings);
  const note = ({ diagnostics }: Pick<NodeValues, 'diagnostics'>): void => {
    release.findings.push(...diagnostics.map((diagnostic) => ({ diagnostic, context })));
  };
  note(ofLane);
  const differing = nodeValuesOf(index, resolved, ofLane, settings);
  const differs = (place: NodePlace): PlanValues | undefined => {
    const here = differing(place);
    note(here);
    release.ties.push(...here.variables.ties.map((tie) => ({ tie, context })));
    return overridesOf(here, instance.uses);
  };
  return { instance, context, values: usedValues(ofLane.values, instance.uses), all: ofLane.values, differs };
}

function rootsOf(
  { release }: ReleaseContext,
  lane: LaneFacts,
  { project }: ProjectInstance,
  channel: string,
): LaneRoots {
  const { tenant, environment, namespace } = lane;
  return {
    ...(tenant && { tenant }),
    environment,
    project: project.id,
    release: { id: release.id, version: lane.version(project.id) },
    channel,
    ...(namespace !== undefined && { namespace }),
  };
}

function noteMissing(
  { missing }: ReleaseContext,
  { project }: ProjectInstance,
  found: ReturnType<typeof missingInputs>,
): void {
  if (found.length > 0) missing.set(project, [...(missing.get(project) ?? []), ...found]);
}

/** Used values, and what these refer to in turn while they wait for a secret or for the run. */
function usedValues(all: ReadonlyMap<string, LaneValue>, uses: (name: string) => boolean): PlanValues {
  const kept = new Map<string, PlanValue>();
  const open = [...all.keys()].filter(uses);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const value = all.get(name);
    if (value === undefined || kept.has(name)) continue;
    kept.set(name, planValue(value));
    for (const path of pathsIn(value)) open.push(...namesAt(all, path));
  }
  // In the order of resolution, whatever order they were found in: equal inputs give equal bytes.
  const inOrder = [...all.keys()].flatMap((name): readonly (readonly [string, PlanValue])[] => {
    const value = kept.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(inOrder);
}

function planValue(value: LaneValue): PlanValue {
  return 'template' in value ? { template: value.template } : value;
}

function pathsIn(value: LaneValue): readonly (readonly string[])[] {
  if ('value' in value) return [];
  const written = 'template' in value ? value.template : value.secret.ref;
  return valueReferences(written).references.map(({ reference }) => reference.path);
}

function namesAt(all: ReadonlyMap<string, LaneValue>, path: readonly string[]): readonly string[] {
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join('.');
    if (all.has(name)) return [name];
  }
  const group = `${path.join('.')}.`;
  return [...all.keys()].filter((name) => name.startsWith(group));
}

function overridesOf({ values, removed }: NodeValues, uses: (name: string) => boolean): PlanValues | undefined {
  if (values.size === 0 && removed.length === 0) return undefined;
  const entries: (readonly [string, PlanValue])[] = [];
  for (const [name, value] of values) if (uses(name)) entries.push([name, planValue(value)]);
  for (const name of removed) if (uses(name)) entries.push([name, { none: true }]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
