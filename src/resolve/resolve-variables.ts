import type { Candidate } from '../config/scope.ts';
import { type Contest, compete, type Resolved } from './contest.ts';
import { type LaneSources, visitGiven, visitSources } from './lane-sources.ts';
import { type Layers, unfixedOf, winnersOf } from './lane-winners.ts';
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
  /** Those of the winners in which something has to be filled in, in the same order. */
  readonly unfixed: () => readonly Resolved[];
  readonly ties: readonly Tie[];
  /** Candidates that a step, target or role can bring in or rule out, for resolve-node.ts. */
  readonly nodeDependent: readonly RankedCandidate[];
}

/** Which candidate wins for each name in a deployment. Costs what differs for the lane, not what is shared. */
export function resolveLane(index: VariableIndex, context: LaneContext, sources: LaneSources): ResolvedVariables {
  const base = index.base(context.environment, context.channel);
  const tenantId = context.tenant ?? '';
  const settled = index.settled(sources.tenant, tenantId);
  const contests = new Map<string, Resolved>();
  const fallback = { get: (name: string) => settled.find(name) ?? base.resolved.get(name) };
  const contest: Contest = { own: contests, fallback };
  offerAll(contest, context, index.perLane);
  offerAll(contest, context, index.byTenant.get(tenantId) ?? none);
  const first = contests.size;
  const nodeDependent: RankedCandidate[] = [];
  const offer = offering(contest, context, nodeDependent);
  const places: number[] = [];
  for (const place of settled.open) {
    const one = settled.own.at(place);
    if (one !== undefined) offer(one);
    if (contests.size > first + places.length) places.push(place);
  }
  visitGiven(sources, (candidate, layer) => offer(rankCandidate(candidate, layer)));
  const layers: Layers = { shared: base, settled, contests, first, places };
  return {
    context,
    sources,
    get: (name) => contests.get(name) ?? fallback.get(name),
    names: () => winnersOf(layers).map(({ candidate }) => candidate.name),
    winners: () => winnersOf(layers),
    unfixed: () => unfixedOf(layers),
    ties: tiesOf(contests, base.ties),
    nodeDependent: allNodeDependent(index, tenantId, nodeDependent),
  };
}

const none: readonly RankedCandidate[] = [];

function allNodeDependent(
  { perNode, nodesByTenant }: VariableIndex,
  tenantId: string,
  own: readonly RankedCandidate[],
): readonly RankedCandidate[] {
  const ofTenant = nodesByTenant.get(tenantId) ?? none;
  return own.length + ofTenant.length === 0 ? perNode : [...perNode, ...ofTenant, ...own];
}

/**
 * The winner for one name alone, for who needs few of them, such as the namespace. Outside every step, release and chain;
 * `own` are the tenant's values, at least those of the name.
 */
export function resolveName(
  index: VariableIndex,
  context: LaneContext,
  own: readonly Candidate[],
  name: string,
): Resolved | undefined {
  const { resolved } = index.base(context.environment, context.channel);
  const contest: Contest = { own: new Map(), fallback: resolved };
  const offer = (one: RankedCandidate): void => {
    if (one.candidate.name === name && matchesScope(one.candidate.scope, context)) compete(contest, one);
  };
  index.perLane.forEach(offer);
  index.byTenant.get(context.tenant ?? '')?.forEach(offer);
  for (const candidate of own) if (candidate.name === name) offer(rankCandidate(candidate));
  return contest.own.get(name) ?? resolved.get(name);
}

function offerAll(contest: Contest, context: LaneContext, candidates: readonly RankedCandidate[]): void {
  for (const one of candidates) if (matchesScope(one.candidate.scope, context)) compete(contest, one);
}

/** Lets candidates compete that belong to the lane, and notes those that depend on a step, target or role. */
function offering(contest: Contest, context: LaneContext, nodeDependent: RankedCandidate[]) {
  return (one: RankedCandidate): void => {
    const { scope } = one.candidate;
    const ofNode = dependsOnNode(one);
    if (ofNode) nodeDependent.push(one);
    if (ofNode && needsNode(scope)) return;
    if (matchesScope(scope, context)) compete(contest, one);
  };
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
  visitSources(sources, (candidate, layer) => {
    if (candidate.name === name) found.push(rankCandidate(candidate, layer));
  });
  return found;
}
