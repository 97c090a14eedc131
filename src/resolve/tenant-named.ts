import type { Tenant } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import { unreadNamed } from '../config/variables-named.ts';
import { ownNamed, ownValues } from './own-values.ts';

/** A tenant's own values of one name, and nothing else: for patterns that name few, of thousands of tenants. */
export function tenantNamed(tenant: Tenant, name: string): readonly Candidate[] {
  return unreadNamed(tenant, name) ?? ownNamed(ownValues(tenant.variables, tenant.id), name);
}
