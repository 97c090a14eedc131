import type { Release, Tenant, Workspace } from '../../config/model.ts';
import { selects } from '../../resolve/select-tenants.ts';
import { type Impact, projectsOf } from './impact.ts';

/** Tenants of a release that a change can affect; `all` where it is simpler, or right, to look at everybody. */
export function affectedIn(
  workspace: Workspace,
  release: Release,
  impact: Impact,
): { readonly tenants: readonly Tenant[]; readonly all: boolean } {
  const selected = [...workspace.tenants.values()].filter((tenant) => selects(release.tenants, tenant));
  const projects = projectsOf(workspace, release);
  const changed =
    impact.everything || impact.releases.has(release.file) || [...projects].some((id) => impact.projects.has(id));
  const untenanted = workspace.projects.get(release.project.text)?.tenancy === 'untenanted';
  if (changed || (untenanted && impact.concernsUntenanted(release.environments, projects))) {
    return { tenants: selected, all: true };
  }
  const tenants = selected.filter((tenant) => impact.concerns(tenant, release.environments, projects));
  return { tenants, all: tenants.length > 0 && tenants.length === selected.length };
}
