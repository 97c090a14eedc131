import type { Decoded } from '../decoded.ts';
import type { Lifecycle, Release, Workspace } from '../model.ts';
import { placeOfName } from './place-of-name.ts';
import type { Report, Rule } from './rule.ts';

/** A release goes to environments of its lifecycle only, because the lifecycle says in which order. */
export const releaseEnvironments: Rule = (decoded, report) => {
  for (const release of decoded.workspace.releases.values()) {
    const lifecycle = lifecycleOf(release, decoded.workspace);
    if (lifecycle !== undefined) checkRelease(release, lifecycle, decoded, report);
  }
};

/** The channel's lifecycle, else the project's; undefined when there is none or it is unknown. */
function lifecycleOf(release: Release, { projects, config }: Workspace): Lifecycle | undefined {
  const project = projects.get(release.project.text);
  const name = project?.channels.get(release.channel)?.lifecycle ?? project?.lifecycle;
  return name === undefined ? undefined : config.lifecycles.get(name.text);
}

function checkRelease(release: Release, lifecycle: Lifecycle, decoded: Decoded, report: Report): void {
  const reachable = new Set(lifecycle.phases.flatMap((phase) => phase.environments));
  for (const environment of release.environments) {
    if (reachable.has(environment) || !decoded.workspace.config.environments.includes(environment)) continue;
    report({
      code: 'REL1227',
      severity: 'error',
      summary: `Release "${release.id}" lists "${environment}", which its lifecycle "${lifecycle.name}" does not have`,
      hint: `remove the environment from the release, or add it to a phase of "${lifecycle.name}"`,
      span: placeOfName(decoded, 'environment', environment, '`environments`', release.span),
      related: [{ message: 'the lifecycle is here', span: lifecycle.span }],
    });
  }
}
