import type { Lifecycle, Phase } from '../model.ts';
import type { Report, Rule } from './rule.ts';

/** A lifecycle has each environment in one phase, and no phase asks for more environments than it has. */
export const phases: Rule = ({ workspace }, report) => {
  for (const lifecycle of workspace.config.lifecycles.values()) {
    checkEnvironments(lifecycle, report);
    for (const phase of lifecycle.phases) checkMinimum(lifecycle, phase, report);
  }
};

function checkEnvironments(lifecycle: Lifecycle, report: Report): void {
  const first = new Map<string, Phase>();
  for (const phase of lifecycle.phases) {
    for (const environment of phase.environments) {
      const other = first.get(environment);
      if (other === undefined) first.set(environment, phase);
      else
        report({
          code: 'REL1219',
          severity: 'error',
          summary: `Lifecycle "${lifecycle.name}" has the environment "${environment}" in two phases`,
          hint: `remove it from the phase "${other.name}" or from "${phase.name}"`,
          span: phase.span,
          related: [{ message: 'the other phase is here', span: other.span }],
        });
    }
  }
}

function checkMinimum(lifecycle: Lifecycle, { name, minimum, environments, span }: Phase, report: Report): void {
  if (minimum <= environments.length) return;
  report({
    code: 'REL1226',
    severity: 'error',
    summary: `Phase "${name}" of lifecycle "${lifecycle.name}" asks for ${minimum} environments but has ${environments.length}`,
    hint: `set \`minimum\` to ${environments.length} at most, or to 0 for all of them`,
    span,
  });
}
