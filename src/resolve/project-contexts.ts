import type { Project, Tenant, Workspace } from '../config/model.ts';
import type { Scope } from '../config/scope.ts';
import { type LaneContext, type NodeContext, targetRolesOf } from './match-scope.ts';
import type { NodePlace } from './resolve-node.ts';

/** Every deployment of a project there can be for one tenant, or, without one, for an untenanted run. */
export function laneContexts(workspace: Workspace, project: Project, tenant: Tenant | undefined): LaneContext[] {
  const untenanted = tenant === undefined;
  if (untenanted ? project.tenancy === 'tenanted' : project.tenancy === 'untenanted') return [];
  const environments = tenant?.environments ?? workspace.config.environments;
  const contexts: LaneContext[] = [];
  for (const environment of environments) {
    for (const channel of project.channels.keys()) {
      const place = { tags: tenant?.tags ?? [], environment, channel, project: project.id };
      contexts.push(untenanted ? place : { tenant: tenant.id, ...place });
    }
  }
  return contexts;
}

/** Every step of the project on every target of the tenant that it would run on. */
export function nodePlaces(project: Project, tenant: Tenant | undefined): readonly NodePlace[] {
  return project.steps.flatMap(({ id: step, roles }): readonly NodePlace[] => {
    if (roles.length === 0) return [{ step }];
    return (tenant?.targets ?? []).flatMap((target): readonly NodePlace[] => {
      const targetRoles = targetRolesOf(roles, target.roles);
      return targetRoles.length === 0 ? [] : [{ step, target: target.id, targetRoles }];
    });
  });
}

/** The lanes themselves, and when the scopes ask for it all nodes in them. */
export function* allContexts(
  lanes: readonly LaneContext[],
  places: readonly NodePlace[],
  withNodes: boolean,
): Generator<NodeContext> {
  yield* lanes;
  if (!withNodes) return;
  for (const lane of lanes) for (const place of places) yield { ...lane, ...place };
}

/** A list left empty by narrowing, such as another tenant's name in a tenant's file; the rules of floor 3 report it. */
export function isForNobody(scope: Scope): boolean {
  return Object.values(scope).some((names) => Array.isArray(names) && names.length === 0);
}
