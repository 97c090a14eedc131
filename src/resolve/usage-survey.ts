import type { Project, Tenant, Workspace } from '../config/model.ts';
import type { Candidate } from '../config/scope.ts';
import { bitsOf, scopedBits } from './compare-candidates.ts';
import { type LaneContext, matchesScope, type NodeContext } from './match-scope.ts';
import { type OwnValues, ownNamed, ownValues } from './own-values.ts';
import { allContexts, laneContexts, nodePlaces } from './project-contexts.ts';
import { type RankedCandidate, rankCandidate } from './ranked.ts';
import type { NodePlace } from './resolve-node.ts';
import { commonNames } from './settled-values.ts';
import { dependsOnNode, type VariableIndex } from './variable-index.ts';

export interface ProjectVariables {
  readonly project: Project;
  readonly index: VariableIndex;
}

/** A tenant's own value that matched and lost to a value shared by tenants. */
export interface HiddenFinding {
  readonly own: Candidate;
  readonly by: Candidate;
  readonly context: LaneContext;
}

/** What all deployments there can be say about the candidates of a workspace. */
export interface UsageSurvey {
  /** Win somewhere. Of tenants' own values only those that are doubtful. */
  readonly winning: ReadonlySet<Candidate>;
  /** By tenant, its own values that do not win for certain, because they are not alone under their name everywhere. */
  readonly doubtful: ReadonlyMap<string, readonly Candidate[]>;
  /** Match somewhere; of those that win, not all are here. */
  readonly matching: ReadonlySet<Candidate>;
  readonly hidden: readonly HiddenFinding[];
}

/** Candidates that a scope names tenants for must not be walked for every tenant: they stand in `named`. */
interface Shared {
  readonly variables: ProjectVariables;
  readonly open: ReadonlyMap<string, readonly RankedCandidate[]>;
  readonly named: ReadonlyMap<string, ReadonlyMap<string, readonly RankedCandidate[]>>;
  /** Names still holding a candidate that has not won anywhere; shrinks while the survey runs. */
  readonly pending: Map<string, readonly Candidate[]>;
}

interface Survey {
  readonly winning: Set<Candidate>;
  readonly doubtful: Map<string, readonly Candidate[]>;
  readonly matching: Set<Candidate>;
  readonly hidden: HiddenFinding[];
}

/** The deployments of one tenant (or of an untenanted run) in one project. */
interface Visit {
  readonly survey: Survey;
  readonly shared: Shared;
  readonly lanes: readonly LaneContext[];
  readonly places: () => readonly NodePlace[];
  readonly named: ReadonlyMap<string, readonly RankedCandidate[]>;
}

const strongBits = bitsOf('step', 'target', 'role', 'tenant');
const tenantBit = bitsOf('tenant');

/** Looks at a name of a tenant only while it can still teach something, so the work grows with what is unusual. */
export function surveyUsage(workspace: Workspace, projects: readonly ProjectVariables[]): UsageSurvey {
  const survey: Survey = { winning: new Set(), doubtful: new Map(), matching: new Set(), hidden: [] };
  const all = projects.map(shareOut);
  const nobody = ownValues([], '');
  for (const shared of all) visitProject(survey, shared, workspace, undefined, nobody);
  for (const tenant of workspace.tenants.values()) {
    const own = ownValues(tenant.variables, tenant.id);
    const names = all.map((shared) => visitProject(survey, shared, workspace, tenant, own));
    survey.doubtful.set(tenant.id, doubtfulValues(own, names));
  }
  return survey;
}

/**
 * A value that is alone wins in every project that shares no value of its name; of the others a contest decides. `names`:
 * those of the values that are alone in the tenant and not in a project, for each project where it has deployments.
 */
function doubtfulValues({ list, alone, rest }: OwnValues, names: readonly (readonly string[] | undefined)[]) {
  const [first, ...others] = names.filter((some) => some !== undefined);
  const left = (first ?? [...alone.keys()]).filter((name) => others.every((some) => some.includes(name)));
  const places = [...rest, ...left.flatMap((name) => alone.get(name) ?? [])].sort((one, other) => one - other);
  return places.flatMap((place) => list[place] ?? []);
}

function shareOut(variables: ProjectVariables): Shared {
  const open = new Map<string, RankedCandidate[]>();
  const named = new Map<string, Map<string, RankedCandidate[]>>();
  for (const [name, candidates] of variables.index.byName) {
    for (const candidate of candidates) {
      const ranked = rankCandidate(candidate);
      const { tenant } = candidate.scope;
      if (tenant === undefined) append(open, name, ranked);
      for (const id of new Set(tenant)) append(getOrAdd(named, id), name, ranked);
    }
  }
  return { variables, open, named, pending: new Map(variables.index.byName) };
}

const nothingNamed: ReadonlyMap<string, readonly RankedCandidate[]> = new Map();

