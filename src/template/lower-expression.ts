import type { CallExpression, Expression } from './ast.ts';
import type { Environment } from './environment.ts';
import { helperNames, helperShape, isHelperName } from './helpers.ts';
import { type Place, resolvePath } from './lower-path.ts';
import { type Lowering, placeOf, reject } from './lowering.ts';

/** The common shape of `{{helper a b}}` and `(helper a b)`. */
export interface Call {
  readonly callee: hbs.AST.Expression;
  readonly params: readonly hbs.AST.Expression[];
  readonly hash: hbs.AST.Hash | undefined;
  readonly place: Place;
}

/** One argument: a literal, a path, or a nested call. */
export function lowerExpression(lowering: Lowering, node: hbs.AST.Expression, environment: Environment): Expression {
  const place = placeOf(lowering, node);
  if (isPath(node)) return lowerPath(lowering, node, environment);
  if (isCall(node))
    return lowerCall(lowering, { callee: node.path, params: node.params, hash: node.hash, place }, environment);
  if (isLiteral(node)) return { kind: 'literal', value: node.type === 'NullLiteral' ? null : node.value, ...place };
  return reject(lowering, place, {
    code: 'REL1402',
    summary: '`undefined` is not a value',
    hint: 'write the name of a variable, a number, true, false, or a text in quotes',
  });
}

export function lowerPath(lowering: Lowering, node: hbs.AST.PathExpression, environment: Environment): Expression {
  const place = placeOf(lowering, node);
  const result = resolvePath(node, place, environment);
  if (!result.ok) return reject(lowering, place, { code: 'REL1405', summary: result.summary, hint: result.hint });
  return refer(lowering, result.expression);
}

/** A helper with its arguments. Only helpers of the list can be called; a value never can. */
export function lowerCall(lowering: Lowering, call: Call, environment: Environment): Expression {
  const name = plainName(call.callee);
  const shape = name === undefined ? undefined : helperShape(name);
  if (name === undefined || shape === undefined || !isHelperName(name)) return unknownHelper(lowering, call, name);
  if (name === 'sh' && !lowering.allowShellQuote) return shellQuoteRefused(lowering, call);
  const count = call.params.length;
  if (call.hash !== undefined || count < shape.minimum || count > shape.maximum) {
    const summary =
      call.hash === undefined ? `${name} does not take ${count} arguments` : `${name} takes no named arguments`;
    return reject(lowering, call.place, { code: 'REL1404', summary, hint: `write it as ${shape.usage}` });
  }
  if (name === 'lookup') return lowerLookup(lowering, call, environment);
  const args = call.params.map((param) => lowerExpression(lowering, param, environment));
  return { kind: 'call', helper: name, args, ...call.place };
}

/** `lookup` with a fixed key is only another way to write a path, so it is checked like one. */
function lowerLookup(lowering: Lowering, call: Call, environment: Environment): Expression {
  const before = lowering.references.length;
  const [subject, key] = call.params.map((param) => lowerExpression(lowering, param, environment));
  const args = subject === undefined || key === undefined ? [] : [subject, key];
  const dynamic: CallExpression = { kind: 'call', helper: 'lookup', args, ...call.place };
  if (subject === undefined || key?.kind !== 'literal') return dynamic;
  if (subject.kind === 'path') {
    lowering.references.length = before;
    return refer(lowering, { ...subject, path: [...subject.path, String(key.value)], ...call.place });
  }
  return subject.kind === 'item' ? { ...subject, path: [...subject.path, String(key.value)], ...call.place } : dynamic;
}

function refer(lowering: Lowering, expression: Expression): Expression {
  if (expression.kind === 'path') {
    lowering.references.push({ path: expression.path, offset: expression.offset, length: expression.length });
  }
  return expression;
}

function unknownHelper(lowering: Lowering, call: Call, name: string | undefined): Expression {
  const block = name === 'if' || name === 'unless' || name === 'each' || name === 'with';
  if (block) {
    const hint = `write {{#${name} …}}…{{/${name}}}`;
    return reject(lowering, call.place, { code: 'REL1404', summary: `${name} opens a block`, hint });
  }
  const summary = name === undefined ? 'Only a helper can take arguments' : `There is no helper ${name}`;
  const hint = `helpers are ${helperNames(lowering.allowShellQuote).join(', ')}`;
  return reject(lowering, placeOf(lowering, call.callee), { code: 'REL1403', summary, hint });
}

function shellQuoteRefused(lowering: Lowering, call: Call): Expression {
  return reject(lowering, call.place, {
    code: 'REL1402',
    summary: 'sh works only in the text of a script',
    hint: 'pass the value through `env:`, or set `interpolate: true` on the script and use it there',
  });
}

/** The name of a callee that is one bare word. */
export function plainName(node: hbs.AST.Expression): string | undefined {
  if (!isPath(node) || node.data || node.depth > 0 || node.parts.length !== 1) return undefined;
  return /^(?:\.|this\b)/.test(node.original) ? undefined : node.parts[0];
}

export function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === 'PathExpression';
}

function isCall(node: hbs.AST.Node): node is hbs.AST.SubExpression {
  return node.type === 'SubExpression';
}

type ValueLiteral = hbs.AST.StringLiteral | hbs.AST.NumberLiteral | hbs.AST.BooleanLiteral;

function isLiteral(node: hbs.AST.Node): node is ValueLiteral | (hbs.AST.Literal & { type: 'NullLiteral' }) {
  return /^(?:String|Number|Boolean|Null)Literal$/.test(node.type);
}
