/**
 * Why a version or range could not be read. `offset` and `length` count UTF-16 units in the text that was given, so the
 * caller can turn them into a span; `summary` has no final full stop.
 */
export interface VersionProblem {
  readonly summary: string;
  readonly offset: number;
  readonly length: number;
  readonly hint?: string;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: VersionProblem };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function unparsed(summary: string, offset: number, length: number, hint?: string): Parsed<never> {
  return { ok: false, problem: { summary, offset, length, ...(hint === undefined ? {} : { hint }) } };
}
