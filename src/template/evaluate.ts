import type { Json } from '../util/json.ts';
import type { CallExpression, Expression, ItemExpression, LoopExpression, PathExpression } from './ast.ts';
import { callHelper } from './helpers.ts';
import type { Outcome } from './problem.ts';
import { readPath, walk } from './read-path.ts';
import { fail, type ReadState, type RenderState } from './render-state.ts';
import { kindOf, scalarText } from './values.ts';

/** The value of an expression. A name without a value is always a problem, never an empty text. */
export function evaluate(state: RenderState, expression: Expression): Outcome<Json> {
  state.stepsLeft -= 1;
  if (state.stepsLeft < 0) return fail(state.text, expression, { kind: 'too-large' });
  switch (expression.kind) {
    case 'literal':
      return { ok: true, value: expression.value };
    case 'path':
      return readScope(state, expression);
    case 'item':
      return readItem(state, expression);
    case 'loop':
      return readLoop(state, expression);
    case 'call':
      return evaluateCall(state, expression);
    default:
      return expression satisfies never;
  }
}

export function readScope(state: ReadState, expression: PathExpression): Outcome<Json> {
  const lookup = readPath(state.scope, expression.path);
  if (lookup.found === false) {
    return fail(state.text, expression, { kind: 'missing', path: expression.path, insideItem: false });
  }
  if (lookup.found === 'later') return fail(state.text, expression, { kind: 'later', reasons: lookup.reasons });
  if (lookup.found === 'broken') return fail(state.text, expression, { kind: 'broken' });
  if (lookup.secret === true) state.secret = true;
  return { ok: true, value: lookup.value };
}

function readItem(state: RenderState, expression: ItemExpression): Outcome<Json> {
  const frame = state.frames[expression.frame];
  const value = frame === undefined ? undefined : walk(frame.value, expression.path, 0);
  if (value !== undefined) return { ok: true, value };
  return fail(state.text, expression, { kind: 'missing', path: expression.path, insideItem: true });
}

function readLoop(state: RenderState, expression: LoopExpression): Outcome<Json> {
  const frame = state.frames[expression.frame];
  if (frame === undefined) return fail(state.text, expression, { kind: 'missing', path: [], insideItem: true });
  switch (expression.field) {
    case 'index':
      return { ok: true, value: frame.index };
    case 'key':
      return { ok: true, value: frame.key };
    case 'first':
      return { ok: true, value: frame.index === 0 };
    case 'last':
      return { ok: true, value: frame.last };
    default:
      return expression.field satisfies never;
  }
}

function evaluateCall(state: RenderState, call: CallExpression): Outcome<Json> {
  const args: Json[] = [];
  for (const arg of call.args) {
    const outcome = evaluate(state, arg);
    if (!outcome.ok) return outcome;
    args.push(outcome.value);
  }
  if (call.helper === 'lookup') return lookUp(state, call, args);
  const result = callHelper(call.helper, args);
  if (result.ok) return result;
  if (result.reason === 'too-large') return fail(state.text, call, { kind: 'too-large' });
  return fail(state.text, call, {
    kind: 'wrong-type',
    helper: call.helper,
    wanted: result.wanted,
    found: result.found,
  });
}

function lookUp(
  state: RenderState,
  call: CallExpression,
  [subject = null, key = null]: readonly Json[],
): Outcome<Json> {
  const name = typeof key === 'string' || typeof key === 'number' ? scalarText(key) : undefined;
  if (name === undefined) {
    return fail(state.text, call, {
      kind: 'wrong-type',
      helper: 'lookup',
      wanted: 'a text or a number as key',
      found: kindOf(key),
    });
  }
  const value = walk(subject, [name], 0);
  if (value !== undefined) return { ok: true, value };
  return fail(state.text, call, { kind: 'missing', path: [name], insideItem: true });
}
