import type { PlanStep } from '../plan/model.ts';
import type { StepKindInfo } from '../plan/step-kind.ts';
import { compileCached, hasTags, type Template } from '../template/compile.ts';
import { renderWording } from '../template/diagnose.ts';
import type { TemplateScope } from '../template/scope.ts';
import { isList, isRecord } from '../template/values.ts';
import type { Json, JsonMap } from '../util/json.ts';

/** Inputs of a step as its plan holds them, made ready once. What holds no template is `data`, however deep. */
type Input =
  | { readonly kind: 'data'; readonly value: Json }
  /** `isOpen`: it is kept in a file, such as the text of a script, so no secret may stand in it. */
  | { readonly kind: 'text'; readonly template: Template; readonly isOpen: boolean }
  | { readonly kind: 'list'; readonly items: readonly Input[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Input])[] };

export interface CompiledInputs {
  /** Renders to the same everywhere. */
  readonly isFixed: boolean;
  readonly usesPackagePath: boolean;
  /** Every later value is asked for, so that all secrets are known after one go. */
  render(scope: TemplateScope): RenderedInputs;
}

export type RenderedInputs =
  | { readonly kind: 'rendered'; readonly inputs: JsonMap }
  | { readonly kind: 'later' }
  | { readonly kind: 'problem'; readonly message: string };

interface Rendering {
  readonly scope: TemplateScope;
  later: boolean;
  problem: string | undefined;
}

/** Undefined when a text of the plan is no template, which the compiler would not have let through. */
export function compileInputs(step: PlanStep, { literal }: Pick<StepKindInfo, 'literal'>): CompiledInputs | undefined {
  const interpolate = step.with.interpolate === true;
  const templates: Template[] = [];
  const entries: (readonly [string, Input])[] = [];
  for (const [key, value] of Object.entries(step.with)) {
    const isLiteral = literal.includes(key);
    const fixed = isLiteral && !interpolate;
    const input = fixed ? ({ kind: 'data', value } as const) : compile(value, isLiteral, templates);
    if (input === undefined) return undefined;
    entries.push([key, input]);
  }
  const isFixed = entries.every(([, input]) => input.kind === 'data');
  const fixed = { kind: 'rendered', inputs: step.with } as const;
  return {
    isFixed,
    usesPackagePath: templates.some(asksForPath),
    render: isFixed ? () => fixed : (scope) => renderAll(entries, scope),
  };
}

function asksForPath({ references }: Template): boolean {
  return references.some(({ path }) => path[0] === 'package' && (path[1] ?? 'path') === 'path');
}

function compile(value: Json, allowShellQuote: boolean, templates: Template[]): Input | undefined {
  if (typeof value === 'string') return compileText(value, allowShellQuote, templates);
  const parts = isList(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : [];
  const entries: (readonly [string, Input])[] = [];
  for (const [key, item] of parts) {
    const input = compile(item, allowShellQuote, templates);
    if (input === undefined) return undefined;
    entries.push([String(key), input]);
  }
  if (entries.every(([, input]) => input.kind === 'data')) return { kind: 'data', value };
  return isList(value) ? { kind: 'list', items: entries.map(([, input]) => input) } : { kind: 'map', entries };
}

function compileText(text: string, allowShellQuote: boolean, templates: Template[]): Input | undefined {
  if (!hasTags(text)) return { kind: 'data', value: text };
  const { template } = compileCached(text, allowShellQuote);
  if (template === undefined) return undefined;
  templates.push(template);
  return { kind: 'text', template, isOpen: allowShellQuote };
}

function renderAll(entries: readonly (readonly [string, Input])[], scope: TemplateScope): RenderedInputs {
  const rendering: Rendering = { scope, later: false, problem: undefined };
  const inputs = renderMap(rendering, entries);
  if (rendering.problem !== undefined) return { kind: 'problem', message: rendering.problem };
  return rendering.later ? { kind: 'later' } : { kind: 'rendered', inputs };
}

function renderMap(rendering: Rendering, entries: readonly (readonly [string, Input])[]): JsonMap {
  const map: { [key: string]: Json } = {};
  for (const [key, input] of entries) {
    const value = render(rendering, input);
    // Assigned, this key would change the prototype instead.
    if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true });
    else map[key] = value;
  }
  return map;
}

function render(rendering: Rendering, input: Input): Json {
  switch (input.kind) {
    case 'data':
      return input.value;
    case 'text':
      return renderText(rendering, input);
    case 'list':
      return input.items.map((item) => render(rendering, item));
    case 'map':
      return renderMap(rendering, input.entries);
    default:
      return input satisfies never;
  }
}

function renderText(rendering: Rendering, { template, isOpen }: Extract<Input, { readonly kind: 'text' }>): Json {
  const result = template.render(rendering.scope);
  if (!result.ok && result.problem.kind === 'later') rendering.later = true;
  else if (!result.ok) rendering.problem ??= renderWording(result.problem).summary;
  else if (isOpen && result.secret) rendering.problem ??= openSecret;
  return result.ok ? result.value : null;
}

const openSecret = 'the text of the script would hold a secret; give it to the script through `env`';
