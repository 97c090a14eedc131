import { bitsOf, namedBits } from './compare-candidates.ts';
import { type Contest, compete, type Resolved } from './contest.ts';
import { matchesScope, type NodeContext } from './match-scope.ts';
import { candidatesFor, type ResolvedVariables, type Tie, tieOf } from './resolve-variables.ts';
import { needsNode, type VariableIndex } from './variable-index.ts';

/** Where the values of a step on a target differ from those of its lane. */
export interface NodeVariables {
  /** `undefined`: the lane has a value, this node has none. */
  readonly changes: ReadonlyMap<string, Resolved | undefined>;
  readonly ties: readonly Tie[];
}

/** The place of a node inside its lane. */
export type NodePlace = Pick<NodeContext, 'step' | 'target' | 'targetRoles'>;

const stepBit = bitsOf('step');
const targetBit = bitsOf('target');
const roleBit = bitsOf('role');

const noChanges: NodeVariables = { changes: new Map(), ties: [] };

/** What a step, and the target it runs on, changes against the lane. Nothing to allocate where nothing can change. */
export function resolveForNode(index: VariableIndex, lane: ResolvedVariables, place: NodePlace): NodeVariables {
  if (lane.nodeDependent.length === 0) return noChanges;
  const context = { ...lane.context, ...place };
  const contest: Contest = { own: new Map(), fallback: lane };
  for (const one of lane.nodeDependent) if (matchesScope(one.candidate.scope, context)) compete(contest, one);
  const changes = new Map<string, Resolved | undefined>(contest.own);
  for (const name of ruledOutNames(lane, context)) changes.set(name, winnerAnew(index, lane, context, name));
  return changes.size === 0 ? noChanges : { changes, ties: tiesOf(changes) };
}

/**
 * `resolveForNode` for the many steps of one lane: places that nothing can tell apart share one answer, so a role value
 * costs once per set of roles, not once per step.
 */
export function nodeResolver(index: VariableIndex, lane: ResolvedVariables): (place: NodePlace) => NodeVariables {
  if (lane.nodeDependent.length === 0) return () => noChanges;
  const keyOf = placeKeyFor(lane);
  const known = new Map<string, NodeVariables>();
  return (place) => {
    const key = keyOf(place);
    const variables = known.get(key) ?? resolveForNode(index, lane, place);
    known.set(key, variables);
    return variables;
  };
}

/** A text of those parts of a place that any candidate of the lane looks at. */
function placeKeyFor(lane: ResolvedVariables): (place: NodePlace) => string {
  let bits = 0;
  for (const { rank } of lane.nodeDependent) bits |= namedBits(rank);
  const [ofStep, ofTarget, ofRole] = [stepBit, targetBit, roleBit].map((bit) => (bits & bit) !== 0);
  return ({ step, target, targetRoles }) => {
    const roles = ofRole ? (targetRoles?.join('\n') ?? '') : '';
    return `${ofStep ? (step ?? '') : ''}\n${ofTarget ? (target ?? '') : ''}\n${roles}`;
  };
}

/** Names whose winner for the lane excludes this step, target or role. */
function ruledOutNames(lane: ResolvedVariables, context: NodeContext): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { candidate } of lane.nodeDependent) {
    if (needsNode(candidate.scope)) continue;
    const winner = lane.get(candidate.name);
    const involved = winner?.candidate === candidate || winner?.tied === candidate;
    if (involved && !matchesScope(candidate.scope, context)) names.add(candidate.name);
  }
  return names;
}

function winnerAnew(
  index: VariableIndex,
  lane: ResolvedVariables,
  context: NodeContext,
  name: string,
): Resolved | undefined {
  const contest: Contest = { own: new Map(), fallback: new Map() };
  for (const one of candidatesFor(index, lane.sources, name)) {
    if (matchesScope(one.candidate.scope, context)) compete(contest, one);
  }
  return contest.own.get(name);
}

function tiesOf(changes: ReadonlyMap<string, Resolved | undefined>): readonly Tie[] {
  return [...changes.values()].flatMap((winner) => (winner === undefined ? [] : tieOf(winner)));
}
