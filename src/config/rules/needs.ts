import { didYouMean } from '../../diagnostics/suggest.ts';
import type { Located, Step } from '../model.ts';
import type { Report, Rule } from './rule.ts';

/** `needs` names other steps of the same project. */
export const needs: Rule = ({ workspace }, report) => {
  for (const { steps } of workspace.projects.values()) {
    const ids = new Set(steps.map((step) => step.id));
    for (const step of steps) for (const need of step.needs ?? []) checkNeed(step, need, ids, report);
  }
};

function checkNeed(step: Step, { text, span }: Located, ids: ReadonlySet<string>, report: Report): void {
  if (text === step.id) {
    const summary = `Step "${step.id}" needs itself`;
    report({ code: 'REL1229', severity: 'error', summary, hint: 'name the step that comes before it', span });
  } else if (!ids.has(text)) {
    report({
      code: 'REL1228',
      severity: 'error',
      summary: `Step "${step.id}" needs "${text}", and there is no such step in the project`,
      hint: didYouMean(text, ids) ?? 'name a step of the same project by its id',
      span,
    });
  }
}
