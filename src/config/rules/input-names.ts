import type { Input, Project } from '../model.ts';
import type { Report, Rule } from './rule.ts';

/** Inputs of a project are not declared twice in other letters, nor as a value and as a map at once. */
export const inputNames: Rule = ({ workspace }, report) => {
  for (const project of workspace.projects.values()) checkProject(project, report);
};

function checkProject(project: Project, report: Report): void {
  const byName = new Map<string, Input>();
  for (const input of project.inputs) {
    const other = byName.get(input.name.toLowerCase());
    if (other !== undefined) reportClash(input, other, 'differ only by case', report);
    else byName.set(input.name.toLowerCase(), input);
  }
  for (const input of project.inputs) {
    const above = prefixesOf(input.name).flatMap((prefix) => byName.get(prefix.toLowerCase()) ?? [])[0];
    if (above !== undefined && above.schema.type !== 'object')
      reportClash(input, above, 'cannot both be: one would be a value and a map at once', report);
  }
}

function prefixesOf(name: string): readonly string[] {
  const parts = name.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

function reportClash(input: Input, other: Input, why: string, report: Report): void {
  report({
    code: 'REL1223',
    severity: 'error',
    summary: `The inputs "${other.name}" and "${input.name}" ${why}`,
    hint: 'rename one of them, or delete it',
    span: input.span,
    related: [{ message: `"${other.name}" is declared here`, span: other.span }],
  });
}
