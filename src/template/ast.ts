import type { HelperName } from './helpers.ts';

/**
 * A template as this engine runs it. Names are already resolved: a `path` asks the scope, an `item` reads a value that
 * an `each` or `with` put on the stack at run time, a `loop` reads the position inside an `each`.
 */
export type Expression = LiteralExpression | PathExpression | ItemExpression | LoopExpression | CallExpression;

interface Placed {
  readonly offset: number;
  readonly length: number;
}

export interface LiteralExpression extends Placed {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}

export interface PathExpression extends Placed {
  readonly kind: 'path';
  readonly path: readonly string[];
}

export interface ItemExpression extends Placed {
  readonly kind: 'item';
  /** Which frame of the stack, counted from the bottom. */
  readonly frame: number;
  readonly path: readonly string[];
}

export interface LoopExpression extends Placed {
  readonly kind: 'loop';
  readonly frame: number;
  readonly field: LoopField;
}

export type LoopField = 'index' | 'key' | 'first' | 'last';

export interface CallExpression extends Placed {
  readonly kind: 'call';
  readonly helper: HelperName;
  readonly args: readonly Expression[];
}

export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly expression: Expression }
  | IfStatement
  | (BlockParts & { readonly kind: 'each' | 'with'; readonly subject: Expression });

export interface IfStatement extends BlockParts {
  readonly kind: 'if';
  readonly test: Expression;
  readonly negated: boolean;
  readonly zeroCounts: boolean;
}

export interface BlockParts {
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
