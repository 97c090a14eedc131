import type { Span } from '../diagnostics/span.ts';

/** A text that is equal for equal places. */
export function placeKey({ span }: { readonly span: Span }): string {
  return `${span.file}:${span.offset}`;
}
