import type { Json } from '../util/json.ts';
import { compileCached, hasTags } from './compile.ts';
import type { RenderProblem, SyntaxProblem } from './problem.ts';
import type { Reference, TemplateScope } from './scope.ts';
import { isList, isRecord } from './values.ts';

/** A mistake in one of the texts of a value. */
export interface TextProblem<Problem> {
  readonly text: string;
  readonly problem: Problem;
}

export interface ValueReferences {
  readonly references: readonly TextReference[];
  readonly problems: readonly TextProblem<SyntaxProblem>[];
}

export interface TextReference {
  readonly text: string;
  readonly reference: Reference;
}

/** Whether nothing in the value has to be filled in. */
export function isFixed(value: Json): boolean {
  if (typeof value === 'string') return !hasTags(value);
  if (isList(value)) return value.every(isFixed);
  return isRecord(value) ? Object.values(value).every(isFixed) : true;
}

/** What all texts inside a value refer to. */
export function valueReferences(value: Json): ValueReferences {
  const references: TextReference[] = [];
  const problems: TextProblem<SyntaxProblem>[] = [];
  for (const text of textsOf(value)) {
    const compiled = compileCached(text, false);
    problems.push(...compiled.problems.map((problem) => ({ text, problem })));
    references.push(...(compiled.template?.references ?? []).map((reference) => ({ text, reference })));
  }
  return { references, problems };
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return hasTags(value) ? [value] : [];
  if (isList(value)) return value.flatMap(textsOf);
  return isRecord(value) ? Object.values(value).flatMap(textsOf) : [];
}

/** Collects what happens while the texts of one value are rendered. */
export interface ValueRendering {
  readonly scope: TemplateScope;
  readonly problems: TextProblem<RenderProblem>[];
  secret: boolean;
}

/** The value with every text rendered; where a text has a problem, null stands in its place. */
export function renderValue(rendering: ValueRendering, value: Json): Json {
  if (typeof value === 'string') return hasTags(value) ? renderText(rendering, value) : value;
  if (isList(value)) return value.map((item) => renderValue(rendering, item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderValue(rendering, item)]));
}

function renderText(rendering: ValueRendering, text: string): Json {
  const result = compileCached(text, false).template?.render(rendering.scope);
  if (result === undefined) return null;
  if (!result.ok) {
    rendering.problems.push({ text, problem: result.problem });
    return null;
  }
  rendering.secret ||= result.secret;
  return result.value;
}

/** Whether a value takes more than `limit` UTF-16 code units, roughly; stops counting as soon as it does. */
export function isLargerThan(value: Json, limit: number): boolean {
  const pending: Json[] = [value];
  let size = 0;
  for (let item = pending.pop(); item !== undefined && size <= limit; item = pending.pop()) {
    size += typeof item === 'string' ? item.length + 1 : 1;
    if (isList(item)) for (const inner of item) pending.push(inner);
    else if (isRecord(item)) for (const inner of Object.values(item)) pending.push(inner);
  }
  return size > limit;
}
