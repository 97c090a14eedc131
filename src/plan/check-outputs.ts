import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { placeSpan } from '../template/place-span.ts';
import type { Reference } from '../template/scope.ts';
import type { CompiledStep } from './compiled-step.ts';

/**
 * `steps.<id>.outputs.<name>` is known only while running. What can be known before: that the step comes earlier on
 * every path, and that its kind declares the output. Ids are those of the project the step is written in.
 */
export function checkOutputs(steps: readonly CompiledStep[], report: (diagnostic: Diagnostic) => void): void {
  const byPath = new Map(steps.map((step, index) => [step.expanded.path, index]));
  for (const [index, step] of steps.entries()) {
    const uses = usesOf(step);
    if (uses.length === 0) continue;
    const earlier = ancestors(steps, index);
    for (const use of uses) {
      const problem = problemOf(steps, byPath, step, earlier, use.reference.path);
      if (problem !== undefined) {
        const { offset, length } = use.reference;
        report({ ...problem, span: placeSpan(use.span, use.text, offset, length) });
      }
    }
  }
}

export interface Use {
  readonly reference: Reference;
  readonly text: string;
  readonly span: Span;
}

export function usesOf(step: CompiledStep): readonly Use[] {
  const texts = [...step.inputs.texts, step.packageId, step.packageVersion].flatMap((text) =>
    text === undefined ? [] : [{ references: text.template.references, text: text.template.text, span: text.span }],
  );
  const when = step.when && {
    references: step.when.condition.references,
    text: step.when.condition.text,
    span: step.when.located.span,
  };
  return [...texts, ...(when ? [when] : [])].flatMap(({ references, text, span }) =>
    references.filter(({ path }) => path[0] === 'steps').map((reference) => ({ reference, text, span })),
  );
}

function problemOf(
  steps: readonly CompiledStep[],
  byPath: ReadonlyMap<string, number>,
  user: CompiledStep,
  earlier: ReadonlySet<number>,
  path: readonly string[],
): Omit<Diagnostic, 'span'> | undefined {
  const [, id = '', field, name] = path;
  const index = byPath.get(`${user.expanded.prefix}${id}`);
  const source = index === undefined ? undefined : steps[index];
  const siblings = user.expanded.project.steps.map((step) => step.id);
  if (index === undefined || source === undefined) {
    return refused(
      `There is no step "${id}" in project ${user.expanded.project.id}`,
      didYouMean(id, siblings) ?? 'use the id of a step',
    );
  }
  if (field !== 'outputs' || name === undefined) {
    return refused(`A step offers only its outputs here`, `write steps.${id}.outputs.<name>`);
  }
  if (!earlier.has(index)) {
    return refused(
      `Step ${user.expanded.step.id} uses an output of ${id}, which need not have run by then`,
      `add \`needs: [${id}]\` to ${user.expanded.step.id}, or to a step before it`,
    );
  }
  const outputs = source.kind.outputs(source.with);
  if (outputs.includes(name)) return undefined;
  const known = outputs.length === 0 ? `${id} declares no outputs` : `${id} has: ${outputs.join(', ')}`;
  return refused(`Step ${id} has no output "${name}"`, didYouMean(name, outputs) ?? known);
}

function refused(summary: string, hint: string): Omit<Diagnostic, 'span'> {
  return { code: 'REL1606', severity: 'error', summary, hint };
}

function ancestors(steps: readonly CompiledStep[], from: number): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [...(steps[from]?.expanded.needs ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(steps[next]?.expanded.needs ?? []));
  }
  return found;
}
