import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Expression, PathExpression, Statement } from './ast.ts';
import { BoundedCache } from './bounded-cache.ts';
import { syntaxDiagnostic } from './diagnose.ts';
import { lowerProgram } from './lower.ts';
import type { Lowering } from './lowering.ts';
import { parseHandlebars } from './parse.ts';
import type { SyntaxProblem } from './problem.ts';
import { type RenderResult, renderParts, renderSingle, renderStatements } from './render.ts';
import type { LaterReason, Reference, TemplateScope } from './scope.ts';
import { readSimple } from './simple.ts';
import { checkTags } from './tags.ts';

/** A text template, ready to be rendered any number of times. */
export interface Template {
  readonly text: string;
  /** It refers to nothing: it renders to the same text everywhere. */
  readonly isStatic: boolean;
  /** It is exactly one `{{…}}` and nothing else, so it keeps the type of its value. */
  readonly singleExpression: boolean;
  /** Nothing but text and names stands in it: where all names are texts, it renders to a text. */
  readonly onlyNames: boolean;
  /** Of a template of texts and names only: its parts, one after the other; a name with its path. */
  readonly parts?: readonly (string | NamePart)[];
  /** Every name it can ask the scope for, also those inside blocks that may not be taken. */
  readonly references: readonly Reference[];
  /** Never throws. */
  readonly render: (scope: TemplateScope) => RenderResult;
}

export interface NamePart {
  /** The path with dots between its segments. */
  readonly name: string;
  readonly path: readonly string[];
}

export interface CompiledTemplate {
  /** Undefined when there is at least one diagnostic. */
  readonly template: Template | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface TemplateOptions {
  /** Whether `{{sh x}}` may be used: only in the text of scripts that ask for `interpolate: true`. */
  readonly allowShellQuote?: boolean;
}

/** A template without a place: mistakes are relative to its text. */
export interface PlacelessTemplate {
  readonly template: Template | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/** One entry per template text: thousands of tenants share a few texts. */
const withoutShell = new BoundedCache<PlacelessTemplate>(8192);
const withShell = new BoundedCache<PlacelessTemplate>(1024);

/** Compiles a template text (once per text and process); `span` is where the text stands, as written in its file. */
export function compileTemplate(text: string, span: Span, options: TemplateOptions = {}): CompiledTemplate {
  const allowShellQuote = options.allowShellQuote === true;
  const { template, problems } = compileCached(text, allowShellQuote);
  return { template, diagnostics: problems.map((problem) => syntaxDiagnostic(problem, span, text)) };
}

/** Compiles a text once per process, or takes it from the cache. */
export function compileCached(text: string, allowShellQuote: boolean): PlacelessTemplate {
  if (!hasTags(text)) return { template: staticTemplate(text, text), problems: [] };
  const cache = allowShellQuote ? withShell : withoutShell;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const compiled = compileText(text, allowShellQuote);
  cache.set(text, compiled);
  return compiled;
}

/** Whether a text can be anything but itself. */
export function hasTags(text: string): boolean {
  return text.includes('{{');
}

function compileText(text: string, allowShellQuote: boolean): PlacelessTemplate {
  const simple = readSimple(text);
  if (simple !== undefined) return { template: partsTemplate(text, simple), problems: [] };
  const tooMuch = checkTags(text);
  if (tooMuch !== undefined) return { template: undefined, problems: [tooMuch] };
  const parsed = parseHandlebars(text);
  if (!parsed.ok) return { template: undefined, problems: [parsed.problem] };
  const lowering: Lowering = { text, allowShellQuote, references: [], problems: [] };
  const statements = lowerProgram(lowering, parsed.program);
  if (lowering.problems.length > 0) return { template: undefined, problems: lowering.problems };
  return { template: templateOf(text, statements, lowering.references), problems: [] };
}

function templateOf(text: string, statements: readonly Statement[], references: readonly Reference[]): Template {
  const [first, ...others] = statements;
  if (first?.kind === 'output' && others.length === 0) return singleTemplate(text, first.expression, references);
  const parts = partsOf(statements);
  if (parts !== undefined) return partsTemplate(text, parts);
  const render = rendering(references, (scope) => renderStatements(text, statements, scope));
  return { text, isStatic: false, singleExpression: false, onlyNames: false, references, render };
}

function partsOf(statements: readonly Statement[]): readonly (string | PathExpression)[] | undefined {
  const parts: (string | PathExpression)[] = [];
  for (const statement of statements) {
    if (statement.kind === 'text') parts.push(statement.text);
    else if (statement.kind === 'output' && statement.expression.kind === 'path') parts.push(statement.expression);
    else return undefined;
  }
  return parts;
}

function partsTemplate(text: string, parts: readonly (string | PathExpression)[]): Template {
  const paths = parts.filter((part) => typeof part !== 'string');
  if (paths.length === 0) return staticTemplate(text, parts.join(''));
  const references = paths.map(({ path, offset, length }) => ({ path, offset, length }));
  const [only] = paths;
  if (only !== undefined && parts.length === 1) return singleTemplate(text, only, references);
  const render = rendering(references, (scope) => renderParts(text, parts, scope));
  const named = parts.map((part) => (typeof part === 'string' ? part : { name: part.path.join('.'), path: part.path }));
  return { text, isStatic: false, singleExpression: false, onlyNames: true, parts: named, references, render };
}

function singleTemplate(text: string, expression: Expression, references: readonly Reference[]): Template {
  const render = rendering(references, (scope) => renderSingle(text, expression, scope));
  const onlyNames = expression.kind === 'path';
  return { text, isStatic: false, singleExpression: true, onlyNames, references, render };
}

/** Rendering stops at the first name that is known later; the reasons of all names count, above all `secret`. */
function rendering(references: readonly Reference[], render: Template['render']): Template['render'] {
  return (scope) => {
    const result = render(scope);
    if (result.ok || result.problem.kind !== 'later' || references.length < 2) return result;
    const reasons = laterReasons(references, scope);
    return { ok: false, problem: { ...result.problem, reasons } };
  };
}

function laterReasons(references: readonly Reference[], scope: TemplateScope): readonly LaterReason[] {
  const reasons = new Set<LaterReason>();
  for (const { path } of references) {
    const lookup = scope.get(path);
    if (lookup.found === 'later') for (const reason of lookup.reasons) reasons.add(reason);
    else if (lookup.found === true && lookup.secret === true) reasons.add('secret');
  }
  return [...reasons].sort();
}

function staticTemplate(text: string, value: string): Template {
  const result: RenderResult = { ok: true, value, secret: false };
  return { text, isStatic: true, singleExpression: false, onlyNames: true, references: [], render: () => result };
}
