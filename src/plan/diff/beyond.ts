import type { Project, Release, Tenant, Workspace } from '../../config/model.ts';
import { selects } from '../../resolve/select-tenants.ts';
import { lifecycleOf } from '../phases.ts';
import type { ReleaseDiff } from './model.ts';

/** A release to places where no release goes yet, to see what a change does there. */
export interface BeyondRelease {
  readonly workspace: Workspace;
  readonly release: Release;
}

/**
 * The last release of a project, made to go to every tenant and environment that no release of that project reaches;
 * undefined when there are none. `releases` are those of the newer end, for both ends.
 */
export function beyondRelease(
  workspace: Workspace,
  projectId: string,
  releases: readonly Release[],
  everybody: boolean,
): BeyondRelease | undefined {
  const project = workspace.projects.get(projectId);
  const own = releases.filter((release) => release.project.text === projectId);
  const last = own.at(-1);
  if (project === undefined || last === undefined) return undefined;
  const environments = environmentsOf(workspace, project, last);
  const isReached = (tenant: Tenant, name: string): boolean =>
    own.some((release) => release.environments.includes(name) && selects(release.tenants, tenant));
  const untenanted = project.tenancy === 'untenanted';
  const left = untenanted
    ? environments.filter((name) => !own.some((release) => release.environments.includes(name)))
    : environments;
  const tenants = [...workspace.tenants].map(([id, tenant]): [string, Tenant] => {
    const free = tenant.environments.filter((name) => environments.includes(name) && !isReached(tenant, name));
    return [id, { ...tenant, environments: free }];
  });
  if (untenanted ? left.length === 0 : tenants.every(([, tenant]) => tenant.environments.length === 0))
    return undefined;
  const selector = { parts: [{ kind: 'all' } as const], allowEmpty: true, span: last.tenants.span };
  return {
    workspace: { ...workspace, tenants: new Map(tenants) },
    release: { ...last, environments: left, waves: [], ...(everybody ? { tenants: selector, overrides: [] } : {}) },
  };
}

/** Without deployments that come and go: where no release goes there are none yet. */
export function withoutDeployments(diff: ReleaseDiff): ReleaseDiff | undefined {
  const groups = diff.groups
    .map((group) => ({ ...group, changes: group.changes.filter(({ kind }) => kind !== 'deployment') }))
    .filter(({ changes }) => changes.length > 0);
  if (groups.length === 0) return undefined;
  const changed = new Set(groups.flatMap(({ deployments }) => deployments)).size;
  return {
    ...diff,
    reach: 'nobody-yet',
    state: 'changed',
    settings: [],
    groups,
    deployments: { ...diff.deployments, changed },
  };
}

function environmentsOf(workspace: Workspace, project: Project, { channel }: Release): readonly string[] {
  const phases = lifecycleOf(workspace, project, channel)?.phases;
  const { environments } = workspace.config;
  if (phases === undefined) return environments;
  return environments.filter((name) => phases.some((phase) => phase.environments.includes(name)));
}
