import type { Candidate, SecretReference } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compileTemplate } from '../template/compile.ts';
import { renderDiagnostic } from '../template/diagnose.ts';
import { expandValues } from '../template/expand.ts';
import type { ExpandedValue, ExpandedValues } from '../template/expand-types.ts';
import type { TemplateScope } from '../template/scope.ts';
import { scalarText } from '../template/values.ts';
import type { Json } from '../util/json.ts';
import type { Resolved } from './contest.ts';
import type { InputSchemas } from './input-schemas.ts';
import { wrongType } from './inputs.ts';
import { type LaneRoots, rootLookup } from './lane-roots.ts';
import type { FixedValue } from './ranked.ts';
import type { ResolvedVariables } from './resolve-variables.ts';
import { valueSource, type Winners } from './value-source.ts';

/** A value as a plan stores it: references filled in, no secret in it. */
export type LaneValue =
  | FixedValue
  /** Refers to a secret (`secret: true`), to something known only while running, or to what only some steps have. */
  | { readonly template: Json; readonly secret: boolean };

export interface LaneValues {
  readonly values: ReadonlyMap<string, LaneValue>;
  /** Roots and variables, for everything else that refers to values: package ids, conditions, secret references. */
  readonly scope: TemplateScope;
  readonly diagnostics: readonly Diagnostic[];
}

/** What stays the same for all nodes of a lane. */
export interface LaneSettings {
  readonly roots: LaneRoots;
  /** When given, values with templates are checked once they are filled in. */
  readonly schemas?: InputSchemas;
}

/** The values of a deployment as they will be used, or some of them. Names in error are left out of `values`. */
export function laneValues(
  lane: ResolvedVariables,
  settings: LaneSettings,
  wanted: (name: string) => boolean = () => true,
): LaneValues {
  const { get, names, nodeDependent } = lane;
  const mayAppear = (name: string): boolean => nodeDependent.some(({ candidate }) => candidate.name === name);
  const winners = lane.winners().filter(({ candidate }) => wanted(candidate.name));
  return expandWinners({ get, names, mayAppear }, winners, settings);
}

/** The values of some winners, in the light of all. */
export function expandWinners(all: Winners, wanted: Iterable<Resolved>, settings: LaneSettings): LaneValues {
  const expanded = expandValues(valueSource(all), rootScope(settings.roots));
  const values = new Map<string, LaneValue>();
  const diagnostics = new Set<Diagnostic>();
  for (const winner of wanted) {
    const result = winner.fixed ?? usedValue(winner, expanded, settings);
    if (!Array.isArray(result)) values.set(winner.candidate.name, result);
    else for (const diagnostic of result) diagnostics.add(diagnostic);
  }
  return { values, scope: expanded.scope, diagnostics: [...diagnostics] };
}

type Used = LaneValue | Diagnostic[];

function usedValue({ candidate }: Resolved, expanded: ExpandedValues, { schemas }: LaneSettings): Used {
  const { value } = candidate;
  if (value.kind === 'secret') return usedSecret(candidate, value.secret, expanded.scope);
  const result = expanded.get(candidate.name);
  return result === undefined ? { value: value.value } : fromExpanded(candidate, value.value, result, schemas);
}

function fromExpanded(
  candidate: Candidate,
  written: Json,
  result: ExpandedValue,
  schemas: InputSchemas | undefined,
): Used {
  switch (result.kind) {
    case 'error':
      return [...result.diagnostics];
    case 'deferred':
      return { template: written, secret: result.reasons.includes('secret') };
    case 'value': {
      const problem = schemas === undefined ? undefined : wrongType(schemas, candidate, result.value);
      return problem === undefined ? { value: result.value } : [problem];
    }
    default:
      return result satisfies never;
  }
}

/**
 * Where a secret is may depend on values, such as the namespace; what must wait for the run stays a template, and a
 * mistake in a value it uses is reported there.
 */
function usedSecret({ span }: Candidate, secret: SecretReference, scope: TemplateScope): Used {
  const { template, diagnostics } = compileTemplate(secret.ref, span);
  if (template === undefined) return [...diagnostics];
  const result = template.render(scope);
  if (result.ok) return { secret: { ...secret, ref: scalarText(result.value) ?? secret.ref } };
  if (result.problem.kind === 'later') return { secret };
  if (result.problem.kind === 'broken') return [];
  return [renderDiagnostic(result.problem, span, secret.ref)];
}

function rootScope(roots: LaneRoots): TemplateScope {
  const lookUp = rootLookup(roots);
  return { get: (path) => lookUp(path) ?? { found: false } };
}
