import type { Located } from '../config/model.ts';
import type { Condition } from '../template/condition.ts';
import type { JsonMap } from '../util/json.ts';
import type { CompiledInputs, CompiledText } from './compile-inputs.ts';
import type { ExpandedProcess, ExpandedStep } from './expand.ts';
import type { InputCheck } from './input-check.ts';
import type { PlainNames } from './plain-inputs.ts';
import type { StepKindInfo } from './step-kind.ts';

/** A process whose texts are compiled and whose steps know their kinds; deployments are checked against it one by one. */
export interface CompiledProcess {
  readonly expanded: ExpandedProcess;
  readonly steps: readonly CompiledStep[];
  /** Ids of its own project and of those it chains. */
  readonly projects: readonly string[];
}

export interface CompiledStep {
  readonly expanded: ExpandedStep;
  readonly kind: StepKindInfo;
  /** As written, for the plan. */
  readonly with: JsonMap;
  readonly inputs: CompiledInputs;
  readonly check: InputCheck;
  /** Where these are texts, the inputs are right. Absent when that is not certain. */
  readonly plainNames?: PlainNames;
  readonly when?: { readonly condition: Condition; readonly located: Located };
  readonly packageId?: CompiledText;
  readonly packageVersion?: CompiledText;
}
