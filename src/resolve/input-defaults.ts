import type { Project } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';

/** The defaults of a project's inputs as candidates: they rank below every other. */
export function inputDefaults(project: Project): readonly Candidate[] {
  return project.inputs.flatMap((input): readonly Candidate[] => {
    if (input.default === undefined) return [];
    const origin = { kind: 'input-default', project: project.id } as const;
    const scope = { project: [project.id] };
    return [{ name: input.name, value: { kind: 'value', value: input.default }, scope, origin, span: input.span }];
  });
}
