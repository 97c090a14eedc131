import type { Input, Project } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isFixed } from '../template/value-templates.ts';
import type { Json } from '../util/json.ts';
import { type Grouping, groupFindings } from './group-findings.ts';
import type { InputSchemas } from './input-schemas.ts';
import { type LaneContext, matchesScope, type NodeContext } from './match-scope.ts';
import type { ResolvedVariables } from './resolve-variables.ts';
import { whereFrom } from './tie-diagnostics.ts';

export interface MissingInput {
  readonly input: Input;
  readonly context: LaneContext;
}

/** The required inputs of a project that a lane has no value for. */
export function missingInputs(project: Project, lane: ResolvedVariables): readonly MissingInput[] {
  return project.inputs
    .filter((input) => input.required && !hasValue(lane, input.name))
    .map((input) => ({ input, context: lane.context }));
}

/** A nested map counts for its name, and so does a value that only some steps, targets or roles get. */
function hasValue(lane: ResolvedVariables, name: string): boolean {
  if (lane.get(name) !== undefined) return true;
  const below = `${name}.`;
  const covers = (candidate: Candidate): boolean => candidate.name === name || candidate.name.startsWith(below);
  if (lane.names().some((other) => other.startsWith(below))) return true;
  return lane.nodeDependent.some(({ candidate }) => covers(candidate) && matchesSomeNode(candidate, lane.context));
}

function matchesSomeNode({ scope }: Candidate, context: LaneContext): boolean {
  const { step, target, role, not, ...ofLane } = scope;
  return matchesScope(ofLane, context satisfies NodeContext);
}

/** One error for each input, however many tenants lack it, naming tenant, environment, project and declaration. */
export function missingInputDiagnostics(project: Project, findings: Iterable<MissingInput>): readonly Diagnostic[] {
  const groups = groupFindings(
    findings,
    ({ input }) => input.name,
    ({ context }) => context,
  );
  return groups.map((group) => missingInput(project, group));
}

function missingInput(project: Project, { first: { input, context }, concerns }: Grouping<MissingInput>): Diagnostic {
  const { name, description, span } = input;
  const file = context.tenant === undefined ? 'the project' : `the file of tenant ${context.tenant}`;
  return {
    code: 'REL1305',
    severity: 'error',
    summary: `Project ${project.id} requires "${name}", and there is no value for ${concerns}`,
    ...(description === undefined ? {} : { detail: description }),
    hint: `give it under \`variables\` in ${file}, or give the input a default`,
    span,
  };
}

/**
 * Candidates whose value is not what the input declares, each where it is written. Secrets and values with a template
 * are left for `wrongType` once they are rendered.
 */
export function wrongTypes(schemas: InputSchemas, candidates: Iterable<Candidate>): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  if (schemas.checks.size === 0) return diagnostics;
  for (const candidate of candidates) {
    if (!schemas.checks.has(candidate.name) || candidate.value.kind === 'secret') continue;
    if (!isFixed(candidate.value.value)) continue;
    const problem = wrongType(schemas, candidate, candidate.value.value);
    if (problem !== undefined) diagnostics.push(problem);
  }
  return diagnostics;
}

/** The error for one value as it will be used; undefined when it is what the input declares, or no input at all. */
export function wrongType(schemas: InputSchemas, candidate: Candidate, value: Json): Diagnostic | undefined {
  const known = schemas.checks.get(candidate.name);
  const problem = known?.check(value);
  if (known === undefined || problem === undefined) return undefined;
  const { input } = known;
  return {
    code: 'REL1306',
    severity: 'error',
    summary: `"${input.name}" ${problem}, and this value, ${whereFrom(candidate)}, is ${describeValue(value)}`,
    hint: hintFor(input, value),
    span: candidate.span,
    related: [{ message: `"${input.name}" is declared here`, span: input.span }],
  };
}

function describeValue(value: Json): string {
  if (typeof value === 'string') return `the text ${JSON.stringify(value)}`;
  if (Array.isArray(value)) return 'a list';
  return value !== null && typeof value === 'object' ? 'a map' : String(value);
}

function hintFor({ schema }: Input, value: Json): string {
  const wanted = schema.type;
  const number = wanted === 'integer' || wanted === 'number';
  if (typeof value === 'string' && number && value.trim() !== '' && Number.isFinite(Number(value))) {
    return `write ${value.trim()} without quotes`;
  }
  if (typeof value === 'string' && wanted === 'boolean' && /^(?:true|false)$/.test(value)) {
    return `write ${value} without quotes`;
  }
  if (wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return `quote it: "${value}"`;
  return 'correct the value, or the declaration of the input';
}
