import { type Arranged, arrange } from './arrange.ts';
import type { DiagnosticCode } from './catalogue.ts';
import type { Diagnostic, RelatedPlace, Severity } from './diagnostic.ts';
import { type Position, positionAt } from './lines.ts';
import { type Sources, sourcesFrom, type TextLookup } from './sources.ts';
import type { Span } from './span.ts';

export interface ReportedPlace {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * A diagnostic in the shape of `--output json`. Lines and columns count from 1; the end is the place behind the last
 * character. The five place fields are null together for a mistake that stands in no file.
 */
export interface ReportedDiagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly summary: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
  readonly related: readonly ReportedPlace[];
}

export interface Report {
  readonly diagnostics: readonly ReportedDiagnostic[];
  /** How many more there are than the limit allowed to list. */
  readonly hidden: number;
}

/** Sorts, drops repetitions, caps, and works out lines and columns. A file that cannot be read is placed at 1:1. */
export function reportDiagnostics(diagnostics: readonly Diagnostic[], lookup: TextLookup, limit?: number): Report {
  const sources = sourcesFrom(lookup);
  const { shown, hidden }: Arranged = arrange(diagnostics, limit);
  return { diagnostics: shown.map((diagnostic) => reported(diagnostic, sources)), hidden };
}

function reported(diagnostic: Diagnostic, sources: Sources): ReportedDiagnostic {
  const { code, severity, summary, detail, hint, span, related } = diagnostic;
  return {
    code,
    severity,
    summary,
    ...(detail === undefined ? {} : { detail }),
    ...(hint === undefined ? {} : { hint }),
    ...(span ? placeFields(span, sources) : noPlace),
    related: (related ?? []).map((place) => reportedPlace(place, sources)),
  };
}

const noPlace = { file: null, line: null, column: null, endLine: null, endColumn: null } as const;

function placeFields(span: Span, sources: Sources) {
  const start = placeOf(span.file, span.offset, sources);
  const end = placeOf(span.file, span.offset + span.length, sources);
  return { file: span.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

function reportedPlace({ message, span }: RelatedPlace, sources: Sources): ReportedPlace {
  return { message, file: span.file, ...placeOf(span.file, span.offset, sources) };
}

/** Line and column of an offset; 1:1 when the file's text is not to be had. */
export function placeOf(file: string, offset: number, sources: Sources): Position {
  const index = sources(file);
  return index ? positionAt(index, offset) : { line: 1, column: 1 };
}
