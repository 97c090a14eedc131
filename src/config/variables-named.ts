import type { Tenant } from './model.ts';
import type { Candidate } from './scope.ts';

export type Named = (name: string) => readonly Candidate[];

const known = new WeakMap<Tenant, Named>();

/** For a tenant whose variables are read when they are asked for: a quicker way to those of one name. */
export function setNamed(tenant: Tenant, named: Named): void {
  known.set(tenant, named);
}

/** A tenant's own values of one name, without reading the others where they have not been read; undefined where they have. */
export function unreadNamed(tenant: Tenant, name: string): readonly Candidate[] | undefined {
  return known.get(tenant)?.(name);
}
