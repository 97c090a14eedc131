import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { type ReportedDiagnostic, reportDiagnostics } from '../diagnostics/report.ts';
import type { TextLookup } from '../diagnostics/sources.ts';
import type { Layout } from './layout.ts';
import { amount } from './words.ts';

/** What a failed command prints with `--output json`. */
export interface FailureDocument {
  readonly schemaVersion: 1;
  readonly diagnostics: readonly ReportedDiagnostic[];
  /** How many more there are than are listed. */
  readonly hidden: number;
}

/** A program reads more than a person; above this nobody does. */
const jsonLimit = 2000;

export function failureDocument(diagnostics: readonly Diagnostic[], lookup: TextLookup): FailureDocument {
  return { schemaVersion: 1, ...reportDiagnostics(diagnostics, lookup, jsonLimit) };
}

/** The diagnostics, and under them how many there are; empty for none. */
export function failureText(diagnostics: readonly Diagnostic[], lookup: TextLookup, layout: Layout): string {
  if (diagnostics.length === 0) return '';
  const { style, columns } = layout;
  const { errors, warnings } = countSeverities(diagnostics);
  const total = severityWords(errors, warnings);
  const mark = errors > 0 ? style.error : style.warning;
  return `${renderDiagnostics(diagnostics, lookup, { style, width: columns })}\n${mark(total)}\n`;
}

export function countSeverities(diagnostics: readonly Diagnostic[]): { errors: number; warnings: number } {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
}

/** `2 errors and 1 warning`, `1 warning`, `no problems`. */
function severityWords(errors: number, warnings: number): string {
  const words = [
    ...(errors > 0 ? [amount(errors, 'error')] : []),
    ...(warnings > 0 ? [amount(warnings, 'warning')] : []),
  ];
  return words.length === 0 ? 'no problems' : words.join(' and ');
}
