import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { sameJson } from '../template/values.ts';
import type { Resolved } from './contest.ts';
import { type NodePlace, type NodeVariables, nodeResolver } from './resolve-node.ts';
import type { ResolvedVariables } from './resolve-variables.ts';
import { expandWinners, type LaneSettings, type LaneValue, type LaneValues } from './values.ts';
import type { VariableIndex } from './variable-index.ts';

/** Where the values of a step on a target differ from those of its lane. */
export interface NodeValues {
  readonly values: ReadonlyMap<string, LaneValue>;
  /** Names that have a value in the lane and none here. */
  readonly removed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly variables: NodeVariables;
}

/** The differing values of the nodes of one lane. Equal answers are the same object. */
export function nodeValuesOf(
  index: VariableIndex,
  lane: ResolvedVariables,
  ofLane: LaneValues,
  settings: LaneSettings,
): (place: NodePlace) => NodeValues {
  const resolve = nodeResolver(index, lane);
  const known = new Map<NodeVariables, NodeValues>();
  return (place) => {
    const variables = resolve(place);
    const values = known.get(variables) ?? differingValues(lane, ofLane, variables, settings);
    known.set(variables, values);
    return values;
  };
}

function differingValues(
  lane: ResolvedVariables,
  ofLane: LaneValues,
  variables: NodeVariables,
  settings: LaneSettings,
): NodeValues {
  const { changes } = variables;
  if (changes.size === 0) return { values: new Map(), removed: [], diagnostics: [], variables };
  const get = (name: string): Resolved | undefined => (changes.has(name) ? changes.get(name) : lane.get(name));
  const all = winnersHere(lane, variables);
  const names = (): readonly string[] => all.map(({ candidate }) => candidate.name);
  const affected = all.filter((winner) => changes.has(winner.candidate.name) || winner.fixed === undefined);
  const here = expandWinners({ get, names, mayAppear: () => false }, affected, settings);
  const values = new Map([...here.values].filter(([name, value]) => !sameValue(value, ofLane.get(name))));
  const removed = [...changes].flatMap(([name, winner]) => (winner === undefined ? [name] : []));
  return { values, removed, diagnostics: here.diagnostics, variables };
}

function winnersHere(lane: ResolvedVariables, { changes }: NodeVariables): readonly Resolved[] {
  const unchanged = lane.winners().filter(({ candidate }) => !changes.has(candidate.name));
  return [...unchanged, ...[...changes.values()].filter((winner) => winner !== undefined)];
}

function sameValue(here: LaneValue, there: LaneValue | undefined): boolean {
  if (there === undefined) return false;
  if ('value' in here) return 'value' in there && sameJson(here.value, there.value);
  if ('template' in here) {
    return 'template' in there && here.secret === there.secret && sameJson(here.template, there.template);
  }
  return 'secret' in there && !('template' in there) && sameReference(here.secret, there.secret);
}

function sameReference(a: { source: string; ref: string }, b: { source: string; ref: string }): boolean {
  return a.source === b.source && a.ref === b.ref;
}
