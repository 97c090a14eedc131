import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { readPath } from '../template/read-path.ts';
import type { TemplateScope } from '../template/scope.ts';
import { unknownNames } from '../template/unknown-names.ts';
import type { CompiledStep } from './compiled-step.ts';

/**
 * Decides a condition as far as it can be before the run. Gives the reason for leaving the step out; undefined when the
 * condition holds, or is left to the run.
 */
export function decideWhen(
  { when }: CompiledStep,
  scope: TemplateScope,
  names: () => Iterable<string>,
  report: (diagnostic: Diagnostic) => void,
): string | undefined {
  if (when === undefined) return undefined;
  const { condition, located } = when;
  const { text, references } = condition;
  const unknown = unknownNames({ text, references, style: 'condition', span: located.span }, scope, names);
  unknown.forEach(report);
  // A value that is wrong itself has been reported where it stands.
  const isBroken = references.some(
    ({ path }) => readPath(scope, path.slice(path[0] === 'vars' ? 1 : 0)).found === 'broken',
  );
  if (unknown.length > 0 || isBroken) return undefined;
  const result = condition.evaluate(scope, 'plan');
  if (result.kind === 'value') return result.value ? undefined : `its condition does not hold: ${condition.text}`;
  if (result.kind === 'error') {
    report({
      code: 'REL1607',
      severity: 'error',
      summary: `The condition cannot be decided: ${result.message}`,
      hint: 'look at the values that the condition has here',
      span: located.span,
    });
  }
  return undefined;
}
