import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../template/diagnose.ts';
import type { TemplateScope } from '../template/scope.ts';
import { unknownNames } from '../template/unknown-names.ts';
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
  { template: { text, references }, span }: CompiledText,
  scope: TemplateScope,
  names: () => readonly string[],
  report: Report,
): boolean {
  const unknown = unknownNames({ text, references, style: 'template', span }, scope, names);
  unknown.forEach(report);
  return unknown.length === 0;
}