/** Names of the tenant's own values that share their name here; undefined where it has no deployments. */
function visitProject(
  survey: Survey,
  shared: Shared,
  workspace: Workspace,
  tenant: Tenant | undefined,
  own: OwnValues,
): readonly string[] | undefined {
  const { project } = shared.variables;
  const lanes = laneContexts(workspace, project, tenant);
  if (lanes.length === 0) return undefined;
  let known: readonly NodePlace[] | undefined;
  const places = (): readonly NodePlace[] => {
    known ??= nodePlaces(project, tenant);
    return known;
  };
  const named = shared.named.get(tenant?.id ?? '') ?? nothingNamed;
  const visit: Visit = { survey, shared, lanes, places, named };
  const sharing = [...new Set([...commonNames(own.alone, shared.open), ...commonNames(own.alone, named)])];
  const contested = new Set([...sharing, ...own.rest.flatMap((place) => own.list[place]?.name ?? [])]);
  for (const name of contested) visitOwn(visit, name, rankedNamed(own, name));
  for (const name of shared.pending.keys()) {
    const ofTenant = rankedNamed(own, name);
    if (ofTenant.length === 0 || !coversAll(visit, name, ofTenant)) visitShared(visit, name, ofTenant);
  }
  return sharing;
}

function rankedNamed(own: OwnValues, name: string): readonly RankedCandidate[] {
  return ownNamed(own, name).map((candidate) => rankCandidate(candidate));
}

/** True when the contest of the tenant's own values has said, or makes it certain, what becomes of the shared ones. */
function coversAll(visit: Visit, name: string, own: readonly RankedCandidate[]): boolean {
  return isContested(visit, name) || own.some(({ candidate }) => isUnconditional(candidate));
}

function isUnconditional({ scope }: Candidate): boolean {
  return scope.not === undefined && scopedBits(scope) === tenantBit;
}

/** Something shared may beat a tenant's own value of the name. */
function isContested({ shared, named }: Visit, name: string): boolean {
  const strong = shared.open.get(name)?.some(({ candidate }) => (scopedBits(candidate.scope) & strongBits) !== 0);
  return strong === true || named.has(name);
}

/** A tenant's own values of one name, which are not alone: against strong shared ones every context counts. */
function visitOwn(visit: Visit, name: string, own: readonly RankedCandidate[]): void {
  const { winning } = visit.survey;
  const contested = isContested(visit, name);
  contest(visit, name, own, () => !contested && own.every(({ candidate }) => winning.has(candidate)));
}

function visitShared(visit: Visit, name: string, own: readonly RankedCandidate[]): void {
  const { winning } = visit.survey;
  const { pending } = visit.shared;
  const left = (pending.get(name) ?? []).filter((candidate) => !winning.has(candidate));
  if (left.length === 0) pending.delete(name);
  else contest(visit, name, own, () => left.every((candidate) => winning.has(candidate)));
}

/** Runs the contest for a name in context after context, until `enough` says that no more can be learnt. */
function contest(visit: Visit, name: string, own: readonly RankedCandidate[], enough: () => boolean): void {
  if (enough()) return;
  const all = [...(visit.shared.open.get(name) ?? []), ...(visit.named.get(name) ?? []), ...own];
  const withNodes = all.some(dependsOnNode);
  for (const context of allContexts(visit.lanes, withNodes ? visit.places() : [], withNodes)) {
    judge(visit.survey, all, context);
    if (enough()) return;
  }
}

function judge(survey: Survey, all: readonly RankedCandidate[], context: NodeContext): void {
  const matching = all.filter(({ candidate }) => matchesScope(candidate.scope, context));
  let winner: RankedCandidate | undefined;
  for (const one of matching) if (winner === undefined || one.rank > winner.rank) winner = one;
  if (winner === undefined) return;
  for (const { candidate, rank } of matching) {
    survey.matching.add(candidate);
    if (rank === winner.rank) survey.winning.add(candidate);
    else if (candidate.origin.kind === 'tenant' && winner.candidate.origin.kind !== 'tenant') {
      hide(survey, { own: candidate, by: winner.candidate, context });
    }
  }
}

/** The steps of one deployment would all say the same. */
function hide(survey: Survey, finding: HiddenFinding): void {
  const last = survey.hidden.at(-1);
  const { tenant, environment } = finding.context;
  const known = last?.own === finding.own && last.by === finding.by && last.context.environment === environment;
  if (!known || last.context.tenant !== tenant) survey.hidden.push(finding);
}

function append(map: Map<string, RankedCandidate[]>, key: string, value: RankedCandidate): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function getOrAdd(map: Map<string, Map<string, RankedCandidate[]>>, key: string): Map<string, RankedCandidate[]> {
  const inner = map.get(key) ?? new Map<string, RankedCandidate[]>();
  map.set(key, inner);
  return inner;
}
