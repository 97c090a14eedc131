import { sourcesFrom, type TextLookup } from '../../diagnostics/sources.ts';
import type { PlanValue } from '../../plan/model.ts';
import { describeLoss, type Explanation, type Loser } from '../../resolve/explain.ts';
import { type CandidatePlace, candidateJson, placeIn, type ValueFields, valueFields } from './parts.ts';
import { type TraceView, traceDocument } from './trace.ts';

export interface ExplainView {
  readonly tenant: string | null;
  readonly environment: string;
  readonly explanation: Explanation;
  /** What the winner comes to where it was asked for; absent when it was not worked out. */
  readonly value?: PlanValue;
  readonly lookup: TextLookup;
  /** What the value refers to, when it was asked for. */
  readonly trace?: TraceView;
}

type LoserDocument = CandidatePlace & ReturnType<typeof candidateJson> & { readonly reason: string };

export type ExplainDocument = {
  readonly schemaVersion: 1;
  readonly tenant: string | null;
  readonly environment: string;
  readonly name: string;
  /** Null when nothing gives a value here. */
  readonly winner: CandidatePlace | null;
  readonly losers: readonly LoserDocument[];
  readonly trace?: readonly object[];
} & ValueFields;

export function explainDocument({
  tenant,
  environment,
  explanation,
  value,
  lookup,
  trace,
}: ExplainView): ExplainDocument {
  const sources = sourcesFrom(lookup);
  const { name, winner, losers } = explanation;
  return {
    schemaVersion: 1,
    tenant,
    environment,
    name,
    ...valueFields(explanation, value),
    winner: winner === undefined ? null : placeIn(winner, sources),
    losers: losers.map(({ candidate, reason }: Loser) => ({
      ...placeIn(candidate, sources),
      ...candidateJson(candidate.value),
      reason: describeLoss(reason),
    })),
    ...(trace === undefined ? {} : { trace: traceDocument(trace, sources) }),
  };
}
