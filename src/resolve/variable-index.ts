import type { Project, Workspace } from '../config/model.ts';
import type { Candidate, Scope } from '../config/scope.ts';
import { bitsOf, excludedBits, namedBits, scopedBits } from './compare-candidates.ts';
import { type Contest, compete, type Resolved } from './contest.ts';
import { includesName } from './includes-name.ts';
import { inputDefaults } from './input-defaults.ts';
import { type LaneContext, matchesScope } from './match-scope.ts';
import { type RankedCandidate, rankCandidate } from './ranked.ts';
import { type SettledValues, settler } from './settled-values.ts';

/** What depends on neither tenant nor step, worked out once for an environment and channel. */
export interface SharedBase {
  readonly resolved: ReadonlyMap<string, Resolved>;
  /** Winners in which something has to be filled in. */
  readonly unfixed: readonly Resolved[];
  /** Winners that have an equal. */
  readonly ties: readonly Resolved[];
}

/**
 * The candidates that tenants share in one project (variable sets, the project's own, input defaults), split by what
 * they depend on, so that a lane looks only at those that can differ for it.
 */
export interface VariableIndex {
  readonly project: string | undefined;
  /** All of them by name, in the order of the files. */
  readonly byName: ReadonlyMap<string, readonly Candidate[]>;
  readonly base: (environment: string, channel: string | undefined) => SharedBase;
  /** Depend on tags, or exclude tenants. */
  readonly perLane: readonly RankedCandidate[];
  /** By tenant that their scope names. */
  readonly byTenant: ReadonlyMap<string, readonly RankedCandidate[]>;
  /** Depend on step, target or role; those that name tenants stand in `nodesByTenant`. */
  readonly perNode: readonly RankedCandidate[];
  readonly nodesByTenant: ReadonlyMap<string, readonly RankedCandidate[]>;
  /** A tenant's own values, sorted out once for all of its deployments. */
  readonly settled: (candidates: readonly Candidate[], tenant: string) => SettledValues;
}

const nodeBits = bitsOf('step', 'target', 'role');
const tenantBit = bitsOf('tenant');
const tagBit = bitsOf('tag');

/** True when the scope names a step, target or role, so that it can match only inside a step. */
export function needsNode(scope: Scope): boolean {
  return (scopedBits(scope) & nodeBits) !== 0;
}

/** True when a step, target or role changes whether the scope matches. */
export function dependsOnNode({ rank }: RankedCandidate): boolean {
  return (namedBits(rank) & nodeBits) !== 0;
}

/** Once per project; `undefined` for what is asked outside every project, such as the namespace. */
export function buildVariableIndex(workspace: Workspace, project: Project | undefined): VariableIndex {
  const candidates = sharedCandidates(workspace, project);
  const parts = emptyParts();
  for (const candidate of candidates) place(parts, candidate);
  const { general, ...rest } = parts;
  const context = { tags: [], ...(project === undefined ? {} : { project: project.id }) };
  const byName = groupByName(candidates);
  const settled = settler(byName);
  return { project: project?.id, byName, base: memoizedBase(general, context), settled, ...rest };
}

function sharedCandidates(workspace: Workspace, project: Project | undefined): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const add = (candidate: Candidate): void => {
    const { project: wanted } = candidate.scope;
    const visible = wanted === undefined || (project !== undefined && includesName(wanted, project.id));
    if (visible) candidates.push(candidate);
  };
  for (const set of workspace.variableSets) set.variables.forEach(add);
  if (project !== undefined) {
    project.variables.forEach(add);
    inputDefaults(project).forEach(add);
  }
  return candidates;
}

interface Parts {
  readonly general: RankedCandidate[];
  readonly perLane: RankedCandidate[];
  readonly byTenant: Map<string, RankedCandidate[]>;
  readonly perNode: RankedCandidate[];
  readonly nodesByTenant: Map<string, RankedCandidate[]>;
}

function emptyParts(): Parts {
  return { general: [], perLane: [], byTenant: new Map(), perNode: [], nodesByTenant: new Map() };
}

function place(parts: Parts, candidate: Candidate): void {
  const { scope } = candidate;
  const ranked = rankCandidate(candidate);
  if (dependsOnNode(ranked)) placeByTenant(parts.nodesByTenant, parts.perNode, ranked);
  if (needsNode(scope)) return;
  const dependsOnTenant = ((scopedBits(scope) & tagBit) | (excludedBits(scope) & (tenantBit | tagBit))) !== 0;
  placeByTenant(parts.byTenant, dependsOnTenant ? parts.perLane : parts.general, ranked);
}

function placeByTenant(
  byTenant: Map<string, RankedCandidate[]>,
  others: RankedCandidate[],
  one: RankedCandidate,
): void {
  const { tenant } = one.candidate.scope;
  if (tenant === undefined) others.push(one);
  else for (const id of new Set(tenant)) appendTo(byTenant, id, one);
}

function memoizedBase(general: readonly RankedCandidate[], rest: Omit<LaneContext, 'environment'>) {
  const known = new Map<string, SharedBase>();
  return (environment: string, channel: string | undefined): SharedBase => {
    const key = `${environment}\n${channel ?? ''}`;
    const base = known.get(key) ?? resolveBase(general, { ...rest, environment, ...(channel && { channel }) });
    known.set(key, base);
    return base;
  };
}

function resolveBase(general: readonly RankedCandidate[], context: LaneContext): SharedBase {
  const contest: Contest = { own: new Map(), fallback: new Map() };
  for (const one of general) if (matchesScope(one.candidate.scope, context)) compete(contest, one);
  const winners = [...contest.own.values()];
  return {
    resolved: contest.own,
    unfixed: winners.filter(({ fixed }) => fixed === undefined),
    ties: winners.filter(({ tied }) => tied !== undefined),
  };
}

function groupByName(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const byName = new Map<string, Candidate[]>();
  for (const candidate of candidates) appendTo(byName, candidate.name, candidate);
  return byName;
}

function appendTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
