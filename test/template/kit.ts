import type { Span } from '../../src/diagnostics/span.ts';
import { compileTemplate, type Template, type TemplateOptions } from '../../src/template/compile.ts';
import type { RenderResult } from '../../src/template/render.ts';
import { type Lookup, notFound, type TemplateScope } from '../../src/template/scope.ts';
import type { Json, JsonMap } from '../../src/util/json.ts';

export const file = 'tenants/st-marys.yaml';

/** Where a plain scalar with this text would stand. */
export function spanFor(text: string): Span {
  return { file, offset: 100, length: text.length };
}

/** A scope over nested data: the whole first segment is the answer, the rest is looked for inside it. */
export function scopeOf(data: JsonMap, answers: Readonly<Record<string, Lookup>> = {}): TemplateScope {
  const get = (path: readonly string[]): Lookup => {
    const name = path.join('.');
    const special = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (special !== undefined) return special;
    const root = path[0] ?? '';
    const value: Json | undefined = Object.hasOwn(data, root) ? data[root] : undefined;
    return value === undefined ? notFound : { found: true, value, consumed: 1 };
  };
  return { get };
}

/** Compiles a template that must be right. */
export function template(text: string, options?: TemplateOptions): Template {
  const compiled = compileTemplate(text, spanFor(text), options);
  if (compiled.template === undefined) throw new Error(JSON.stringify(compiled.diagnostics));
  return compiled.template;
}

export function render(text: string, data: JsonMap, options?: TemplateOptions): RenderResult {
  return template(text, options).render(scopeOf(data));
}

/** The value of a template that must render. */
export function rendered(text: string, data: JsonMap, options?: TemplateOptions): Json {
  const result = render(text, data, options);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** The kind of the problem of a template that must not render. */
export function problemOf(text: string, data: JsonMap): string {
  const result = render(text, data);
  return result.ok ? `rendered ${JSON.stringify(result.value)}` : result.problem.kind;
}

/** The codes of a template that must not compile. */
export function codesOf(text: string, options?: TemplateOptions): readonly string[] {
  return compileTemplate(text, spanFor(text), options).diagnostics.map(({ code }) => code);
}
