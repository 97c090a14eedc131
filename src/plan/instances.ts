import type { Project } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import type { CompiledProcess, CompiledStep } from './compiled-step.ts';
import { nameFilter } from './used-names.ts';

/**
 * A project as it takes part in a process: the root, or one chained under a step. Two chain steps may deploy the same
 * project with different values, so the place is its identity.
 */
export interface ProjectInstance {
  /** Path of the chain step around it; empty for the root. */
  readonly around: string;
  readonly project: Project;
  /** What the chain steps around it give. */
  readonly chainVariables: readonly Candidate[];
  /** Whether any step can ask for a variable of this name. */
  readonly uses: (name: string) => boolean;
}

export function instancesOf(process: CompiledProcess): readonly ProjectInstance[] {
  const groups = new Map<string, CompiledStep[]>();
  for (const step of process.steps) {
    const around = aroundOf(step.expanded.prefix);
    groups.set(around, [...(groups.get(around) ?? []), step]);
  }
  return [...groups].flatMap(([around, steps]): readonly ProjectInstance[] => {
    const [first] = steps;
    if (first === undefined) return [];
    const { project, given } = first.expanded;
    return [{ around, project, chainVariables: given, uses: nameFilter(steps) }];
  });
}

/** `web/` to `web`: the key of a step's values in a plan. */
export function aroundOf(prefix: string): string {
  return prefix.slice(0, -1);
}
