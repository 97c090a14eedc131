import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../template/diagnose.ts';
import type { TemplateScope } from '../template/scope.ts';
import { unknownNames } from '../template/unknown-names.ts';
import type { Json, JsonMap } from '../util/json.ts';
import type { CompiledText } from './compile-inputs.ts';
import { renderInput, renderKnown } from './compile-inputs.ts';
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
    return;
  }
  const found = rendered.kind === 'rendered' ? step.check(rendered.value) : [];
  found.forEach(report);
  if (found.length === 0 && step.kind.problem !== undefined)
    checkHarm(step, renderKnown(step.inputs.root, scope), namespaceIn(scope), report);
}

/** What the schema of a kind cannot say about its inputs; parts that only a run knows are null. */
export function checkHarm(
  { kind, expanded: { step } }: Pick<CompiledStep, 'kind' | 'expanded'>,
  inputs: Json,
  namespace: string | undefined,
  report: Report,
): void {
  const problem = kind.problem?.(inputs as JsonMap, namespace);
  if (problem === undefined) return;
  const hint = `see \`release schema ${kind.name}\``;
  report({ code: 'REL1621', severity: 'error', summary: `Step ${step.id}: ${problem}`, hint, span: step.uses.span });
}

function namespaceIn(scope: TemplateScope): string | undefined {
  const found = scope.get(['namespace']);
  return found.found === true && typeof found.value === 'string' ? found.value : undefined;
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
