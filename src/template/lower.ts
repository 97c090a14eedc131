import type { Expression, Statement } from './ast.ts';
import { type Environment, insideEach, insideWith, outermost } from './environment.ts';
import { isPath, lowerCall, lowerExpression, lowerPath, plainName } from './lower-expression.ts';
import { type Lowering, placeOf, reject } from './lowering.ts';

/** Turns a parsed template into one that can run; names, mistakes and all, are collected in `lowering`. */
export function lowerProgram(lowering: Lowering, program: hbs.AST.Program | undefined): readonly Statement[] {
  return lowerBody(lowering, program, outermost);
}

function lowerBody(
  lowering: Lowering,
  program: hbs.AST.Program | undefined,
  environment: Environment,
): readonly Statement[] {
  return (program?.body ?? []).flatMap((node) => lowerStatement(lowering, node, environment));
}

function lowerStatement(lowering: Lowering, node: hbs.AST.Statement, environment: Environment): readonly Statement[] {
  if (isContent(node)) return node.value === '' ? [] : [{ kind: 'text', text: node.value }];
  if (node.type === 'CommentStatement') return [];
  if (isMustache(node)) return [{ kind: 'output', expression: lowerMustache(lowering, node, environment) }];
  if (isBlock(node)) return lowerBlock(lowering, node, environment);
  reject(lowering, placeOf(lowering, node), {
    code: 'REL1402',
    summary: 'Partials and decorators are not available',
    hint: 'put the shared text into a variable and refer to it',
  });
  return [];
}

function lowerMustache(lowering: Lowering, node: hbs.AST.MustacheStatement, environment: Environment): Expression {
  const place = placeOf(lowering, node);
  const called = node.params.length > 0 || node.hash !== undefined;
  if (called)
    return lowerCall(lowering, { callee: node.path, params: node.params, hash: node.hash, place }, environment);
  if (isPath(node.path)) return lowerPath(lowering, node.path, environment);
  return reject(lowering, place, {
    code: 'REL1402',
    summary: 'A fixed value stands in braces',
    hint: 'write it without {{ }}; for braces that are meant as text write \\{{',
  });
}

function lowerBlock(lowering: Lowering, node: hbs.AST.BlockStatement, environment: Environment): readonly Statement[] {
  const place = placeOf(lowering, node);
  const name = plainName(node.path);
  const raw = lowering.text.startsWith('{{{{', place.offset);
  if (raw || (name !== 'if' && name !== 'unless' && name !== 'each' && name !== 'with')) {
    reject(lowering, placeOf(lowering, node.path), {
      code: 'REL1402',
      summary: raw ? 'Raw blocks are not available' : `{{#${node.path.original}}} is not a block`,
      hint: raw ? 'write \\{{ for braces that are meant as text' : 'blocks are #if, #unless, #each and #with',
    });
    return [];
  }
  const [param] = node.params;
  if (param === undefined || node.params.length !== 1 || !hashAllowed(node, name)) {
    const hint = `write {{#${name} …}} with one name or one (helper …)`;
    reject(lowering, place, { code: 'REL1404', summary: `${name} takes exactly one argument`, hint });
    return [];
  }
  const subject = lowerExpression(lowering, param, environment);
  const otherwise = lowerBody(lowering, node.inverse, environment);
  if (name === 'each' || name === 'with') {
    const names = node.program?.blockParams ?? [];
    const path = subject.kind === 'path' ? subject.path : undefined;
    const inside = name === 'each' ? insideEach(environment, names) : insideWith(environment, names, path);
    return [{ kind: name, subject, body: lowerBody(lowering, node.program, inside), otherwise }];
  }
  const body = lowerBody(lowering, node.program, environment);
  const zeroCounts = node.hash !== undefined;
  return [{ kind: 'if', test: subject, negated: name === 'unless', zeroCounts, body, otherwise }];
}

/** The one named argument there is: `{{#if count includeZero=true}}`. */
function hashAllowed(node: hbs.AST.BlockStatement, name: string): boolean {
  if (node.hash === undefined) return true;
  const [pair, ...others] = node.hash.pairs;
  const literal = pair?.key === 'includeZero' && pair.value.type === 'BooleanLiteral';
  return literal && others.length === 0 && (name === 'if' || name === 'unless');
}

function isContent(node: hbs.AST.Node): node is hbs.AST.ContentStatement {
  return node.type === 'ContentStatement';
}

function isMustache(node: hbs.AST.Node): node is hbs.AST.MustacheStatement {
  return node.type === 'MustacheStatement';
}

function isBlock(node: hbs.AST.Node): node is hbs.AST.BlockStatement {
  return node.type === 'BlockStatement';
}
