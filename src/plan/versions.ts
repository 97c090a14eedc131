import type { Override, Release } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { CompiledProcess } from './compiled-step.ts';

/** The version of a project in a release, for the tenants of some overrides: the last override that names it wins. */
export function chainedVersion(release: Release, overrides: readonly Override[], project: string): string | undefined {
  for (const override of overrides.toReversed()) {
    const version = override.versions.get(project);
    if (version !== undefined) return version.text;
  }
  if (project === release.project.text) return release.version;
  return release.versions.get(project)?.text;
}

/** A train must say which version of each project it carries: nobody wants "the newest", least of all in the middle of a cycle. */
export function checkVersions(
  release: Release,
  process: CompiledProcess,
  report: (diagnostic: Diagnostic) => void,
): void {
  const reported = new Set<string>();
  for (const { expanded } of process.steps) {
    const { chain } = expanded;
    if (chain === undefined || reported.has(chain.project.id)) continue;
    reported.add(chain.project.id);
    if (chainedVersion(release, [], chain.project.id) !== undefined) continue;
    report({
      code: 'REL1615',
      severity: 'error',
      summary: `The release does not say which version of ${chain.project.id} it carries`,
      hint: `add \`${chain.project.id}: <version>\` under \`versions\``,
      span: release.span,
      related: [{ message: `step ${expanded.path} deploys it`, span: chain.settings.project.span }],
    });
  }
}
