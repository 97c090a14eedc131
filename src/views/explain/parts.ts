import type { Candidate, CandidateValue, Scope, SecretReference } from '../../config/scope.ts';
import { scopeDimensions } from '../../config/scope.ts';
import { placeOf } from '../../diagnostics/report.ts';
import type { Sources } from '../../diagnostics/sources.ts';
import type { PlanValue } from '../../plan/model.ts';
import type { Explanation } from '../../resolve/explain.ts';
import type { Json } from '../../util/json.ts';
import { clean } from '../text.ts';

/** How values, scopes and places are written in `release explain`. */

export interface CandidatePlace {
  readonly file: string;
  readonly line: number;
  readonly scope: Scope;
}

export function placeIn(candidate: Candidate, sources: Sources): CandidatePlace {
  const { file, offset } = candidate.span;
  return { file, line: placeOf(file, offset, sources).line, scope: candidate.scope };
}

/** `tenants/st-marys.yaml:12`, or where else it was given. */
export function placeText({ origin, span }: Candidate, sources: Sources): string {
  if (origin.kind === 'command-line') return 'the command line';
  return `${clean(span.file)}:${placeOf(span.file, span.offset, sources).line}`;
}

/** `environment prod, tag region/eu or tier/gold, not tenant north`; empty for a value without a scope. */
export function scopeText(scope: Scope): string {
  const parts = scopeDimensions.flatMap((dimension) => {
    const names = scope[dimension];
    return names === undefined ? [] : [`${dimension} ${names.length === 0 ? 'nobody' : names.map(clean).join(' or ')}`];
  });
  return [...parts, ...(scope.not === undefined ? [] : [`not ${scopeText(scope.not)}`])].join(', ');
}

export function candidateText(value: CandidateValue): string {
  return value.kind === 'secret' ? secretText(value.secret) : jsonValueText(value.value);
}

function secretText({ source, ref }: SecretReference): string {
  return `secret from ${source} ${clean(ref)}`;
}

/** On one line, as it would stand in YAML's flow style. */
function jsonValueText(value: Json): string {
  return clean(JSON.stringify(value));
}

/** What comes out where it was asked for; a template is one that only a run can finish. */
export function planValueText(value: PlanValue | undefined): string {
  if (value === undefined || 'none' in value) return 'no value';
  if ('value' in value) return jsonValueText(value.value);
  return 'secret' in value ? secretText(value.secret) : `${jsonValueText(value.template)} (finished during the run)`;
}

/** As `value` or `secret` of a JSON document. */
export function candidateJson(value: CandidateValue): { value: Json } | { secret: SecretReference } {
  return value.kind === 'secret' ? { secret: value.secret } : { value: value.value };
}

/** `value`, `secret`, or `template` for what only a run can finish. */
export type ValueFields = Partial<{
  readonly [field in 'value' | 'secret' | 'template']: unknown;
}>;

/** The value worked out, else the value as it is written. */
export function valueFields({ winner }: Explanation, value: PlanValue | undefined): ValueFields {
  if (value !== undefined) return 'none' in value ? { value: null } : value;
  return winner === undefined ? { value: null } : candidateJson(winner.value);
}
