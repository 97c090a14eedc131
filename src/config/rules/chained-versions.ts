import { didYouMean } from '../../diagnostics/suggest.ts';
import { chainedProjects } from '../chained-projects.ts';
import type { Decoded } from '../decoded.ts';
import type { Located, Release } from '../model.ts';
import { isWhole } from './known-names.ts';
import type { Report, Rule } from './rule.ts';

/** `versions` of a release are for projects that the released project chains; others would change nothing. */
export const chainedVersions: Rule = (decoded, report) => {
  if (!isWhole(decoded, 'project')) return;
  for (const release of decoded.workspace.releases.values()) checkRelease(release, decoded, report);
};

function checkRelease(release: Release, { workspace: { projects } }: Decoded, report: Report): void {
  if (!projects.has(release.project.text)) return;
  const chained = chainedProjects(release.project.text, projects);
  const all = [release, ...release.overrides].flatMap(({ versions }) => [...versions]);
  for (const [id, version] of all) {
    if (projects.has(id) && !chained.has(id)) report(notChained(id, version, release, chained));
  }
}

function notChained(id: string, { span }: Located, { project }: Release, chained: ReadonlySet<string>) {
  return {
    code: 'REL1225',
    severity: 'error',
    summary: `Project "${project.text}" does not deploy "${id}", so a version for it has no meaning`,
    hint: didYouMean(id, chained) ?? `remove it, or add a chain step for "${id}"`,
    span,
  } as const;
}
