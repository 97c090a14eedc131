import type { ErrorObject, ValidateFunction } from 'ajv';
import type { StepKindInfo } from '../plan/step-kind.ts';
import type { JsonMap } from '../util/json.ts';
import { loadAjv } from '../util/load-ajv.ts';
import { type Fits, simpleSchema } from '../util/simple-schema.ts';

/** One compiled schema per kind and process. */
const compiled = new WeakMap<StepKindInfo, ValidateFunction>();
const simple = new WeakMap<StepKindInfo, Fits>();

/** What is wrong with rendered inputs, as one sentence without any value; undefined when they fit the kind. */
export function inputProblem(kind: StepKindInfo, inputs: JsonMap): string | undefined {
  if (quickCheck(kind)(inputs)) return undefined;
  const validate = compiled.get(kind) ?? compile(kind);
  if (validate(inputs)) return undefined;
  const error = validate.errors?.find(({ keyword }) => keyword !== 'if');
  return error === undefined ? 'its inputs do not fit' : describe(error);
}

/** True for inputs that fit for certain; the full validator knows the rest, and what is wrong. */
function quickCheck(kind: StepKindInfo): Fits {
  const check = simple.get(kind) ?? simpleSchema(kind.inputs) ?? (() => false);
  simple.set(kind, check);
  return check;
}

function compile(kind: StepKindInfo): ValidateFunction {
  const { Ajv } = loadAjv();
  const validate = new Ajv({ strict: false }).compile(kind.inputs);
  compiled.set(kind, validate);
  return validate;
}

function describe({ instancePath, message }: ErrorObject): string {
  const place = instancePath === '' ? 'with' : `with${instancePath.replaceAll('/', '.')}`;
  return `REL1605 its \`${place}\` ${message ?? 'does not fit'}`;
}
