import type { Release, Tenant, Workspace } from '../config/model.ts';
import { selects } from '../resolve/select-tenants.ts';

/** How many deployments a release has: project x tenant x environment. Of all its tenants, or of some. */
export function deploymentCount(
  { projects, tenants }: Workspace,
  { project, environments, tenants: wanted }: Release,
  some: Iterable<Tenant> = tenants.values(),
): number {
  if (projects.get(project.text)?.tenancy === 'untenanted') return environments.length;
  const selected = [...some].filter((tenant) => selects(wanted, tenant));
  return selected.reduce(
    (sum, tenant) => sum + tenant.environments.filter((name) => environments.includes(name)).length,
    0,
  );
}
