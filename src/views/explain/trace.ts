import type { Sources } from '../../diagnostics/sources.ts';
import type { PlanValue } from '../../plan/model.ts';
import { whereFrom } from '../../resolve/tie-diagnostics.ts';
import type { TraceStep } from '../../resolve/trace.ts';
import type { Layout } from '../layout.ts';
import { clean } from '../text.ts';
import { candidateText, placeIn, placeText, planValueText, valueFields } from './parts.ts';

export interface TraceView {
  readonly steps: readonly TraceStep[];
  /** What a variable comes to; absent when it was not worked out. */
  readonly variable: (name: string) => PlanValue | undefined;
  /** What a root such as `tenant.id` comes to. */
  readonly root: (path: string) => string;
}

/** What a value refers to, each under what refers to it. Secrets are named by where they are read. */
export function traceLines(view: TraceView, sources: Sources, layout: Layout): readonly string[] {
  if (view.steps.length === 0) return ['', 'It refers to nothing else.'];
  return [
    '',
    layout.style.strong('Made of'),
    ...view.steps.flatMap((step) => stepLines(step, '  ', view, sources, layout)),
  ];
}

function stepLines(
  step: TraceStep,
  indent: string,
  view: TraceView,
  sources: Sources,
  layout: Layout,
): readonly string[] {
  const { style } = layout;
  if (step.kind === 'root') return [`${indent}${clean(step.path)} = ${clean(view.root(step.path))}`];
  if (step.kind === 'unknown') return [`${indent}${style.error(`${clean(step.path)}: no such name`)}`];
  const { name, explanation, uses, circle } = step;
  const { winner } = explanation;
  if (winner === undefined) return [`${indent}${style.error(`${clean(name)}: no value here`)}`];
  const value = view.variable(name);
  const shown = value === undefined ? candidateText(winner.value) : planValueText(value);
  const from = style.faint(`${placeText(winner, sources)}, ${clean(whereFrom(winner))}`);
  const around = circle ? style.error(' refers back to itself') : '';
  return [
    `${indent}${style.strong(clean(name))} = ${shown}  ${from}${around}`,
    ...uses.flatMap((use) => stepLines(use, `${indent}  `, view, sources, layout)),
  ];
}

export function traceDocument({ steps, variable, root }: TraceView, sources: Sources): readonly object[] {
  return steps.map((step) => {
    if (step.kind === 'root') return { name: step.path, kind: step.kind, value: root(step.path) };
    if (step.kind === 'unknown') return { name: step.path, kind: step.kind };
    const { name, kind, explanation, uses, circle } = step;
    const { winner } = explanation;
    return {
      name,
      kind,
      ...valueFields(explanation, variable(name)),
      winner: winner === undefined ? null : placeIn(winner, sources),
      ...(circle ? { circle } : {}),
      uses: traceDocument({ steps: uses, variable, root }, sources),
    };
  });
}
