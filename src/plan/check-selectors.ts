import type { Release, Tenant, Workspace } from '../config/model.ts';
import type { TenantSelector } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { nameSome } from '../resolve/name-some.ts';
import { selects, selectTenants } from '../resolve/select-tenants.ts';
import type { PlacedStep } from './expand.ts';

type Report = (diagnostic: Diagnostic) => void;

/** Waves and overrides choose among the tenants of the release, so that is where they must find somebody. */
export function checkReleaseSelectors(release: Release, selected: readonly Tenant[], report: Report): void {
  const ids = new Set(selected.map(({ id }) => id));
  for (const wave of release.waves) {
    if (wave.tenants !== undefined) checkPart(`Wave ${wave.name}`, wave.tenants, selected, ids, report);
  }
  for (const { tenants } of release.overrides) checkPart('This override', tenants, selected, ids, report);
}

function checkPart(
  what: string,
  selector: TenantSelector,
  selected: readonly Tenant[],
  ids: ReadonlySet<string>,
  report: Report,
): void {
  if (!selector.allowEmpty && !selected.some((tenant) => selects(selector, tenant))) {
    report({
      code: 'REL1308',
      severity: 'error',
      summary: `${what} matches none of the tenants of the release`,
      hint: 'correct it, add them to the `tenants` of the release, or add `allowEmpty: true` when it may match nobody',
      span: selector.span,
    });
    return;
  }
  const outside = namesIn(selector).filter((name) => !ids.has(name));
  if (outside.length === 0) return;
  report({
    code: 'REL1619',
    severity: 'warning',
    summary: `${what} names ${nameSome(outside)}, and the release does not go there`,
    hint: 'remove the name, or add it to the `tenants` of the release',
    span: selector.span,
  });
}

function namesIn({ parts }: TenantSelector): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'names' ? part.names : []));
}

/** The selectors in steps hold for every release, so they must find somebody among all tenants. */
export function checkStepSelectors(steps: Iterable<PlacedStep>, { tenants }: Workspace, report: Report): void {
  for (const selector of selectorsOf(steps)) selectTenants(selector, tenants.values()).diagnostics.forEach(report);
}

/** A project may be chained several times; its selectors stand in one place. */
function selectorsOf(steps: Iterable<PlacedStep>): ReadonlySet<TenantSelector> {
  const selectors = new Set<TenantSelector>();
  for (const { step } of steps) if (step.scope.tenants !== undefined) selectors.add(step.scope.tenants);
  return selectors;
}
