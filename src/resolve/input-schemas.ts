import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import type { Input, Project } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Json } from '../util/json.ts';
import { loadAjv, loadFormats } from '../util/load-ajv.ts';
import { type Fits, simpleSchema } from '../util/simple-schema.ts';

/** Says what is wrong with a value, such as `must be integer`; undefined when it is right. */
export type ValueCheck = (value: Json) => string | undefined;

/** The checks of a project's inputs, compiled once. An input whose schema is unusable has no check. */
export interface InputSchemas {
  readonly checks: ReadonlyMap<string, { readonly input: Input; readonly check: ValueCheck }>;
  readonly diagnostics: readonly Diagnostic[];
}

export function compileInputSchemas(project: Project): InputSchemas {
  const checks = new Map<string, { readonly input: Input; readonly check: ValueCheck }>();
  const diagnostics: Diagnostic[] = [];
  const constrained = project.inputs.filter(({ schema }) => Object.keys(schema).length > 0);
  let ajv: Ajv | undefined;
  const full = (input: Input): ValidateFunction | string => {
    ajv ??= newCompiler();
    return compile(ajv, input);
  };
  for (const input of constrained) {
    const fits = simpleSchema(input.schema);
    const compiled = fits === undefined ? full(input) : undefined;
    if (typeof compiled === 'string') diagnostics.push(unusableSchema(input, compiled));
    else
      checks.set(input.name, {
        input,
        check: compiled ? (value) => problemOf(compiled, value) : quick(fits, input, full),
      });
  }
  return { checks, diagnostics };
}

/** Values that fit need no validator; one that does not is worth loading it, for the words. */
function quick(fits: Fits | undefined, input: Input, full: (input: Input) => ValidateFunction | string): ValueCheck {
  return (value) => {
    if (fits?.(value) === true) return undefined;
    const compiled = full(input);
    return typeof compiled === 'string' ? compiled : problemOf(compiled, value);
  };
}

/** Strict about unknown words, so that a misspelt one is not a check that never runs. Values are never converted. */
function newCompiler(): Ajv {
  const { Ajv } = loadAjv();
  const ajv = new Ajv({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    strictTuples: false,
    allErrors: false,
  });
  loadFormats().default(ajv);
  return ajv;
}

/** The compiled schema, or why there is none. Ajv reports an unusable schema by throwing. */
function compile(ajv: Ajv, { schema }: Input): ValidateFunction | string {
  try {
    return ajv.compile(schema);
  } catch (problem) {
    if (problem instanceof Error) return problem.message;
    throw problem;
  }
}

function problemOf(validate: ValidateFunction, value: Json): string | undefined {
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  return error === undefined ? 'does not fit the schema' : describe(error);
}

function describe({ keyword, params, message, instancePath }: ErrorObject): string {
  const where = instancePath === '' ? '' : `${instancePath.slice(1).replaceAll('/', '.')} `;
  const allowed: unknown = params.allowedValues;
  if (keyword === 'enum' && Array.isArray(allowed)) return `${where}must be one of ${allowed.map(String).join(', ')}`;
  return `${where}${message ?? `breaks the rule ${keyword}`}`;
}

function unusableSchema({ name, span }: Input, problem: string): Diagnostic {
  const summary = `Input "${name}" is declared with a schema that cannot be used: ${problem}`;
  const hint = 'use the words of JSON Schema, such as `type: integer` and `minimum: 0`';
  return { code: 'REL1307', severity: 'error', summary, hint, span };
}
