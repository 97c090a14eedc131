import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { compileTemplate, hasTags, type Template } from '../template/compile.ts';
import type { RenderProblem } from '../template/problem.ts';
import type { TemplateScope } from '../template/scope.ts';
import type { Json } from '../util/json.ts';
import { toJson } from '../yaml/access.ts';
import { spanOf, type YamlMap, type YamlNode } from '../yaml/tree.ts';
import type { StepKindInfo } from './step-kind.ts';

/** The `with` of a step, compiled once: templates stay templates, everything else is data already. */
export type CompiledInput =
  | { readonly kind: 'data'; readonly value: Json }
  | CompiledText
  | { readonly kind: 'list'; readonly items: readonly CompiledInput[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, CompiledInput])[] };

export interface CompiledText {
  readonly kind: 'text';
  readonly template: Template;
  readonly span: Span;
}

export interface CompiledInputs {
  readonly root: CompiledInput;
  /** Every template in it. */
  readonly texts: readonly CompiledText[];
}

interface Compiling {
  readonly file: string;
  readonly texts: CompiledText[];
  readonly report: (diagnostic: Diagnostic) => void;
}

export function compileInputs(
  file: string,
  inputs: YamlMap,
  kind: Pick<StepKindInfo, 'literal'>,
  report: (diagnostic: Diagnostic) => void,
): CompiledInputs {
  const compiling = { file, texts: [], report };
  const interpolate = toJson(inputs) as { readonly interpolate?: Json };
  const literal = interpolate.interpolate === true ? [] : kind.literal;
  const entries = inputs.entries.map(({ key, value }): readonly [string, CompiledInput] => {
    if (literal.includes(key)) return [key, { kind: 'data', value: toJson(value) }];
    return [key, compileNode(compiling, value, kind.literal.includes(key))];
  });
  return { root: { kind: 'map', entries }, texts: compiling.texts };
}

function compileNode(compiling: Compiling, node: YamlNode, allowShellQuote: boolean): CompiledInput {
  switch (node.kind) {
    case 'list': {
      const items = node.items.map((item) => compileNode(compiling, item, allowShellQuote));
      return items.every(isData) ? { kind: 'data', value: toJson(node) } : { kind: 'list', items };
    }
    case 'map': {
      const entries = node.entries.map(
        ({ key, value }) => [key, compileNode(compiling, value, allowShellQuote)] as const,
      );
      return entries.every(([, input]) => isData(input))
        ? { kind: 'data', value: toJson(node) }
        : { kind: 'map', entries };
    }
    case 'scalar':
      return compileScalar(compiling, node, allowShellQuote);
    default:
      return node satisfies never;
  }
}

function isData({ kind }: CompiledInput): boolean {
  return kind === 'data';
}

function compileScalar(compiling: Compiling, node: YamlNode, allowShellQuote: boolean): CompiledInput {
  const value = toJson(node);
  if (typeof value !== 'string' || !hasTags(value)) return { kind: 'data', value };
  const span = spanOf(compiling.file, node);
  const { template, diagnostics } = compileTemplate(value, span, { allowShellQuote });
  diagnostics.forEach(compiling.report);
  if (template === undefined) return { kind: 'data', value };
  const text: CompiledText = { kind: 'text', template, span };
  compiling.texts.push(text);
  return text;
}

export type RenderedInput =
  | { readonly kind: 'rendered'; readonly value: Json }
  | { readonly kind: 'later' }
  | { readonly kind: 'problem'; readonly problem: RenderProblem; readonly text: CompiledText };

/** Renders everything; the first template that cannot be rendered yet, or at all, decides. */
export function renderInput(input: CompiledInput, scope: TemplateScope): RenderedInput {
  switch (input.kind) {
    case 'data':
      return { kind: 'rendered', value: input.value };
    case 'text':
      return renderText(input, scope);
    case 'list':
      return renderList(input.items, scope);
    case 'map':
      return renderMap(input.entries, scope);
    default:
      return input satisfies never;
  }
}

/** The inputs with null for every part that is not known yet, or cannot be rendered. */
export function renderKnown(input: CompiledInput, scope: TemplateScope): Json {
  switch (input.kind) {
    case 'data':
      return input.value;
    case 'text': {
      const result = input.template.render(scope);
      return result.ok ? result.value : null;
    }
    case 'list':
      return input.items.map((item) => renderKnown(item, scope));
    case 'map':
      return Object.fromEntries(input.entries.map(([key, item]) => [key, renderKnown(item, scope)]));
    default:
      return input satisfies never;
  }
}

function renderText(text: CompiledText, scope: TemplateScope): RenderedInput {
  const result = text.template.render(scope);
  if (result.ok) return { kind: 'rendered', value: result.value };
  return result.problem.kind === 'later' ? { kind: 'later' } : { kind: 'problem', problem: result.problem, text };
}

function renderList(items: readonly CompiledInput[], scope: TemplateScope): RenderedInput {
  const values: Json[] = [];
  for (const item of items) {
    const rendered = renderInput(item, scope);
    if (rendered.kind !== 'rendered') return rendered;
    values.push(rendered.value);
  }
  return { kind: 'rendered', value: values };
}

function renderMap(entries: readonly (readonly [string, CompiledInput])[], scope: TemplateScope): RenderedInput {
  const value: Record<string, Json> = {};
  for (const [key, input] of entries) {
    const rendered = renderInput(input, scope);
    if (rendered.kind !== 'rendered') return rendered;
    // Assigning would change what the map inherits.
    if (key === '__proto__') Object.defineProperty(value, key, { value: rendered.value, enumerable: true });
    else value[key] = rendered.value;
  }
  return { kind: 'rendered', value };
}
