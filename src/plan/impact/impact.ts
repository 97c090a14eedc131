import type { Project, Release, Step, Tenant, Workspace } from '../../config/model.ts';
import type { Candidate, Scope } from '../../config/scope.ts';
import { matchesScope } from '../../resolve/match-scope.ts';
import { toJson } from '../../yaml/access.ts';

/** What a change of files can affect: which projects for everybody, and which tenants for the rest. */
export interface Impact {
  /** The configuration of the workspace itself changed. */
  readonly everything: boolean;
  /** Paths of the files, relative to the workspace. */
  readonly files: ReadonlySet<string>;
  /** Projects whose process, inputs or values changed for whoever has them. */
  readonly projects: ReadonlySet<string>;
  /** Release files that changed. */
  readonly releases: ReadonlySet<string>;
  /** The tenants of the changed files as they were, when nothing but files of tenants changed. */
  readonly tenantsBefore: ReadonlyMap<string, Tenant> | undefined;
  /** Whether a tenant can be affected in one of the environments of one of the projects. */
  readonly concerns: (tenant: Tenant, environments: readonly string[], projects: Iterable<string>) => boolean;
  /** The same for deployments without a tenant. */
  readonly concernsUntenanted: (environments: readonly string[], projects: Iterable<string>) => boolean;
}

export interface ChangedFiles {
  /** As it is now. */
  readonly workspace: Workspace;
  /** As it was, of the changed files alone; undefined when there was no workspace. */
  readonly before: Workspace | undefined;
  readonly files: readonly string[];
  readonly configuration: string;
}

/** Follows what really depends on what: a value scoped to one tag affects the tenants with that tag. */
export function impactOf({ workspace, before, files, configuration }: ChangedFiles): Impact {
  const changed = new Set(files);
  const isChanged = (file: string): boolean => changed.has(file);
  const modules = workspace.config.stepKinds.map(({ text }) => clean(text));
  const both = before === undefined ? [workspace] : [before, workspace];
  const tenants = new Set(both.flatMap((one) => changedIds(one.tenants.values(), isChanged)));
  const projects = new Set(both.flatMap((one) => changedIds(one.projects.values(), isChanged)));
  for (const project of workspace.projects.values()) if (usesFile(project, changed)) projects.add(project.id);
  const candidates = changedCandidates(before, workspace, isChanged);
  return {
    everything: before === undefined || isChanged(configuration) || modules.some(isChanged),
    files: changed,
    projects,
    tenantsBefore: onlyTenants(both, isChanged) ? before?.tenants : undefined,
    releases: new Set([...workspace.releases.keys()].filter(isChanged)),
    concerns: (tenant, environments, ids) =>
      tenants.has(tenant.id) || reaches(candidates, tenant, environments, [...ids]),
    concernsUntenanted: (environments, ids) => reaches(candidates, undefined, environments, [...ids]),
  };
}

/** Files that no model is made of, such as a README, do not count. */
function onlyTenants(both: readonly Workspace[], isChanged: (file: string) => boolean): boolean {
  return both.every(
    ({ variableSets, projects, releases }) =>
      !variableSets.some(({ span }) => isChanged(span.file)) &&
      ![...projects.values()].some(({ span }) => isChanged(span.file)) &&
      ![...releases.keys()].some(isChanged),
  );
}

function changedIds(
  things: Iterable<Pick<Tenant | Project, 'id' | 'span'>>,
  isChanged: (file: string) => boolean,
): readonly string[] {
  return [...things].filter(({ span }) => isChanged(span.file)).map(({ id }) => id);
}

/** Candidates of variable sets that are on one side only. */
function changedCandidates(
  before: Workspace | undefined,
  after: Workspace,
  isChanged: (file: string) => boolean,
): readonly Candidate[] {
  const [was, is] = [before, after].map((workspace) => {
    const sets = (workspace?.variableSets ?? []).filter(({ span }) => isChanged(span.file));
    return new Map(sets.flatMap(({ variables }) => variables.map((one) => [keyOf(one), one] as const)));
  });
  const alone = (here: typeof was, there: typeof was): readonly Candidate[] =>
    [...(here ?? [])].flatMap(([key, candidate]) => (there?.has(key) === true ? [] : [candidate]));
  return [...alone(was, is), ...alone(is, was)];
}

function keyOf({ name, scope, value }: Candidate): string {
  return JSON.stringify([name, scope, value]);
}

function reaches(
  candidates: readonly Candidate[],
  tenant: Tenant | undefined,
  environments: readonly string[],
  projects: readonly string[],
): boolean {
  const who = tenant === undefined ? { tags: [] } : { tenant: tenant.id, tags: tenant.tags };
  return candidates.some(({ scope }) => {
    const wide = laneScope(scope);
    return environments.some(
      (environment) =>
        tenant?.environments.includes(environment) !== false &&
        projects.some((project) => matchesScope(wide, { ...who, environment, project })),
    );
  });
}

/** Without what only a step knows and without exceptions: rather one deployment too many than one too few. */
function laneScope({ tenant, tag, environment, project }: Scope): Scope {
  return {
    ...(tenant && { tenant }),
    ...(tag && { tag }),
    ...(environment && { environment }),
    ...(project && { project }),
  };
}

/** Whether a step of the project names a changed file, such as its script. */
function usesFile({ steps }: Project, changed: ReadonlySet<string>): boolean {
  const names = (step: Step): boolean =>
    step.with.entries.some(({ value }) => {
      const written = toJson(value);
      return typeof written === 'string' && changed.has(clean(written));
    });
  return steps.some(names);
}

function clean(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
}

/** The projects that a release deploys, chained ones included. */
export function projectsOf({ projects }: Workspace, { project }: Pick<Release, 'project'>): ReadonlySet<string> {
  const open = [project.text];
  const found = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    for (const { chain } of projects.get(id)?.steps ?? []) if (chain !== undefined) open.push(chain.project.text);
  }
  return found;
}
