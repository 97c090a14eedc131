import type { DiagnosticCode } from './catalogue.ts';
import type { Span } from './span.ts';

export type Severity = 'error' | 'warning';

/** Another place that helps to understand a diagnostic, such as the first of two equal definitions. */
export interface RelatedPlace {
  readonly message: string;
  readonly span: Span;
}

/**
 * One mistake, as data. Printers own the wording around it; nothing else formats text for people.
 * `summary` is one sentence without a final full stop; `hint` says what to type or change.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly summary: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Absent only for mistakes that stand in no file, such as a wrong command-line flag. */
  readonly span?: Span;
  readonly related?: readonly RelatedPlace[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
