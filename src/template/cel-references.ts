import type { ASTNode } from '@marcbachmann/cel-js';
import { writtenName } from './cel-source.ts';
import type { Reference } from './scope.ts';

/** Macros that give a name to each item: `list.all(item, …)`. */
const bindingMacros: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

interface Walk {
  readonly text: string;
  readonly references: Reference[];
}

/**
 * Every name a condition reads, roots first (`vars.pas.server`, `tenant.tags`). A name bound by a macro is none.
 * A name that the condition asks for with `has(…)` is optional wherever it stands.
 */
export function celReferences(text: string, ast: ASTNode): readonly Reference[] {
  const walk: Walk = { text, references: [] };
  visit(walk, ast, new Set(), false);
  const asked = new Set(walk.references.filter((reference) => reference.optional).map(keyOf));
  return walk.references.map((reference) =>
    asked.has(keyOf(reference)) ? { ...reference, optional: true } : reference,
  );
}

function keyOf(reference: Reference): string {
  return JSON.stringify(reference.path);
}

function visit(walk: Walk, node: ASTNode, bound: ReadonlySet<string>, optional: boolean): void {
  const path = staticPath(walk.text, node);
  if (path !== undefined) refer(walk, node, path, bound, optional);
  else if (node.op === 'call') visitCall(walk, node.args, bound);
  else if (node.op === 'rcall') visitMethod(walk, node.args, bound);
  else for (const child of childrenOf(node)) visit(walk, child, bound, false);
}

function refer(
  walk: Walk,
  node: ASTNode,
  path: readonly string[],
  bound: ReadonlySet<string>,
  optional: boolean,
): void {
  const [root] = path;
  if (root === undefined || bound.has(root)) return;
  const place = { offset: node.start, length: node.end - node.start };
  walk.references.push(optional ? { path, ...place, optional } : { path, ...place });
}

function visitCall(walk: Walk, [name, args]: [string, ASTNode[]], bound: ReadonlySet<string>): void {
  for (const arg of args) visit(walk, arg, bound, name === 'has');
}

function visitMethod(
  walk: Walk,
  [name, receiver, args]: [string, ASTNode, ASTNode[]],
  bound: ReadonlySet<string>,
): void {
  const [first, ...rest] = args;
  if (receiver.op === 'id' && receiver.args === 'cel' && name === 'bind') {
    const [value, body] = rest;
    if (value !== undefined) visit(walk, value, bound, false);
    if (body !== undefined) visit(walk, body, withName(bound, first), false);
    return;
  }
  visit(walk, receiver, bound, false);
  const binds = bindingMacros.has(name) && args.length > 1;
  for (const arg of binds ? rest : args) visit(walk, arg, binds ? withName(bound, first) : bound, false);
}

function withName(bound: ReadonlySet<string>, node: ASTNode | undefined): ReadonlySet<string> {
  return node?.op === 'id' ? new Set([...bound, node.args]) : bound;
}

/** `a.b["c"][0]` as segments; undefined when a part of it is computed. */
function staticPath(text: string, node: ASTNode): readonly string[] | undefined {
  if (node.op === 'id') return [writtenName(text, node.start, node.args)];
  if (node.op === '.') return extend(staticPath(text, node.args[0]), node.args[1]);
  if (node.op === '[]' && node.args[1].op === 'value') {
    const key = node.args[1].args;
    return typeof key === 'string' ? extend(staticPath(text, node.args[0]), key) : undefined;
  }
  return undefined;
}

function extend(path: readonly string[] | undefined, key: string): readonly string[] | undefined {
  return path === undefined ? undefined : [...path, key];
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
    case 'call':
    case 'rcall':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case '!_':
    case '-_':
      return [node.args];
    case 'map':
      return node.args.flat();
    default:
      return node.args;
  }
}
