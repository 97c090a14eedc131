import type { Diagnostic } from './diagnostic.ts';

export interface Arranged {
  readonly shown: readonly Diagnostic[];
  /** How many more there are. */
  readonly hidden: number;
}

/** Sorted by file and place without exact repetitions; above the limit errors are kept before warnings. */
export function arrange(diagnostics: readonly Diagnostic[], limit = 200): Arranged {
  const distinct = [...new Map(diagnostics.map((diagnostic) => [identity(diagnostic), diagnostic])).values()];
  const sorted = distinct.toSorted(byPlace);
  if (sorted.length <= limit) return { shown: sorted, hidden: 0 };
  const kept = new Set(sorted.toSorted(bySeverity).slice(0, limit));
  return { shown: sorted.filter((diagnostic) => kept.has(diagnostic)), hidden: sorted.length - limit };
}

/** The note for what `arrange` left out, or undefined. */
export function hiddenNote(hidden: number): string | undefined {
  return hidden === 0 ? undefined : `and ${hidden} more`;
}

function identity({ code, severity, summary, detail, hint, span, related }: Diagnostic): string {
  const places = related?.map((place) => [place.message, place.span.file, place.span.offset, place.span.length]);
  return JSON.stringify([code, severity, summary, detail, hint, span?.file, span?.offset, span?.length, places]);
}

/** Mistakes that stand in no file come first. */
function byPlace(one: Diagnostic, other: Diagnostic): number {
  const file = compareText(one.span?.file ?? '', other.span?.file ?? '');
  return file || (one.span?.offset ?? 0) - (other.span?.offset ?? 0) || compareText(one.code, other.code);
}

function bySeverity(one: Diagnostic, other: Diagnostic): number {
  return Number(one.severity === 'warning') - Number(other.severity === 'warning');
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
