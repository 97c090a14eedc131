import type { Step } from '../model.ts';
import type { Rule } from './rule.ts';

/** Step ids are unique in their project, whatever their case: they are part of node addresses and folder names. */
export const duplicateSteps: Rule = ({ workspace }, report) => {
  for (const project of workspace.projects.values()) {
    const first = new Map<string, Step>();
    for (const step of project.steps) {
      const other = first.get(step.id.toLowerCase());
      if (other === undefined) first.set(step.id.toLowerCase(), step);
      else
        report({
          code: 'REL1215',
          severity: 'error',
          summary: `Project "${project.id}" has two steps "${step.id}"`,
          ...(other.id !== step.id && { detail: `"${other.id}" and "${step.id}" differ only by case.` }),
          hint: 'give one of them another id',
          span: step.span,
          related: [{ message: 'the other step is here', span: other.span }],
        });
    }
  }
};
