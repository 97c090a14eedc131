import type { Candidate, Scope } from '../config/scope.ts';
import { type Contest, compete, type Resolved } from './contest.ts';
import { type LaneSources, visitRanked } from './lane-sources.ts';
import { type LaneContext, matchesScope } from './match-scope.ts';
import { type RankedCandidate, rankCandidate } from './ranked.ts';
import { dependsOnNode, needsNode, type VariableIndex } from './variable-index.ts';

/** Two candidates for one name that nothing tells apart. */
export interface Tie {
  readonly name: string;
  readonly first: Candidate;
  readonly second: Candidate;
}

/** The winners of one lane, for everything that no step, target or role changes. */
export interface ResolvedVariables {
  readonly context: LaneContext;
  readonly sources: LaneSources;
  readonly get: (name: string) => Resolved | undefined;
  readonly names: () => readonly string[];
  /** What `get` gives for all names, without asking for each. */
  readonly winners: () => readonly Resolved[];
  readonly ties: readonly Tie[];
  /** Candidates that a step, target or role can bring in or rule out, for resolve-node.ts. */
  readonly nodeDependent: readonly RankedCandidate[];
}

/** Which candidate wins for each name in a deployment. Costs what differs for the lane, not what is shared. */
export function resolveLane(index: VariableIndex, context: LaneContext, sources: LaneSources): ResolvedVariables {
  const base = index.base(context.environment, context.channel);
  const contest: Contest = { own: new Map(), fallback: base.resolved };
  const tenantId = context.tenant ?? '';
  offerAll(contest, context, index.perLane);
  offerAll(contest, context, index.byTenant.get(tenantId) ?? []);
  const own = offerSources(contest, context, sources);
  const ofTenant = index.nodesByTenant.get(tenantId) ?? [];
  const nodeDependent = own.length + ofTenant.length === 0 ? index.perNode : [...index.perNode, ...ofTenant, ...own];
  return {
    context,
    sources,
    get: (name) => contest.own.get(name) ?? base.resolved.get(name),
    names: () => winnersOf(base.resolved, contest.own).map(({ candidate }) => candidate.name),
    winners: () => winnersOf(base.resolved, contest.own),
    ties: tiesOf(contest.own, base.ties),
    nodeDependent,
  };
}

/** The winner for one name alone, for who needs few of them, such as the namespace. Outside every step. */
export function resolveName(
  index: VariableIndex,
  context: LaneContext,
  sources: LaneSources,
  name: string,
): Resolved | undefined {
  const { resolved } = index.base(context.environment, context.channel);
  const contest: Contest = { own: new Map(), fallback: resolved };
  const isMeant = ({ candidate }: RankedCandidate): boolean => candidate.name === name;
  offerAll(contest, context, index.perLane.filter(isMeant));
  offerAll(contest, context, (index.byTenant.get(context.tenant ?? '') ?? []).filter(isMeant));
  visitRanked(sources, (one) => {
    if (one.candidate.name === name && matchesScope(one.candidate.scope, context)) compete(contest, one);
  });
  return contest.own.get(name) ?? resolved.get(name);
}

function offerAll(contest: Contest, context: LaneContext, candidates: readonly RankedCandidate[]): void {
  for (const one of candidates) if (matchesScope(one.candidate.scope, context)) compete(contest, one);
}

/** Returns those that depend on a step, target or role. */
function offerSources(contest: Contest, context: LaneContext, sources: LaneSources): readonly RankedCandidate[] {
  const nodeDependent: RankedCandidate[] = [];
  let last: Scope | undefined;
  let lastMatches = false;
  visitRanked(sources, (one) => {
    const { scope } = one.candidate;
    const ofNode = dependsOnNode(one);
    if (ofNode) nodeDependent.push(one);
    if (ofNode && needsNode(scope)) return;
    // Nearly all values of a tenant have one scope, and it is one object.
    if (scope !== last) lastMatches = matchesScope(scope, context);
    last = scope;
    if (lastMatches) compete(contest, one);
  });
  return nodeDependent;
}

function winnersOf(shared: ReadonlyMap<string, Resolved>, own: ReadonlyMap<string, Resolved>): readonly Resolved[] {
  const winners = [...own.values()];
  for (const [name, winner] of shared) if (!own.has(name)) winners.push(winner);
  return winners;
}

function tiesOf(own: ReadonlyMap<string, Resolved>, shared: readonly Resolved[]): readonly Tie[] {
  const ties = shared.filter((winner) => !own.has(winner.candidate.name)).flatMap(tieOf);
  for (const winner of own.values()) if (winner.tied !== undefined) ties.push(...tieOf(winner));
  return ties;
}

/** The tie of a winner that has an equal. */
export function tieOf(winner: Resolved): readonly Tie[] {
  const { candidate, tied } = winner;
  return tied === undefined ? [] : [{ name: candidate.name, first: candidate, second: tied }];
}

/** Every candidate for a name in a lane, with its rank: shared ones first, then the lane's own. */
export function candidatesFor(index: VariableIndex, sources: LaneSources, name: string): readonly RankedCandidate[] {
  const found: RankedCandidate[] = [];
  for (const candidate of index.byName.get(name) ?? []) found.push(rankCandidate(candidate));
  visitRanked(sources, (one) => {
    if (one.candidate.name === name) found.push(one);
  });
  return found;
}
