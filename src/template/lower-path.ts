import type { Expression, LoopField } from './ast.ts';
import type { Binding, Environment } from './environment.ts';

/** A place in the text of a template, in UTF-16 code units. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** The expression that a path stands for, or in one sentence why it stands for nothing. */
export type PathResult =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly summary: string; readonly hint: string };

const nothingHere: PathResult = {
  ok: false,
  summary: '`this` stands for nothing outside of {{#each}} and {{#with}}',
  hint: 'write the name of a variable',
};

/** Works out what a path means where it stands; names of the scope come out as `path` expressions. */
export function resolvePath(node: hbs.AST.PathExpression, place: Place, environment: Environment): PathResult {
  if (node.data) return resolveData(node, place, environment);
  const [first, ...rest] = node.parts;
  const scoped = /^(?:\.|this\b)/.test(node.original);
  const binding = first === undefined || scoped || node.depth > 0 ? undefined : environment.bindings.get(first);
  if (binding !== undefined) return resolveIn(binding, rest, place);
  const context = environment.contexts.at(-1 - node.depth);
  if (context === undefined) {
    return { ok: false, summary: '`../` leads out of the template', hint: 'take one `../` away' };
  }
  return resolveIn(context, node.parts, place);
}

function resolveIn(binding: Binding, parts: readonly string[], place: Place): PathResult {
  switch (binding.kind) {
    case 'root':
      return parts.length === 0 ? nothingHere : found({ kind: 'path', path: parts, ...place });
    case 'path':
      return found({ kind: 'path', path: [...binding.path, ...parts], ...place });
    case 'frame':
      return found({ kind: 'item', frame: binding.frame, path: parts, ...place });
    case 'loop':
      if (parts.length > 0) return { ok: false, summary: 'A position has no parts', hint: 'take the part away' };
      return found({ kind: 'loop', frame: binding.frame, field: binding.field, ...place });
    default:
      return binding satisfies never;
  }
}

function resolveData(node: hbs.AST.PathExpression, place: Place, environment: Environment): PathResult {
  const [name, ...rest] = node.parts;
  if (name === 'root') return resolveIn({ kind: 'root' }, rest, place);
  const field = loopField(name);
  const frame = environment.loops.at(-1 - node.depth);
  const hint = '@index, @key, @first and @last work inside {{#each}}; @root.name works everywhere';
  if (field === undefined || rest.length > 0)
    return { ok: false, summary: `@${node.parts.join('.')} is not known`, hint };
  if (frame === undefined) {
    return { ok: false, summary: `@${field} has no meaning outside of {{#each}}`, hint };
  }
  return found({ kind: 'loop', frame, field, ...place });
}

function loopField(name: string | undefined): LoopField | undefined {
  return name === 'index' || name === 'key' || name === 'first' || name === 'last' ? name : undefined;
}

function found(expression: Expression): PathResult {
  return { ok: true, expression };
}
