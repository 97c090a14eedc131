import type { PackageRule, Tenant } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { unusedPackageRules } from '../resolve/unused-package-rules.ts';
import type { ReleaseDraft } from './compile.ts';

interface Usage {
  readonly byTenant: Map<string, Set<string>>;
  /** Environments of a tenant that some release reaches. */
  readonly reached: Map<string, Set<string>>;
  readonly byProject: Map<string, Set<string>>;
}

/**
 * Package rules that decide about nothing, most often because of a misspelt id: those of a release against what it
 * deploys; those of tenants and channels against all releases together, as far as these show everything.
 */
export function unusedRules(drafts: readonly ReleaseDraft[]): readonly Diagnostic[] {
  const usage: Usage = { byTenant: new Map(), reached: new Map(), byProject: new Map() };
  for (const draft of drafts) addUsage(usage, draft);
  const tenants = drafts[0]?.workspace.tenants.values() ?? [];
  const projects = drafts[0]?.workspace.projects.values() ?? [];
  return [
    ...drafts.flatMap(unusedInRelease),
    ...[...tenants].flatMap((tenant) => unusedInTenant(usage, tenant)),
    ...[...projects].flatMap(({ id, channels }) => {
      const used = usage.byProject.get(id);
      return used === undefined
        ? []
        : unused(
            [...channels.values()].flatMap(({ packages }) => packages),
            used,
          );
    }),
  ];
}

function addUsage(usage: Usage, { drafts, processes }: ReleaseDraft): void {
  const { entries } = processes;
  for (const { lane, requests } of drafts) {
    const tenant = lane.tenant?.id ?? '';
    setAt(usage.reached, tenant).add(lane.environment);
    const ofTenant = setAt(usage.byTenant, tenant);
    for (const [step, { id }] of requests) {
      ofTenant.add(id);
      const project = entries[lane.process]?.process.steps[step]?.expanded.project.id;
      if (project !== undefined) setAt(usage.byProject, project).add(id);
    }
  }
}

function unusedInRelease({ release, drafts }: ReleaseDraft): readonly Diagnostic[] {
  const rules = [...release.packages, ...release.overrides.flatMap(({ packages }) => packages)];
  if (rules.length === 0) return [];
  const used = new Set(drafts.flatMap(({ requests }) => [...requests.values()].map(({ id }) => id)));
  return unused(rules, used);
}

/** A tenant with environments that no release reaches may need its rules there. */
function unusedInTenant({ byTenant, reached }: Usage, { id, packages, environments }: Tenant): readonly Diagnostic[] {
  if (packages.length === 0) return [];
  const known = reached.get(id);
  const whole = known !== undefined && environments.every((environment) => known.has(environment));
  return whole ? unused(packages, byTenant.get(id) ?? new Set()) : [];
}

function unused(rules: readonly PackageRule[], used: ReadonlySet<string>): readonly Diagnostic[] {
  return unusedPackageRules(rules, used, (name, known) => suggest(name, known)[0]);
}

function setAt(sets: Map<string, Set<string>>, key: string): Set<string> {
  const set = sets.get(key) ?? new Set<string>();
  sets.set(key, set);
  return set;
}
