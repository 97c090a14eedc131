import type { Style } from '../diagnostics/style.ts';

/** What a text view needs to know about who reads it. Views ask no process and no clock. */
export interface Layout {
  /** Terminal columns. */
  readonly columns: number;
  readonly style: Style;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** IANA time zone in which times are printed, or `zoneHere`. */
  readonly zone: string;
}

/** Lines as a text that ends with a line feed; empty for no lines. */
export function joinLines(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
