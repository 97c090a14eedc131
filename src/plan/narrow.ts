import type { Release, Tenant, Workspace } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { startOf } from '../diagnostics/span.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { selects } from '../resolve/select-tenants.ts';

/** What the command line asks for; it narrows what the release says, and never widens it. */
export interface Narrowing {
  readonly environments?: readonly string[];
  readonly tenants?: readonly string[];
  /** Canonical tags, `set/value`: OR inside a set, AND across sets. */
  readonly tags?: readonly string[];
  /** Step paths or groups to leave out. */
  readonly skip?: readonly string[];
}

export function narrowEnvironments(
  release: Release,
  narrowing: Narrowing,
  report: (diagnostic: Diagnostic) => void,
): readonly string[] {
  const { environments: wanted } = narrowing;
  if (wanted === undefined) return release.environments;
  for (const name of wanted) {
    if (release.environments.includes(name)) continue;
    report(
      notInRelease('the environment', name, release.environments, `add it to the environments of ${release.file}`),
    );
  }
  return release.environments.filter((name) => wanted.includes(name));
}

export function narrowTenants(
  release: Release,
  workspace: Workspace,
  selected: readonly Tenant[],
  narrowing: Narrowing,
  report: (diagnostic: Diagnostic) => void,
): readonly Tenant[] {
  const ids = selected.map((tenant) => tenant.id);
  for (const name of narrowing.tenants ?? []) {
    if (ids.includes(name)) continue;
    const known = workspace.tenants.has(name);
    const how = known ? `add it to the tenants of ${release.file}` : 'look for the name in tenants/';
    report(notInRelease('the tenant', name, ids, how));
  }
  const { tenants, tags } = narrowing;
  const carried = new Set(tags === undefined ? [] : selected.flatMap((tenant) => tenant.tags));
  for (const tag of tags ?? []) {
    if (carried.has(tag)) continue;
    report(
      notInRelease('tenants with the tag', tag, [...carried], 'look for the tag in release.config.yaml and tenants/'),
    );
  }
  return selected.filter(
    (tenant) => (tenants === undefined || tenants.includes(tenant.id)) && (tags === undefined || carries(tenant, tags)),
  );
}

function carries(tenant: Tenant, tags: readonly string[]): boolean {
  const span = startOf('');
  return selects({ parts: [{ kind: 'tags', tags, span }], allowEmpty: true, span }, tenant);
}

function notInRelease(what: string, name: string, known: readonly string[], how: string): Diagnostic {
  const near = didYouMean(name, known);
  return {
    code: 'REL1613',
    severity: 'error',
    summary: `The release does not go to ${what} "${name}"`,
    detail: 'Options of the command line narrow a release; they never widen it.',
    hint: near === undefined ? how : `${near} Otherwise ${how}`,
  };
}
