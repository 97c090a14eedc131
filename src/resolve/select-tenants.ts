import type { Tenant } from '../config/model.ts';
import type { TenantSelector, TenantSelectorPart } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { includesName } from './includes-name.ts';

export interface TenantSelection {
  /** In the order of the workspace. */
  readonly tenants: readonly Tenant[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a selector looks at. */
export type Selectable = Pick<Tenant, 'id' | 'tags'>;

/** The tenants that a selector chooses. Nobody is an error unless the selector allows it. */
export function selectTenants(selector: TenantSelector, tenants: Iterable<Tenant>): TenantSelection {
  const chosen: Tenant[] = [];
  for (const tenant of tenants) if (selects(selector, tenant)) chosen.push(tenant);
  const nobody = chosen.length === 0 && !selector.allowEmpty;
  return { tenants: chosen, diagnostics: nobody ? [selectsNobody(selector)] : [] };
}

/** True when any part of the selector chooses the tenant. */
export function selects(selector: TenantSelector, tenant: Selectable): boolean {
  return selector.parts.some((part) => partSelects(part, tenant));
}

function partSelects(part: TenantSelectorPart, tenant: Selectable): boolean {
  if (part.kind === 'all') return true;
  if (part.not !== undefined && selects(part.not, tenant)) return false;
  switch (part.kind) {
    case 'names':
      return includesName(part.names, tenant.id);
    case 'tags':
      return carriesTags(tenant.tags, part.tags);
    case 'not':
      return true;
    default:
      return part satisfies never;
  }
}

/** One of the wanted tags in every tag set that is wanted at all. */
function carriesTags(carried: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((tag) => {
    const set = setOfTag(tag);
    return wanted.some((other) => setOfTag(other) === set && carried.includes(other));
  });
}

function setOfTag(tag: string): string {
  const slash = tag.indexOf('/');
  return slash < 0 ? tag : tag.slice(0, slash);
}

function selectsNobody(selector: TenantSelector): Diagnostic {
  return {
    code: 'REL1308',
    severity: 'error',
    summary: 'The tenant selector matches no tenant',
    detail: 'Tags of one set are alternatives, and every set must match.',
    hint: 'correct the names or tags, or add `allowEmpty: true` when it may match nobody',
    span: selector.span,
  };
}
