import type { Workspace } from '../model.ts';
import type { Candidate } from '../scope.ts';

/** Every candidate written anywhere. Defaults of inputs are not among them. */
export function* allCandidates(workspace: Workspace): Iterable<Candidate> {
  for (const set of workspace.variableSets) yield* set.variables;
  for (const project of workspace.projects.values()) yield* project.variables;
  for (const tenant of workspace.tenants.values()) yield* tenant.variables;
  for (const release of workspace.releases.values()) {
    yield* release.variables;
    for (const override of release.overrides) yield* override.variables;
  }
}
