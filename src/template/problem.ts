import type { LaterReason } from './scope.ts';

/**
 * Why a template could not be rendered. Offset and length are relative to its text; `name` is the path or call as
 * written. No member ever holds a value, so a problem can be shown even when secrets are involved.
 */
export type RenderProblem = RenderPlace & RenderFault;

export interface RenderPlace {
  readonly offset: number;
  readonly length: number;
  readonly name: string;
}

export type RenderFault =
  | { readonly kind: 'missing'; readonly path: readonly string[]; readonly insideItem: boolean }
  | { readonly kind: 'later'; readonly reasons: readonly LaterReason[] }
  | { readonly kind: 'broken' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-text'; readonly found: string }
  | { readonly kind: 'wrong-type'; readonly helper: string; readonly wanted: string; readonly found: string }
  | { readonly kind: 'too-large' };

/** A mistake found when a template is compiled; offset and length are relative to its text. */
export interface SyntaxProblem {
  readonly code: 'REL1401' | 'REL1402' | 'REL1403' | 'REL1404' | 'REL1405';
  readonly summary: string;
  readonly hint: string;
  readonly offset: number;
  readonly length: number;
}

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: RenderProblem };
