import { didYouMean } from '../../diagnostics/suggest.ts';
import { chainedProjects } from '../chained-projects.ts';
import type { Decoded } from '../decoded.ts';
import type { Release } from '../model.ts';
import { isWhole } from './known-names.ts';
import type { Rule } from './rule.ts';

/** `skip` of a release names steps or groups of its project or of a chained one. */
export const skips: Rule = (decoded, report) => {
  if (!isWhole(decoded, 'project')) return;
  for (const release of decoded.workspace.releases.values()) {
    const names = skippable(release, decoded);
    for (const { text, span } of release.skip) {
      if (names.size === 0 || names.has(text)) continue;
      report({
        code: 'REL1230',
        severity: 'error',
        summary: `There is no step or group "${text}" to skip in project "${release.project.text}"`,
        hint: didYouMean(text, names) ?? 'name a step or a group of the process, or remove it',
        span,
      });
    }
  }
};

function skippable(release: Release, { workspace: { projects } }: Decoded): ReadonlySet<string> {
  const ids = [release.project.text, ...chainedProjects(release.project.text, projects)];
  const steps = ids.flatMap((id) => projects.get(id)?.steps ?? []);
  return new Set(steps.flatMap(({ id, group }) => (group === undefined ? [id] : [id, group])));
}
