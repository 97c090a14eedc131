import type { Project, Release, Workspace } from '../config/model.ts';
import { lifecycleOf } from './phases.ts';

/** A release of a project to everyone everywhere, for projects that nobody has written a release of yet. */
export function imaginaryRelease(workspace: Workspace, project: Project): Release {
  const { span } = project;
  const version = { text: '1.0.0', span };
  const phases = lifecycleOf(workspace, project, 'default')?.phases;
  const inPhases = phases === undefined ? undefined : new Set(phases.flatMap(({ environments }) => environments));
  const { environments } = workspace.config;
  return {
    id: project.id,
    file: span.file,
    project: { text: project.id, span },
    version: version.text,
    channel: 'default',
    versions: new Map([...workspace.projects.keys()].map((id) => [id, version])),
    packages: [],
    environments: environments.filter((environment) => inPhases?.has(environment) ?? true),
    tenants: { parts: [{ kind: 'all' }], allowEmpty: true, span },
    waves: [],
    onFailure: 'halt',
    skip: [],
    variables: [],
    overrides: [],
    span,
  };
}
