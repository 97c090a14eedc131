import { type ReportedDiagnostic, reportDiagnostics } from '../../diagnostics/report.ts';
import { clean } from '../text.ts';
import type { ChecksView } from './view.ts';

/** A finding with its place in the repository. Texts are free of control characters. */
export interface Placed extends Omit<ReportedDiagnostic, 'file'> {
  /** From the top of the repository; the configuration where the mistake stands in no file. */
  readonly file: string;
  readonly inChange: boolean;
}

const mostFindings = 25_000;

/** All findings: errors before warnings, inside each those of changed files first, then by place. */
export function placedFindings({ diagnostics, lookup, prefix, changed }: ChecksView): readonly Placed[] {
  const found = reportDiagnostics(diagnostics, lookup, mostFindings).diagnostics.map(
    (one): Placed => ({
      ...one,
      summary: clean(one.summary),
      file: `${prefix}${one.file ?? 'release.config.yaml'}`,
      inChange: one.file !== null && changed.has(one.file),
    }),
  );
  return found.toSorted((one, other) => weight(one) - weight(other));
}

function weight({ severity, inChange }: Placed): number {
  return (severity === 'error' ? 0 : 2) + (inChange ? 0 : 1);
}

/** Summary, detail and hint as lines. */
export function messageOf({ summary, detail, hint }: Placed): string {
  const lines = [summary, ...(detail?.split('\n') ?? []), ...(hint === undefined ? [] : [`hint: ${hint}`])];
  return lines.map(clean).join('\n');
}
