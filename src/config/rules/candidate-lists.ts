import type { Workspace } from '../model.ts';
import type { Candidate } from '../scope.ts';

/** Every candidate written anywhere, list by list. Defaults of inputs are not among them. */
export function candidateLists(workspace: Workspace): readonly (readonly Candidate[])[] {
  const { variableSets, projects, tenants, releases } = workspace;
  const overrides = [...releases.values()].flatMap((release) => release.overrides);
  const places = [variableSets, [...projects.values()], [...tenants.values()], [...releases.values()], overrides];
  return places.flatMap((owners) => owners.map((owner) => owner.variables));
}
