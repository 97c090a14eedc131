import type { TargetConfig, Tenant } from '../config/model.ts';
import type { LaneContext } from '../resolve/match-scope.ts';
import { overridesFor } from '../resolve/release-sources.ts';
import type { FilledTargets } from '../resolve/target-settings.ts';
import { tenantContext } from '../resolve/tenant-scope.ts';
import { compileLaneSteps, type LaneSteps } from './compile-lane-steps.ts';
import type { CompiledProcess } from './compiled-step.ts';
import type { ProjectInstance } from './instances.ts';
import { type LaneFacts, type LaneInstance, resolveInstance } from './lane-instance.ts';
import type { LaneKind, PlanLane, PlanTarget } from './model.ts';
import type { PackageRequest } from './package-requests.ts';
import type { ReleaseContext } from './release-context.ts';
import { chainedVersion } from './versions.ts';

/** What is asked for: this process, for this tenant, there. */
export interface LaneRequest {
  readonly kind: LaneKind;
  readonly address: string;
  readonly tenant: Tenant | undefined;
  readonly environment: string;
  readonly process: CompiledProcess;
  readonly processIndex: number;
  readonly instances: readonly ProjectInstance[];
}

/** A deployment that is complete but for the packages, which only a feed or a lock can tell. */
export interface LaneDraft {
  readonly lane: Omit<PlanLane, 'packages' | 'joins' | 'requires'>;
  readonly requests: ReadonlyMap<number, PackageRequest>;
  readonly instances: readonly LaneInstance[];
  /** Chain steps whose project has a lane of its own: step index to that project. */
  readonly shared: ReadonlyMap<number, string>;
}

export function compileLane(release: ReleaseContext, request: LaneRequest): LaneDraft {
  const facts = factsOf(release, request);
  const { tenant, environment, process } = request;
  const instances = request.instances.map((instance) => resolveInstance(release, facts, instance));
  const { targets, problems } = release.targetsOf(tenant, environment);
  const steps = compileLaneSteps(release, facts, { process, instances, targets });
  if (problems.size > 0) reportTargets(release, tenantContext({ tenant, environment }), steps, problems);
  const { project } = process.expanded;
  const { pruned, placement, requests, shared } = steps;
  const { keepValues } = release;
  const now = release.placeNow(tenant?.id ?? null, environment, project.id);
  return {
    lane: {
      address: request.address,
      kind: request.kind,
      tenant: tenant === undefined ? null : { id: tenant.id, name: tenant.name, tags: tenant.tags },
      environment,
      project: project.id,
      process: request.processIndex,
      from: now.good ?? null,
      to: facts.version(project.id),
      ...(now.attempted && { attempted: now.attempted }),
      // A check never looks at the rest, because its drafts become no plan: kept for thousands, it would fill the memory.
      versions: keepValues ? versionsOf(process, facts) : none,
      ...(keepValues && facts.namespace !== undefined && { namespace: facts.namespace }),
      targets: keepValues ? targets.map(planTarget) : [],
      pruned,
      placement,
      // Made when a plan is: a comparison has no use for them.
      get values() {
        return keepValues ? valuesOf(instances) : none;
      },
      overrides: keepValues ? steps.overrides : none,
      locks: keepValues && request.kind !== 'once' ? locksOf(process, steps, targets, tenant, environment) : [],
    },
    requests,
    instances: keepValues ? instances : [],
    shared,
  };
}

const none = {};

function valuesOf(instances: readonly LaneInstance[]): PlanLane['values'] {
  return Object.fromEntries(instances.map(({ instance, values }) => [instance.around, values()]));
}

function factsOf(release: ReleaseContext, { kind, tenant, environment, process }: LaneRequest): LaneFacts {
  const { channel, version } = release.release;
  const overrides = overridesFor(release.release, tenant);
  const root = process.expanded.project;
  return {
    partial: kind === 'once',
    tenant,
    environment,
    channel,
    namespace: tenant === undefined ? undefined : release.namespaces.of(tenant.id, environment),
    version: (project) => chainedVersion(release.release, overrides, project) ?? (project === root.id ? version : ''),
  };
}

/** Only what is wrong with targets that steps run on. */
function reportTargets(
  { findings }: ReleaseContext,
  context: LaneContext,
  { placement }: LaneSteps,
  problems: FilledTargets['problems'],
): void {
  for (const target of new Set(Object.values(placement).flat())) {
    for (const diagnostic of problems.get(target) ?? []) findings.push({ diagnostic, context });
  }
}

function planTarget({ id, type, roles, shared, settings }: TargetConfig): PlanTarget {
  return { id, type, roles, shared, settings };
}

function versionsOf(process: CompiledProcess, facts: LaneFacts): { readonly [project: string]: string } {
  return Object.fromEntries(process.projects.map((project) => [project, facts.version(project)]));
}

/** One lock for each project that is deployed, in one order for everybody, so that two trains cannot wait in a circle; and for each target that asks for it. */
function locksOf(
  process: CompiledProcess,
  steps: LaneSteps,
  targets: readonly TargetConfig[],
  tenant: Tenant | undefined,
  environment: string,
): readonly string[] {
  const projects = new Set([process.expanded.project.id]);
  for (const [index, { expanded }] of process.steps.entries()) {
    if (steps.pruned[index] === undefined) projects.add(expanded.project.id);
  }
  const isUsed = (target: number): boolean => Object.values(steps.placement).some((used) => used.includes(target));
  const alone = targets.filter(({ settings }, index) => settings.mutex === true && isUsed(index));
  return [
    ...[...projects].map((project) => `${tenant?.id ?? ''}@${environment}/${project}`),
    ...alone.map(({ id, shared }) => (shared ? `target/${id}` : `target/${tenant?.id ?? ''}/${id}`)),
  ].sort();
}
