import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Json } from '../util/json.ts';
import type { LaterReason, TemplateScope } from './scope.ts';

/**
 * The value of a variable as written, templates and all.
 * `plain` with `secret: true` is a secret that has been read (only while running); `secret` is one that has not.
 */
export type RawValue =
  | {
      readonly kind: 'plain';
      readonly value: Json;
      readonly secret?: boolean;
      /** Filled in already: braces in it are characters like any other, as in a password. */
      readonly final?: boolean;
      readonly span?: Span;
    }
  | { readonly kind: 'secret' };

/** The winning values of one tenant, by their full dotted names. Both functions must answer the same every time. */
export interface VariableSource {
  readonly find: (name: string) => RawValue | undefined;
  /** The full names below a prefix: for `pas`, such as `pas.server`; for the empty prefix, all names. */
  readonly namesUnder: (prefix: string) => readonly string[];
}

/**
 * A value with everything it refers to filled in. `deferred`: it is a secret, or needs something that is known only
 * while running. `error`: itself or something it refers to is wrong; the same mistake is always the same object.
 */
export type ExpandedValue =
  | { readonly kind: 'value'; readonly value: Json; readonly secret: boolean }
  | { readonly kind: 'deferred'; readonly reasons: readonly LaterReason[] }
  | { readonly kind: 'error'; readonly diagnostics: readonly Diagnostic[] };

export interface ExpandedValues {
  /** The value of a variable by its full dotted name; undefined when there is none. Each is worked out once. */
  readonly get: (name: string) => ExpandedValue | undefined;
  /** Roots and variables together, for templates and conditions. */
  readonly scope: TemplateScope;
}
