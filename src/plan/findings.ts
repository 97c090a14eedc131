import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { groupFindings } from '../resolve/group-findings.ts';
import type { LaneContext } from '../resolve/match-scope.ts';

/** A mistake met in one deployment. The same mistake in a thousand deployments becomes one diagnostic. */
export interface Finding {
  readonly diagnostic: Diagnostic;
  readonly context: LaneContext;
}

export function mergeFindings(findings: readonly Finding[]): readonly Diagnostic[] {
  const keyOf = ({ diagnostic }: Finding): string =>
    [diagnostic.code, diagnostic.span?.file, diagnostic.span?.offset, diagnostic.summary].join('\n');
  return groupFindings(findings, keyOf, ({ context }) => context).map(({ first: { diagnostic }, concerns }) => {
    const met = `It concerns ${concerns}.`;
    return { ...diagnostic, detail: diagnostic.detail === undefined ? met : `${diagnostic.detail} ${met}` };
  });
}
