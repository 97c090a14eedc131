import { findCycle } from '../../graph/cycle.ts';
import { chainedProjectOf } from '../chained-projects.ts';
import type { Project } from '../model.ts';
import { printChain } from './print-chain.ts';
import type { Rule } from './rule.ts';

/** A project never deploys itself, directly or through the projects that it chains. */
export const chainCycles: Rule = ({ workspace: { projects } }, report) => {
  const cycle = findCycle({ nodes: [...projects.keys()], needsOf: (id) => chainedBy(projects.get(id)) });
  const step = projects.get(cycle?.[0] ?? '')?.steps.find((other) => chainedProjectOf(other) === cycle?.[1]);
  if (cycle === undefined || step === undefined) return;
  report({
    code: 'REL1232',
    severity: 'error',
    summary: `Projects deploy each other in a circle: ${printChain(cycle)}`,
    hint: 'remove one of the chain steps',
    span: step.span,
  });
};

function chainedBy(project: Project | undefined): readonly string[] {
  return project?.steps.flatMap((step) => chainedProjectOf(step) ?? []) ?? [];
}
