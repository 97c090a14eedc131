import type { Project, Release, Workspace } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compileInputSchemas, type InputSchemas } from '../resolve/input-schemas.ts';
import type { MissingInput } from '../resolve/inputs.ts';
import type { LaneDiagnostic } from '../resolve/lane-diagnostics.ts';
import type { Namespaces } from '../resolve/namespace.ts';
import type { TargetsOf } from '../resolve/target-settings.ts';
import type { TieFinding } from '../resolve/tie-diagnostics.ts';
import { buildVariableIndex, type VariableIndex } from '../resolve/variable-index.ts';
import type { PlaceNow } from './deployed-index.ts';
import type { Skips } from './skips.ts';

/** What is the same for every deployment of one release, and where their mistakes are gathered. */
export interface ReleaseContext {
  readonly workspace: Workspace;
  readonly release: Release;
  readonly namespaces: Namespaces;
  /** Without a tenant only the targets that all tenants share can be meant. */
  readonly targetsOf: TargetsOf;
  readonly commandLine: readonly Candidate[];
  readonly skips: Skips;
  /** What is there now, as far as the state store knows. */
  readonly placeNow: (tenant: string | null, environment: string, project: string) => PlaceNow;
  readonly project: (project: Project) => ProjectFacts;
  readonly findings: LaneDiagnostic[];
  readonly ties: TieFinding[];
  readonly missing: Map<Project, MissingInput[]>;
  /** Whether the drafts of deployments keep their values when they have been checked. */
  readonly keepValues: boolean;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** What is the same for every deployment of one project. */
export interface ProjectFacts {
  readonly project: Project;
  readonly index: VariableIndex;
  readonly schemas: InputSchemas;
}

/** Looks each project up once, however many deployments and chains there are. */
export function projectFacts(
  workspace: Workspace,
  report: (diagnostic: Diagnostic) => void,
): (project: Project) => ProjectFacts {
  const known = new Map<Project, ProjectFacts>();
  return (project) => {
    const found = known.get(project);
    if (found !== undefined) return found;
    const schemas = compileInputSchemas(project);
    schemas.diagnostics.forEach(report);
    const facts = { project, index: buildVariableIndex(workspace, project), schemas };
    known.set(project, facts);
    return facts;
  };
}
