import type { LoopField } from './ast.ts';

/** What `this` is at some place of a template: the scope, a path of the scope, or a value found while rendering. */
export type Context =
  | { readonly kind: 'root' }
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'frame'; readonly frame: number };

/** What a block parameter (`as |item index|`) stands for. */
export type Binding = Context | { readonly kind: 'loop'; readonly frame: number; readonly field: LoopField };

/** Which names mean what at some place of a template. */
export interface Environment {
  /** From the outermost to the innermost; `../` goes one back. */
  readonly contexts: readonly Context[];
  /** Frames of the enclosing `each` blocks, for `@index` and its kin. */
  readonly loops: readonly number[];
  readonly bindings: ReadonlyMap<string, Binding>;
  /** How many values are on the run-time stack here. */
  readonly frames: number;
}

export const outermost: Environment = {
  contexts: [{ kind: 'root' }],
  loops: [],
  bindings: new Map(),
  frames: 0,
};

/** Inside `each`: the item is `this`. */
export function insideEach(outer: Environment, names: readonly string[]): Environment {
  const frame = outer.frames;
  const item: Context = { kind: 'frame', frame };
  return {
    contexts: [...outer.contexts, item],
    loops: [...outer.loops, frame],
    bindings: bind(outer, names, [item, { kind: 'loop', frame, field: 'key' }]),
    frames: frame + 1,
  };
}

/** Inside `with`: a path of the scope stays one, so that what stands in the block can be checked before anything runs. */
export function insideWith(
  outer: Environment,
  names: readonly string[],
  path: readonly string[] | undefined,
): Environment {
  const frame = outer.frames;
  const context: Context = path === undefined ? { kind: 'frame', frame } : { kind: 'path', path };
  return {
    contexts: [...outer.contexts, context],
    loops: outer.loops,
    bindings: bind(outer, names, [context]),
    frames: frame + 1,
  };
}

function bind(outer: Environment, names: readonly string[], values: readonly Binding[]): ReadonlyMap<string, Binding> {
  if (names.length === 0) return outer.bindings;
  const bindings = new Map(outer.bindings);
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value !== undefined) bindings.set(name, value);
  }
  return bindings;
}
