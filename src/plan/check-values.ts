import type { Project, Tenant, Workspace } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { wrongTypes } from '../resolve/inputs.ts';
import { visitSources } from '../resolve/lane-sources.ts';
import { nameClashes } from '../resolve/name-clashes.ts';
import { laneSourcesOf } from '../resolve/release-sources.ts';
import type { PlannedWave } from './deployments.ts';
import type { ProcessTable } from './process-table.ts';
import { type ProjectFacts, projectFacts, type ReleaseContext } from './release-context.ts';

/** Values of the wrong type, and names that get in each other's way, in all that a release brings together. */
export function checkReleaseValues(
  context: ReleaseContext,
  processes: ProcessTable,
  waves: readonly PlannedWave[],
): void {
  const tenants = new Set(waves.flatMap(({ deployments }) => deployments.map(({ tenant }) => tenant)));
  for (const [project, chain] of givenByProject(processes)) {
    const lists = [...tenants].map((tenant) => ownCandidates(context, tenant, chain));
    checkCandidates(context.project(project), lists).forEach(context.report);
  }
}

/** What does not depend on any release: the same, for every project and every tenant there is. */
export function checkValues(workspace: Workspace): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const facts = projectFacts(workspace, (diagnostic) => found.push(diagnostic));
  const own = [...workspace.tenants.values()].map(({ variables }) => variables);
  for (const project of workspace.projects.values()) {
    found.push(...checkCandidates(facts(project), project.tenancy === 'untenanted' ? [] : own));
  }
  return found;
}

function checkCandidates(
  { index, schemas }: ProjectFacts,
  lists: readonly (readonly Candidate[])[],
): readonly Diagnostic[] {
  // Few names have a declared type, and thousands of tenants have many names.
  const isTyped = ({ name }: Candidate): boolean => schemas.checks.has(name);
  const known = [...schemas.checks.keys()].flatMap((name) => index.byName.get(name) ?? []);
  const typed = new Set([...known, ...lists.flatMap((list) => list.filter(isTyped))]);
  return [...wrongTypes(schemas, typed), ...nameClashes(index, lists)];
}

/** Values that chain steps give to a project, wherever it is chained. */
function givenByProject(processes: ProcessTable): ReadonlyMap<Project, readonly Candidate[]> {
  const given = new Map<Project, readonly Candidate[]>();
  for (const { project, chainVariables } of processes.entries.flatMap(({ instances }) => instances)) {
    given.set(project, [...(given.get(project) ?? []), ...chainVariables]);
  }
  return given;
}

function ownCandidates(
  { release, commandLine }: ReleaseContext,
  tenant: Tenant | undefined,
  chain: readonly Candidate[],
): readonly Candidate[] {
  const sources = laneSourcesOf(release, tenant, { chain, commandLine });
  const own: Candidate[] = [];
  visitSources(sources, (candidate) => own.push(candidate));
  // Where nothing is given, it is the tenant's own list, which may have been looked through before.
  return own.length === sources.tenant.length ? sources.tenant : own;
}
