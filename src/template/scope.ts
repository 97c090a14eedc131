import type { Json } from '../util/json.ts';

/** Why a value cannot be had yet: it is (made from) a secret, or it exists only while a run is going on. */
export type LaterReason = 'secret' | 'runtime';

/**
 * The answer to one path.
 * `consumed` says how many leading segments the answer stands for (all, when absent): with path `a.b.c` and consumed 2,
 * `value` is that of `a.b`, and `c` is then looked for inside it.
 * `later` is for a name that exists but whose value cannot be had at this moment; `broken` for one whose own value is
 * wrong, which has been reported where it is written.
 */
export type Lookup =
  | { readonly found: true; readonly value: Json; readonly secret?: boolean; readonly consumed?: number }
  | { readonly found: 'later'; readonly reasons: readonly LaterReason[] }
  | { readonly found: 'broken' }
  | { readonly found: false };

/** Where the names of a template or a condition get their values. Variables are asked for without `vars`. */
export interface TemplateScope {
  readonly get: (path: readonly string[]) => Lookup;
}

/** A name that a template or a condition uses. Offset and length count from the start of its text, in UTF-16 units. */
export interface Reference {
  readonly path: readonly string[];
  readonly offset: number;
  readonly length: number;
  /** The author asks with `has(…)` whether the name exists, so its absence is no mistake. */
  readonly optional?: boolean;
}

export const notFound: Lookup = { found: false };
