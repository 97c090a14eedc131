import type { Tenant } from '../config/model.ts';
import { expandValues } from '../template/expand.ts';
import type { TemplateScope } from '../template/scope.ts';
import { rootLookup } from './lane-roots.ts';
import { noSources } from './lane-sources.ts';
import type { LaneContext } from './match-scope.ts';
import { resolveLane } from './resolve-variables.ts';
import { valueSource } from './value-source.ts';
import type { VariableIndex } from './variable-index.ts';

export interface TenantPlace {
  readonly tenant: Tenant | undefined;
  readonly environment: string;
  readonly namespace?: string | undefined;
}

/** What is known of a tenant in an environment outside every project and release: its own values, and those of everybody. */
export function tenantScope(index: VariableIndex, place: TenantPlace): TemplateScope {
  const own = place.tenant?.variables ?? [];
  const { get, names, nodeDependent } = resolveLane(index, tenantContext(place), { ...noSources, tenant: own });
  const mayAppear = (name: string): boolean => nodeDependent.some(({ candidate }) => candidate.name === name);
  const lookUp = rootLookup(place);
  const roots = { get: (path: readonly string[]) => lookUp(path) ?? ({ found: false } as const) };
  return expandValues(valueSource({ get, names, mayAppear }), roots).scope;
}

export function tenantContext({ tenant, environment }: TenantPlace): LaneContext {
  return tenant === undefined ? { tags: [], environment } : { tenant: tenant.id, tags: tenant.tags, environment };
}
