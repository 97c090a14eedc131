import type { Located, Project, Release, Tenant, Workspace } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import { expandProcess, nearestOf } from './expand.ts';
import { chainedVersion } from './versions.ts';

/** Where a project goes back to what was there before. */
export interface RollbackPlace {
  /** Null for an untenanted deployment. */
  readonly tenant: string | null;
  readonly environment: string;
}

/** A release of one project alone, to some places only, made from a release that may have brought more. */
export interface RollbackRelease {
  readonly workspace: Workspace;
  readonly release: Release;
  /** What chain steps gave the project. */
  readonly given: readonly Candidate[];
}

/**
 * The project as the release brought it, without the rest of the train and without the lifecycle: it was in these very
 * places before, so nothing has to be earned again. Undefined when the release does not bring the project.
 */
export function rollbackRelease(
  workspace: Workspace,
  release: Release,
  project: Project,
  places: readonly RollbackPlace[],
): RollbackRelease | undefined {
  const root = workspace.projects.get(release.project.text);
  if (root === undefined) return undefined;
  const chain = expandProcess(workspace, root).steps.find((step) => step.chain?.project.id === project.id);
  if (root.id !== project.id && chain?.chain === undefined) return undefined;
  const given = chain?.chain === undefined ? [] : nearestOf(chain.chain.settings.variables, chain.given);
  const { lifecycle: _, ...alone } = project;
  const channels = new Map([...project.channels].map(([name, { lifecycle: __, ...channel }]) => [name, channel]));
  return {
    workspace: {
      ...workspace,
      projects: new Map(workspace.projects).set(project.id, { ...alone, channels }),
      tenants: onlyThere(workspace.tenants, places),
    },
    release: aloneOf(release, project, places),
    given: given.map((candidate) => ({ ...candidate, origin: { kind: 'command-line' } })),
  };
}

/** Nobody waits for a soak time on the way back; approvals and budgets stay what they are. */
function aloneOf(release: Release, project: Project, places: readonly RollbackPlace[]): Release {
  const located: Located = { text: project.id, span: release.project.span };
  const environments = [...new Set(places.map(({ environment }) => environment))];
  return {
    ...release,
    project: located,
    version: chainedVersion(release, [], project.id) ?? release.version,
    environments,
    skip: [],
    waves: release.waves.map((wave) => ({ ...wave, soakSeconds: 0 })),
  };
}

function onlyThere(
  tenants: ReadonlyMap<string, Tenant>,
  places: readonly RollbackPlace[],
): ReadonlyMap<string, Tenant> {
  const wanted = new Set(places.map(({ tenant, environment }) => `${tenant ?? ''}\n${environment}`));
  return new Map(
    [...tenants].map(([id, tenant]) => [
      id,
      { ...tenant, environments: tenant.environments.filter((name) => wanted.has(`${id}\n${name}`)) },
    ]),
  );
}
