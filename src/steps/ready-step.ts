import type { PlanStep } from '../plan/model.ts';
import { type Condition, compileCondition } from '../template/condition.ts';
import { type CompiledInputs, compileInputs } from './compiled-inputs.ts';
import type { StepKinds } from './index.ts';
import { inputProblem } from './input-check.ts';
import type { StepKind } from './kind.ts';

/** A step of the plan, made ready once for all lanes. */
export type ReadyStep =
  | {
      readonly ok: true;
      readonly kind: StepKind;
      readonly inputs: CompiledInputs;
      readonly when: Condition | undefined;
    }
  | { readonly ok: false; readonly message: string };

export function stepReader(kinds: StepKinds): (step: PlanStep) => ReadyStep {
  const known = new WeakMap<PlanStep, ReadyStep>();
  return (step) => {
    const found = known.get(step);
    if (found !== undefined) return found;
    const ready = makeReady(kinds, step);
    known.set(step, ready);
    return ready;
  };
}

/** The compiler let none of these mistakes through; a plan from another version of this program may hold them. */
function makeReady(kinds: StepKinds, step: PlanStep): ReadyStep {
  const kind = kinds.get(step.kind);
  if (kind === undefined) return refused(`REL1604 there is no step kind "${step.kind}" here`);
  const inputs = compileInputs(step, kind.info);
  if (inputs === undefined) return refused('REL1401 an input of it is not a template');
  const problem = inputs.isFixed ? inputProblem(kind.info, step.with) : undefined;
  if (problem !== undefined) return refused(problem);
  if (step.when === undefined) return { ok: true, kind, inputs, when: undefined };
  const { condition } = compileCondition(step.when, { file: step.path, offset: 0, length: 0 });
  if (condition === undefined) return refused(`REL1411 its condition cannot be read: ${step.when}`);
  return { ok: true, kind, inputs, when: condition };
}

function refused(message: string): ReadyStep {
  return { ok: false, message };
}
