import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { groupFindings } from './group-findings.ts';
import type { LaneContext } from './match-scope.ts';

export interface LaneDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly context: LaneContext;
}

/** The same mistake at the same place is one diagnostic, which says what it concerns, however many lanes met it. */
export function mergeLaneDiagnostics(findings: Iterable<LaneDiagnostic>): readonly Diagnostic[] {
  const keyOf = ({ diagnostic: { code, span, summary } }: LaneDiagnostic): string =>
    `${code}\n${span?.file ?? ''}:${span?.offset ?? ''}:${span?.length ?? ''}\n${summary}`;
  return groupFindings(findings, keyOf, ({ context }) => context).map(({ first: { diagnostic }, concerns }) => {
    const { detail } = diagnostic;
    return { ...diagnostic, detail: `${detail === undefined ? '' : `${detail} `}This concerns ${concerns}.` };
  });
}
