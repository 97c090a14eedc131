import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Step } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Json } from '../util/json.ts';
import { loadAjv } from '../util/load-ajv.ts';
import { type Fits, simpleSchema } from '../util/simple-schema.ts';
import { keySpanAt, pathFromPointer, valueSpanAt } from '../yaml/access.ts';
import type { StepKindInfo } from './step-kind.ts';

/** Mistakes in the rendered `with` of a step; empty when it fits its kind. */
export type InputCheck = (rendered: Json) => readonly Diagnostic[];

/** One compiled schema per kind and process, however many steps and deployments use it. */
const compiled = new WeakMap<StepKindInfo, ValidateFunction>();
const simple = new WeakMap<StepKindInfo, Fits>();

export function inputCheck(kind: StepKindInfo, step: Step, file: string): InputCheck {
  const fits = quickCheck(kind);
  return (rendered) => {
    if (fits(rendered)) return [];
    const validate = compiled.get(kind) ?? compile(kind);
    if (validate(rendered)) return [];
    return (validate.errors ?? [])
      .filter((error) => error.keyword !== 'if')
      .map((error) => diagnose(kind, step, file, error));
  };
}

/** True for inputs that fit for certain; whatever else is left to the full validator, which knows the reasons too. */
function quickCheck(kind: StepKindInfo): Fits {
  const check = simple.get(kind) ?? simpleSchema(kind.inputs) ?? (() => false);
  simple.set(kind, check);
  return check;
}

function compile(kind: StepKindInfo): ValidateFunction {
  const { Ajv } = loadAjv();
  const validate = new Ajv({ allErrors: true, strict: false }).compile(kind.inputs);
  compiled.set(kind, validate);
  return validate;
}

function diagnose(kind: StepKindInfo, step: Step, file: string, error: ErrorObject): Diagnostic {
  const path = pathFromPointer(error.instancePath);
  const place = path.length === 0 ? `step ${step.id}` : `\`${path.join('.')}\` of step ${step.id}`;
  const at = step.with.entries.length === 0 ? step.uses.span : valueSpanAt(file, step.with, path);
  const base = { code: 'REL1605', severity: 'error' } as const;
  const { params }: { readonly params: Record<string, unknown> } = error;
  if (error.keyword === 'additionalProperties') {
    const key = String(params.additionalProperty);
    const known = Object.keys((kind.inputs.properties as object | undefined) ?? {});
    return {
      ...base,
      summary: `${kind.name} has no input "${key}"`,
      hint: didYouMean(key, known) ?? `its inputs are: ${known.join(', ')}`,
      span: keySpanAt(file, step.with, [...path, key]),
    };
  }
  if (error.keyword === 'required') {
    const key = String(params.missingProperty);
    return { ...base, summary: `${place} lacks \`${key}\``, hint: `add \`${key}\` under \`with\``, span: at };
  }
  if (error.keyword === 'enum') {
    const allowed = Array.isArray(params.allowedValues) ? params.allowedValues.join(', ') : '';
    return { ...base, summary: `${place} must be one of: ${allowed}`, hint: 'use one of these words', span: at };
  }
  return {
    ...base,
    summary: `${place} ${error.message ?? 'does not fit'}`,
    hint: `see \`release schema ${kind.name}\``,
    span: at,
  };
}
