import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { BoundedCache } from './bounded-cache.ts';
import { celReferences } from './cel-references.ts';
import { asWritten, withoutReservedRoots } from './cel-source.ts';
import { type CelReading, celView, nameTree } from './cel-view.ts';
import { maximumCondition } from './limits.ts';
import { placeSpan } from './place-span.ts';
import { isRootName } from './roots.ts';
import type { LaterReason, Reference, TemplateScope } from './scope.ts';

/**
 * Whether a condition holds. `unknown`: it depends on something that cannot be had yet; whatever it depends on besides
 * does not decide it alone. `error`: one sentence; it never quotes a secret.
 */
export type ConditionResult =
  | { readonly kind: 'value'; readonly value: boolean }
  | { readonly kind: 'unknown'; readonly reasons: readonly LaterReason[] }
  | { readonly kind: 'error'; readonly message: string };

/** `plan`: run.*, steps.* and timestamp are not known yet, whatever the scope says. `run`: only the scope decides. */
export type KnownAt = 'plan' | 'run';

export interface Condition {
  readonly text: string;
  /** Every name it reads, as written: variables begin with `vars`. */
  readonly references: readonly Reference[];
  /** Never throws. */
  readonly evaluate: (scope: TemplateScope, known: KnownAt) => ConditionResult;
}

export interface CompiledCondition {
  /** Undefined when there is at least one diagnostic. */
  readonly condition: Condition | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

interface ConditionProblem {
  readonly code: 'REL1411' | 'REL1412' | 'REL1413';
  readonly summary: string;
  readonly hint: string;
  readonly offset: number;
  readonly length: number;
}

interface Compiled {
  readonly condition: Condition | undefined;
  readonly problems: readonly ConditionProblem[];
}

const cel = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
const cache = new BoundedCache<Compiled>(1024);

/** Compiles a CEL condition (once per text and process); `span` is where the text stands, as written in its file. */
export function compileCondition(text: string, span: Span): CompiledCondition {
  let compiled = cache.get(text);
  if (compiled === undefined) {
    compiled = compileText(text);
    cache.set(text, compiled);
  }
  const { condition, problems } = compiled;
  const diagnostics = problems.map(({ code, summary, hint, offset, length }): Diagnostic => {
    return { code, severity: 'error', summary, hint, span: placeSpan(span, text, offset, length) };
  });
  return { condition, diagnostics };
}

function compileText(text: string): Compiled {
  if (text.length > maximumCondition) {
    return failed(text, { summary: `The condition is longer than ${maximumCondition} characters`, hint: 'shorten it' });
  }
  try {
    const source = withoutReservedRoots(text);
    const parsed = cel.parse(source);
    const references = celReferences(text, parsed.ast).filter((reference) => !isTypeName(reference));
    const problems = [...rootProblems(references), ...typeProblems(text, source)];
    if (problems.length > 0) return { condition: undefined, problems };
    return { condition: conditionOf(text, references, parsed), problems: [] };
  } catch (error) {
    return failed(text, celError(error));
  }
}

/** `int`, `string` and so on are names in CEL: `type(vars.x) == int`. */
function isTypeName({ path }: Reference): boolean {
  const [root = ''] = path;
  return path.length === 1 && !isRootName(root) && root !== 'vars' && cel.hasVariable(root);
}

function rootProblems(references: readonly Reference[]): readonly ConditionProblem[] {
  return references.flatMap(({ path, offset, length }): readonly ConditionProblem[] => {
    const [root = ''] = path;
    const place = { offset, length };
    if (root === 'vars' && path.length === 1) {
      const hint = 'name a variable: vars.name, or has(vars.name) to ask whether it is there';
      return [{ code: 'REL1412', summary: '`vars` alone is not a value', hint, ...place }];
    }
    if (root === 'vars' || isRootName(root)) return [];
    const hint = `a variable is written vars.${path.join('.')}`;
    return [{ code: 'REL1412', summary: `${root} is not a name that a condition knows`, hint, ...place }];
  });
}

/** Checking types leaves marks on the tree, so it works on one of its own. */
function typeProblems(text: string, source: string): readonly ConditionProblem[] {
  const checked = cel.check(source);
  if (!checked.valid) return failed(text, celError(checked.error)).problems;
  if (checked.type === 'bool' || checked.type === 'dyn') return [];
  const hint = 'compare it with something, such as vars.count > 0';
  const summary = `The condition gives a ${checked.type} instead of true or false`;
  return [{ code: 'REL1413', summary, hint, offset: 0, length: text.length }];
}

function conditionOf(
  text: string,
  references: readonly Reference[],
  parsed: { (context: Map<string, unknown>): unknown; readonly ast: ASTNode },
): Condition {
  const tree = nameTree(references);
  const evaluate = (scope: TemplateScope, known: KnownAt): ConditionResult => {
    const reading: CelReading = { scope, planning: known === 'plan', later: new Set(), secret: false };
    try {
      const value = parsed(celView(reading, tree));
      if (typeof value === 'boolean') return { kind: 'value', value };
      return { kind: 'error', message: 'The condition gives something else than true or false' };
    } catch (error) {
      return failure(reading, error);
    }
  };
  return { text, references, evaluate };
}

/**
 * CEL's `||`, `&&`, `all` and `exists` swallow the failure of an operand that does not matter. So when the whole fails
 * and something was not known yet, that may be the cause, and another failure may vanish once it is known.
 */
function failure(reading: CelReading, error: unknown): ConditionResult {
  if (reading.later.size > 0) return { kind: 'unknown', reasons: [...reading.later].sort() };
  if (reading.secret) return { kind: 'error', message: 'The condition cannot be worked out; it reads a secret' };
  return { kind: 'error', message: celError(error).summary };
}

interface CelFault {
  readonly summary: string;
  readonly hint: string;
  readonly range?: { readonly start: number; readonly end: number };
}

function failed(text: string, fault: CelFault): Compiled {
  const { start, end } = fault.range ?? { start: 0, end: text.length };
  const offset = Math.min(start, text.length);
  const { summary, hint } = fault;
  return {
    condition: undefined,
    problems: [{ code: 'REL1411', summary, hint, offset, length: Math.max(0, end - offset) }],
  };
}

const celHint = 'conditions are CEL, such as: vars.region == "north" && "ring/canary" in tenant.tags';

/** Reads an error of the CEL library; its `message` also holds a drawing of the source, which we draw ourselves. */
function celError(error: unknown): CelFault {
  if (!(error instanceof Error)) return { summary: 'The condition cannot be read', hint: celHint };
  if (error instanceof RangeError)
    return { summary: 'The condition is nested too deep', hint: 'split it into variables' };
  const summary = 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message;
  const fault = { summary: inOurWords(asWritten(summary)), hint: celHint };
  const range = 'range' in error ? decodeRange(error.range) : undefined;
  return range === undefined ? fault : { ...fault, range };
}

/** The library says most things well. */
function inOurWords(summary: string): string {
  return summary === 'Unexpected token: EOF' ? 'The condition ends too early: something is missing' : summary;
}

function decodeRange(range: unknown): CelFault['range'] {
  if (typeof range !== 'object' || range === null || !('start' in range) || !('end' in range)) return undefined;
  const { start, end } = range;
  return typeof start === 'number' && typeof end === 'number' ? { start, end } : undefined;
}
