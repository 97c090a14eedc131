import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { placeSpan } from '../template/place-span.ts';
import type { TemplateScope } from '../template/scope.ts';
import type { CompiledStep } from './compiled-step.ts';

/**
 * Decides a condition as far as it can be before the run. Gives the reason for leaving the step out; undefined when the
 * condition holds, or is left to the run.
 */
export function decideWhen(
  { when }: CompiledStep,
  scope: TemplateScope,
  report: (diagnostic: Diagnostic) => void,
): string | undefined {
  if (when === undefined) return undefined;
  const { condition, located } = when;
  let unknown = false;
  for (const { path, offset, length, optional } of condition.references) {
    const asked = path[0] === 'vars' ? path.slice(1) : path;
    if (optional === true || scope.get(asked).found !== false) continue;
    unknown = true;
    report({
      code: 'REL1405',
      severity: 'error',
      summary: `${path.join('.')} has no value here`,
      hint: 'give it a value, correct the name, or ask with has(…) whether it is there',
      span: placeSpan(located.span, condition.text, offset, length),
    });
  }
  if (unknown) return undefined;
  const result = condition.evaluate(scope, 'plan');
  if (result.kind === 'value') return result.value ? undefined : `its condition does not hold: ${condition.text}`;
  if (result.kind === 'error') {
    report({
      code: 'REL1607',
      severity: 'error',
      summary: result.message,
      hint: 'look at the values that the condition has here',
      span: located.span,
    });
  }
  return undefined;
}
