import type { Json } from '../util/json.ts';
import type { Expression, IfStatement, PathExpression, Statement } from './ast.ts';
import { evaluate, readScope } from './evaluate.ts';
import { maximumOutput } from './limits.ts';
import type { RenderProblem } from './problem.ts';
import {
  type Failure,
  type Frame,
  fail,
  newState,
  type Placed,
  type ReadState,
  type RenderState,
} from './render-state.ts';
import type { TemplateScope } from './scope.ts';
import { isList, isRecord, isTruthy, kindOf, scalarText } from './values.ts';

/** A rendered value, and whether anything secret went into it; or why there is none. */
export type RenderResult =
  | { readonly ok: true; readonly value: Json; readonly secret: boolean }
  | { readonly ok: false; readonly problem: RenderProblem };

/** A template that is one expression keeps the type of its value; an empty (null) value is a problem here too. */
export function renderSingle(text: string, expression: Expression, scope: TemplateScope): RenderResult {
  const state = newState(text, scope);
  const outcome = evaluate(state, expression);
  if (!outcome.ok) return outcome;
  const { value } = outcome;
  const tooLarge = typeof value === 'string' && value.length > maximumOutput;
  if (tooLarge) return fail(text, expression, { kind: 'too-large' });
  return value === null ? fail(text, expression, { kind: 'empty' }) : { ok: true, value, secret: state.secret };
}

/** Text and plain paths, one after the other: nearly every template there is. */
export function renderParts(
  text: string,
  parts: readonly (string | PathExpression)[],
  scope: TemplateScope,
): RenderResult {
  const state: ReadState = { text, scope, secret: false };
  let rendered = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      rendered += part;
      continue;
    }
    const outcome = readScope(state, part);
    if (!outcome.ok) return outcome;
    const printed = scalarText(outcome.value);
    if (printed === undefined) return unprintable(text, part, outcome.value);
    rendered += printed;
    if (rendered.length > maximumOutput) return fail(text, part, { kind: 'too-large' });
  }
  return { ok: true, value: rendered, secret: state.secret };
}

/** Templates with blocks or helpers inside text. */
export function renderStatements(text: string, statements: readonly Statement[], scope: TemplateScope): RenderResult {
  const state = newState(text, scope);
  const problem = runAll(state, statements);
  if (problem !== undefined) return { ok: false, problem };
  return { ok: true, value: state.output.join(''), secret: state.secret };
}

function runAll(state: RenderState, statements: readonly Statement[]): RenderProblem | undefined {
  for (const statement of statements) {
    const problem = run(state, statement);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function run(state: RenderState, statement: Statement): RenderProblem | undefined {
  switch (statement.kind) {
    case 'text':
      return print(state, statement.text, { offset: 0, length: state.text.length });
    case 'output':
      return runOutput(state, statement.expression);
    case 'if':
      return runIf(state, statement);
    case 'each':
    case 'with':
      return runSubject(state, statement);
    default:
      return statement satisfies never;
  }
}

function runOutput(state: RenderState, expression: Expression): RenderProblem | undefined {
  const outcome = evaluate(state, expression);
  if (!outcome.ok) return outcome.problem;
  const printed = scalarText(outcome.value);
  if (printed !== undefined) return print(state, printed, expression);
  return unprintable(state.text, expression, outcome.value).problem;
}

function runIf(state: RenderState, statement: IfStatement): RenderProblem | undefined {
  const outcome = evaluate(state, statement.test);
  if (!outcome.ok) return outcome.problem;
  const yes = isTruthy(outcome.value) || (statement.zeroCounts && outcome.value === 0);
  return runAll(state, yes === statement.negated ? statement.otherwise : statement.body);
}

type SubjectStatement = Extract<Statement, { kind: 'each' | 'with' }>;

function runSubject(state: RenderState, statement: SubjectStatement): RenderProblem | undefined {
  const outcome = evaluate(state, statement.subject);
  if (!outcome.ok) return outcome.problem;
  const { value } = outcome;
  if (statement.kind === 'with') {
    if (!isTruthy(value) && value !== 0) return runAll(state, statement.otherwise);
    return runFrame(state, statement.body, { value, key: 0, index: 0, last: true });
  }
  const entries = entriesOf(value);
  if (entries === undefined) {
    const fault = { kind: 'wrong-type', helper: 'each', wanted: 'a list or a map', found: kindOf(value) } as const;
    return fail(state.text, statement.subject, fault).problem;
  }
  return entries.length === 0 ? runAll(state, statement.otherwise) : runEach(state, statement, entries);
}

function runEach(
  state: RenderState,
  statement: SubjectStatement,
  entries: readonly (readonly [string | number, Json])[],
): RenderProblem | undefined {
  for (const [index, [key, value]] of entries.entries()) {
    state.stepsLeft -= 1;
    if (state.stepsLeft < 0) return fail(state.text, statement.subject, { kind: 'too-large' }).problem;
    const problem = runFrame(state, statement.body, { value, key, index, last: index === entries.length - 1 });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function runFrame(state: RenderState, body: readonly Statement[], frame: Frame): RenderProblem | undefined {
  state.frames.push(frame);
  const problem = runAll(state, body);
  state.frames.pop();
  return problem;
}

function entriesOf(value: Json): readonly (readonly [string | number, Json])[] | undefined {
  if (isList(value)) return [...value.entries()];
  return isRecord(value) ? Object.entries(value) : undefined;
}

function print(state: RenderState, text: string, place: Placed): RenderProblem | undefined {
  state.output.push(text);
  state.size += text.length;
  if (state.size <= maximumOutput) return undefined;
  return fail(state.text, place, { kind: 'too-large' }).problem;
}

function unprintable(text: string, place: Placed, value: Json): Failure {
  const fault = value === null ? ({ kind: 'empty' } as const) : ({ kind: 'not-text', found: kindOf(value) } as const);
  return fail(text, place, fault);
}
