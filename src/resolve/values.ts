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

/** The values of a deployment, each as it will be used. Names in error have none. */
export interface LaneValues {
  readonly get: (name: string) => LaneValue | undefined;
  /** All of them, by name. */
  readonly all: () => ReadonlyMap<string, LaneValue>;
  /** How many names have a value, or one in error. */
  readonly count: () => number;
  readonly diagnostics: readonly Diagnostic[];
}

/** What stays the same for all nodes of a lane. */
export interface LaneSettings {
  readonly roots: LaneRoots;
  /** When given, values with templates are checked once they are filled in. */
  readonly schemas?: InputSchemas;
}

/**
 * The values of a deployment, or some of them. Those in which something has to be filled in are worked out here; the rest
 * is not looked at before somebody asks.
 */
export function laneValues(
  lane: ResolvedVariables,
  settings: LaneSettings,
  wanted: (name: string) => boolean = () => true,
): LaneValues {
  const unfixed = lane.unfixed().filter(({ candidate }) => wanted(candidate.name));
  const { values, diagnostics } = unfixed.length === 0 ? nothing : expandWinners(winnersIn(lane), unfixed, settings);
  const usedFor = ({ candidate, fixed }: Resolved): LaneValue | undefined => fixed ?? values.get(candidate.name);
  let all: Map<string, LaneValue> | undefined;
  return {
    get: (name) => {
      const winner = wanted(name) ? lane.get(name) : undefined;
      return winner && usedFor(winner);
    },
    all: () => {
      if (all !== undefined) return all;
      all = new Map();
      for (const winner of lane.winners()) {
        const { name } = winner.candidate;
        const value = wanted(name) ? usedFor(winner) : undefined;
        if (value !== undefined) all.set(name, value);
      }
      return all;
    },
    count: () => lane.winners().length,
    diagnostics,
  };
}

function winnersIn({ get, names, nodeDependent }: ResolvedVariables): Winners {
  const mayAppear = (name: string): boolean => nodeDependent.some(({ candidate }) => candidate.name === name);
  return { get, names, mayAppear };
}

export interface ExpandedWinners {
  /** Names in error are left out. */
  readonly values: ReadonlyMap<string, LaneValue>;
  readonly diagnostics: readonly Diagnostic[];
}

const nothing: ExpandedWinners = { values: new Map(), diagnostics: [] };

/** The values of some winners, in the light of all. */
export function expandWinners(all: Winners, wanted: Iterable<Resolved>, settings: LaneSettings): ExpandedWinners {
  const expanded = expandValues(valueSource(all), rootScope(settings.roots));
  const values = new Map<string, LaneValue>();
  const diagnostics = new Set<Diagnostic>();
  for (const winner of wanted) {
    const result = winner.fixed ?? usedValue(winner, expanded, settings);
    if (!Array.isArray(result)) values.set(winner.candidate.name, result);
    else for (const diagnostic of result) diagnostics.add(diagnostic);
  }
  return { values, diagnostics: [...diagnostics] };
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
