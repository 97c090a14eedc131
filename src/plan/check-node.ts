import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { renderDiagnostic } from '../template/diagnose.ts';
import { placeSpan } from '../template/place-span.ts';
import { rootShapes } from '../template/roots.ts';
import type { Reference, TemplateScope } from '../template/scope.ts';
import type { CompiledText } from './compile-inputs.ts';
import { renderInput } from './compile-inputs.ts';
import type { CompiledStep } from './compiled-step.ts';

type Report = (diagnostic: Diagnostic) => void;

/**
 * All that can be known of a step's inputs before it runs: every name resolves, also in branches that are not taken,
 * and what can be rendered already fits the kind.
 */
export function checkNode(
  step: CompiledStep,
  scope: TemplateScope,
  names: () => readonly string[],
  report: Report,
): void {
  let sound = true;
  for (const text of step.inputs.texts) sound = checkText(text, scope, names, report) && sound;
  if (!sound) return;
  const rendered = renderInput(step.inputs.root, scope);
  if (rendered.kind === 'problem') {
    const { problem, text } = rendered;
    if (problem.kind !== 'broken') report(renderDiagnostic(problem, text.span, text.template.text));
  } else if (rendered.kind === 'rendered') {
    step.check(rendered.value).forEach(report);
  }
}

/** False when a name has no value; the mistake has been reported then. */
export function checkText(
  text: CompiledText,
  scope: TemplateScope,
  names: () => readonly string[],
  report: Report,
): boolean {
  let sound = true;
  for (const reference of text.template.references) {
    if (scope.get(reference.path).found !== false || reference.optional === true) continue;
    sound = false;
    report(unknownName(text, reference, names()));
  }
  return sound;
}

function unknownName(text: CompiledText, reference: Reference, names: readonly string[]): Diagnostic {
  const name = reference.path.join('.');
  const [root = ''] = reference.path;
  const shape = rootShapes.get(root);
  const hint =
    shape?.kind === 'fields' && !shape.fields.includes(reference.path[1] ?? '')
      ? `${root} has: ${shape.fields.join(', ')}`
      : (didYouMean(name, [...names, ...rootShapes.keys()]) ?? 'give it a value, or correct the name');
  return {
    code: 'REL1405',
    severity: 'error',
    summary: `${name} has no value here`,
    hint,
    span: placeSpan(text.span, text.template.text, reference.offset, reference.length),
  };
}
