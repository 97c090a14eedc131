import type { Span } from '../diagnostics/span.ts';

/**
 * The span of a part of a scalar's text in its file. `span` covers the scalar as written, quotes included.
 *
 * YAML escapes, folding and block indentation all make the written form longer than the text, never shorter. So when
 * the lengths are equal (plain), or differ by the two quotes, each character stands where the text says, and the part
 * can be pointed at exactly; otherwise the whole scalar is the honest answer.
 */
export function placeSpan(span: Span, text: string, offset: number, length: number): Span {
  const extra = span.length - text.length;
  if (extra !== 0 && extra !== 2) return span;
  return { file: span.file, offset: span.offset + extra / 2 + offset, length };
}
