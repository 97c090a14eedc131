import type { Lifecycle, Phase, Project, Release, Workspace } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Environments that are released to at the same time; groups come one after the other. */
export interface PhaseGroup {
  readonly name: string;
  readonly environments: readonly string[];
  /** The lifecycle's phase; absent for a project without a lifecycle. */
  readonly phase?: Phase;
}

/** The lifecycle that guards a release: the channel's own, else the project's. */
export function lifecycleOf(workspace: Workspace, project: Project, channel: string): Lifecycle | undefined {
  const name = (project.channels.get(channel)?.lifecycle ?? project.lifecycle)?.text;
  return name === undefined ? undefined : workspace.config.lifecycles.get(name);
}

/** The release's environments in the order of the lifecycle's phases. An environment outside every phase is an error. */
export function groupByPhase(
  release: Release,
  environments: readonly string[],
  lifecycle: Lifecycle | undefined,
  report: (diagnostic: Diagnostic) => void,
): readonly PhaseGroup[] {
  if (lifecycle === undefined) return environments.length === 0 ? [] : [{ name: 'all', environments }];
  const groups = lifecycle.phases.flatMap((phase) => {
    const inPhase = environments.filter((environment) => phase.environments.includes(environment));
    return inPhase.length === 0 ? [] : [{ name: phase.name, environments: inPhase, phase }];
  });
  for (const environment of environments) {
    if (lifecycle.phases.some((phase) => phase.environments.includes(environment))) continue;
    report({
      code: 'REL1601',
      severity: 'error',
      summary: `The release goes to ${environment}, which is in no phase of the lifecycle ${lifecycle.name}`,
      hint: `add ${environment} to a phase, or take it out of the release's environments`,
      span: release.span,
      related: [{ message: `the lifecycle ${lifecycle.name}`, span: lifecycle.span }],
    });
  }
  return groups;
}
