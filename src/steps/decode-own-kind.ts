import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { StepKindInfo } from '../plan/step-kind.ts';
import type { JsonMap } from '../util/json.ts';
import { loadAjv } from '../util/load-ajv.ts';
import { decodeObservation, decodeOutcome } from './decode-outcome.ts';
import type { StepContext, StepKind } from './kind.ts';

export type DecodedKind =
  | { readonly ok: true; readonly kind: StepKind }
  | { readonly ok: false; readonly code: Diagnostic['code']; readonly reason: string; readonly hint: string };

/** Turns what a module exports into a step kind whose answers are checked too. */
export function decodeOwnKind(candidate: unknown): DecodedKind {
  if (typeof candidate !== 'object' || candidate === null) return wrong('it is not an object');
  const own = candidate as Readonly<Record<string, unknown>>;
  const { name, run, observe, undo } = own;
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)+$/i.test(name)) {
    const hint = 'call it like acme/notify';
    return { ok: false, code: 'REL2142', reason: 'its name is no text of two parts with a slash between', hint };
  }
  if (!isFunction(run)) return wrong(`${name} has no function \`run\``);
  if (observe !== undefined && !isFunction(observe)) return wrong(`\`observe\` of ${name} is not a function`);
  if (undo !== undefined && !isFunction(undo)) return wrong(`\`undo\` of ${name} is not a function`);
  const info = decodeInfo(name, own, undo !== undefined);
  if (typeof info === 'string') return wrong(info);
  return {
    ok: true,
    kind: {
      info,
      run: async (context, signal) => decodeOutcome(name, await run.call(own, context, signal)),
      observe: (context) => observeWith(name, own, observe, context),
      ...(undo !== undefined && {
        undo: async (context: StepContext, signal: AbortSignal) =>
          decodeOutcome(name, await undo.call(own, context, signal)),
      }),
    },
  };
}

async function observeWith(name: string, own: object, observe: AnyFunction | undefined, context: StepContext) {
  if (observe !== undefined) return decodeObservation(name, await observe.call(own, context));
  return { kind: 'cannot-tell', message: `${name} cannot look what became of it` } as const;
}

/** Text: what is wrong. */
function decodeInfo(name: string, own: Readonly<Record<string, unknown>>, undo: boolean): StepKindInfo | string {
  const { inputs = { type: 'object' }, outputs = [], package: used = 'none', literal = [] } = own;
  if (typeof inputs !== 'object' || inputs === null || !isSchema(inputs))
    return `\`inputs\` of ${name} is no JSON Schema`;
  if (!areTexts(outputs)) return `\`outputs\` of ${name} is no list of names`;
  if (!areTexts(literal)) return `\`literal\` of ${name} is no list of keys`;
  if (used !== 'required' && used !== 'optional' && used !== 'none')
    return `\`package\` of ${name} is not required, optional or none`;
  const names = [...outputs];
  return {
    name,
    inputs: inputs as JsonMap,
    outputs: () => names,
    package: used,
    undo,
    usesAllValues: () => false,
    literal: [...literal],
  };
}

type AnyFunction = (this: unknown, ...args: readonly unknown[]) => unknown;

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** `$ref` to other documents cannot be followed, so compiling finds those as well. */
function isSchema(schema: object): boolean {
  try {
    const { Ajv } = loadAjv();
    new Ajv({ strict: false }).compile(schema);
    return true;
  } catch {
    return false;
  }
}

function wrong(reason: string): DecodedKind {
  return { ok: false, code: 'REL2141', reason, hint: 'see "A step kind" in CONTRIBUTING.md' };
}
