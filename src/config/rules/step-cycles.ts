import { findCycle } from '../../graph/cycle.ts';
import type { Project } from '../model.ts';
import { printChain } from './print-chain.ts';
import type { Report, Rule } from './rule.ts';

/** The steps of a project have an order: no step waits, directly or through others, for itself. */
export const stepCycles: Rule = ({ workspace }, report) => {
  for (const project of workspace.projects.values()) checkProject(project, report);
};

function checkProject({ id, steps }: Project, report: Report): void {
  const ids = new Set(steps.map((step) => step.id));
  // Two steps of one id are reported already, and what follows from them would be hard to understand.
  if (ids.size < steps.length) return;
  const positions = new Map(steps.map((step, position) => [step.id, position]));
  const needsOf = (name: string): readonly string[] => {
    const position = positions.get(name) ?? 0;
    const before = steps[position - 1];
    const needs = steps[position]?.needs?.map((need) => need.text) ?? (before ? [before.id] : []);
    return needs.filter((need) => need !== name);
  };
  const cycle = findCycle({ nodes: [...positions.keys()], needsOf });
  const first = steps[positions.get(cycle?.[0] ?? '') ?? -1];
  if (cycle === undefined || first === undefined) return;
  report({
    code: 'REL1231',
    severity: 'error',
    summary: `Steps of project "${id}" wait for each other: ${printChain(cycle)}`,
    detail: 'Read the arrow as "needs". A step without `needs` needs the step before it.',
    hint: 'take one of these names out of `needs`, or write `needs: []` for the step that starts',
    span: first.needs?.find((need) => need.text === cycle[1])?.span ?? first.span,
  });
}
