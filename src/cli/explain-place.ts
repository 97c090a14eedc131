import type { Project, Tenant, Workspace } from '../config/model.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { PlanValue } from '../plan/model.ts';
import type { LaneRoots } from '../resolve/lane-roots.ts';
import type { LaneSources } from '../resolve/lane-sources.ts';
import { type NodeContext, targetRolesOf } from '../resolve/match-scope.ts';
import { resolveNamespaces } from '../resolve/namespace.ts';
import { laneSourcesOf } from '../resolve/release-sources.ts';
import { resolveForNode } from '../resolve/resolve-node.ts';
import { type ResolvedVariables, resolveLane } from '../resolve/resolve-variables.ts';
import { expandWinners, type LaneValue } from '../resolve/values.ts';
import { buildVariableIndex, type VariableIndex } from '../resolve/variable-index.ts';
import { type Failure, failure } from './failure.ts';

export interface ExplainQuestion {
  /** `-` asks for an untenanted deployment. */
  readonly tenant: string;
  readonly environment: string;
  readonly channel: string | undefined;
  readonly step: string | undefined;
  readonly target: string | undefined;
}

/** Where a variable is looked at, with everything that is known there. */
export interface ExplainPlace {
  readonly kind: 'place';
  readonly tenant: string | null;
  readonly environment: string;
  readonly index: VariableIndex;
  readonly context: NodeContext;
  readonly sources: LaneSources;
  /** By name: what steps will see, references filled in. */
  readonly values: ReadonlyMap<string, PlanValue>;
  /** What the names that no variable can have stand for here. */
  readonly roots: LaneRoots;
}

export function explainPlace(
  workspace: Workspace,
  project: Project | undefined,
  question: ExplainQuestion,
): ExplainPlace | Failure {
  const tenant = question.tenant === '-' ? undefined : workspace.tenants.get(question.tenant);
  const unknown = unknownName(workspace, tenant, project, question);
  if (unknown !== undefined) return unknown;
  const context = contextOf(tenant, project, question);
  const index = buildVariableIndex(workspace, project);
  const sources = laneSourcesOf(undefined, tenant);
  const { environment } = question;
  const roots = rootsAt(workspace, tenant, context);
  const values = valuesAt(resolveLane(index, context, sources), index, context, roots);
  return { kind: 'place', tenant: tenant?.id ?? null, environment, index, context, sources, values, roots };
}

/** All names that have a value in a place, in alphabetical order. */
export function namesAt({ values, index, sources }: ExplainPlace): readonly string[] {
  const own = Object.values(sources).flatMap((list: LaneSources['tenant']) => list.map(({ name }) => name));
  return [...new Set([...values.keys(), ...index.byName.keys(), ...own])].sort();
}

function contextOf(tenant: Tenant | undefined, project: Project | undefined, question: ExplainQuestion): NodeContext {
  const { environment, channel = 'default', step, target } = question;
  const roles = project?.steps.find(({ id }) => id === step)?.roles ?? [];
  const targetRoles = tenant?.targets.find(({ id }) => id === target)?.roles;
  return {
    tags: tenant?.tags ?? [],
    environment,
    ...(tenant && { tenant: tenant.id }),
    ...(project && { project: project.id, channel }),
    ...(step !== undefined && { step }),
    ...(target !== undefined && { target }),
    ...(targetRoles && { targetRoles: targetRolesOf(roles, targetRoles) }),
  };
}

function rootsAt(workspace: Workspace, tenant: Tenant | undefined, context: NodeContext): LaneRoots {
  const { project, channel, environment } = context;
  const namespace = tenant && resolveNamespaces(workspace).of(tenant.id, environment);
  return {
    environment,
    ...(tenant && { tenant }),
    ...(project !== undefined && { project }),
    ...(channel !== undefined && { channel }),
    ...(namespace !== undefined && { namespace }),
  };
}

function valuesAt(
  lane: ResolvedVariables,
  index: VariableIndex,
  context: NodeContext,
  roots: LaneRoots,
): ReadonlyMap<string, PlanValue> {
  const { changes } = resolveForNode(index, lane, context);
  const get = (name: string) => (changes.has(name) ? changes.get(name) : lane.get(name));
  const names = () => [...new Set([...lane.names(), ...changes.keys()])];
  const winners = names().flatMap((name) => get(name) ?? []);
  const { values } = expandWinners({ get, names, mayAppear: () => false }, winners, { roots });
  return new Map([...values].map(([name, value]) => [name, asPlanValue(value)]));
}

function asPlanValue(value: LaneValue): PlanValue {
  return 'template' in value ? { template: value.template } : value;
}

function unknownName(
  { tenants, config }: Workspace,
  tenant: Tenant | undefined,
  project: Project | undefined,
  question: ExplainQuestion,
): Failure | undefined {
  const { environment, channel, step, target } = question;
  const check = (what: string, typed: string | undefined, known: Iterable<string>): Failure | undefined => {
    const names = [...known];
    if (typed === undefined || names.includes(typed)) return undefined;
    return failure('REL3010', `There is no ${what} "${typed}"`, didYouMean(typed, names) ?? listed(what, names));
  };
  return (
    (question.tenant === '-' ? undefined : check('tenant', question.tenant, tenants.keys())) ??
    check('environment', environment, config.environments) ??
    check('channel', channel, project?.channels.keys() ?? []) ??
    check('step', step, project?.steps.map(({ id }) => id) ?? []) ??
    check('target', target, tenant?.targets.map(({ id }) => id) ?? [])
  );
}

function listed(what: string, names: readonly string[]): string {
  if (names.length === 0) return what === 'target' ? 'the tenant has none' : 'say which project with --project';
  return names.length > 12 ? 'look for it in the workspace' : `use one of: ${names.join(', ')}`;
}

export type ProjectChoice = { readonly kind: 'chosen'; readonly project: Project | undefined } | Failure;

/**
 * The project through whose eyes to look: the one named; else none when the name is known outside every project; else
 * the only one that knows it.
 */
export function projectFor(
  workspace: Workspace,
  typed: string | undefined,
  name: string | undefined,
  { tenant }: Pick<ExplainQuestion, 'tenant'>,
): ProjectChoice {
  const projects = [...workspace.projects.values()];
  if (typed !== undefined) {
    const project = workspace.projects.get(typed);
    if (project !== undefined) return { kind: 'chosen', project };
    return failure('REL3010', `There is no project "${typed}"`, didYouMean(typed, workspace.projects.keys()));
  }
  if (projects.length === 1) return { kind: 'chosen', project: projects[0] };
  const general = buildVariableIndex(workspace, undefined).byName;
  const own = workspace.tenants.get(tenant)?.variables ?? [];
  if (name === undefined || general.has(name) || own.some((one) => one.name === name))
    return { kind: 'chosen', project: undefined };
  const knowing = projects.filter((project) => buildVariableIndex(workspace, project).byName.has(name));
  if (knowing.length < 2) return { kind: 'chosen', project: knowing[0] };
  const ids = knowing.map(({ id }) => id).join(', ');
  return failure('REL3010', `Several projects have a variable "${name}"`, `say which with --project: ${ids}`);
}

export function noSuchName(place: ExplainPlace, name: string, project: Project | undefined, tenant: string): Failure {
  const near = didYouMean(name, namesAt(place));
  const where = project === undefined ? '' : ` in project ${project.id}`;
  return failure(
    'REL3010',
    `There is no variable "${name}"${where}`,
    near ?? `see release explain ${tenant} ${place.environment}`,
  );
}
