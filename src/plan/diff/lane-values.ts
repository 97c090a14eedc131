import type { Candidate } from '../../config/scope.ts';
import { type NodeContext, targetRolesOf } from '../../resolve/match-scope.ts';
import type { LaneDraft } from '../compile-lane.ts';
import { aroundOf } from '../instances.ts';
import type { LaneInstance } from '../lane-instance.ts';
import type { PlanValue } from '../model.ts';
import type { WhyChanged } from './model.ts';
import { sameValue, textOf, toPlanValue } from './same-value.ts';
import type { DiffSide } from './side.ts';
import { type ValuePlace, whyChanged } from './why.ts';

/** One value of one deployment that comes out differently. */
export interface LaneValueChange {
  readonly name: string;
  readonly project: string;
  /** A step, or a step on a target, that alone sees it. */
  readonly place?: string;
  readonly before?: { readonly value: PlanValue; readonly winner: Candidate };
  readonly after?: { readonly value: PlanValue; readonly winner: Candidate };
  readonly why: WhyChanged;
}

interface Sides {
  readonly before: DiffSide;
  readonly after: DiffSide;
}

export function diffLaneValues(before: LaneDraft, after: LaneDraft, sides: Sides): readonly LaneValueChange[] {
  const old = new Map(before.instances.map((one) => [one.instance.around, one]));
  const changes: LaneValueChange[] = [];
  for (const instance of after.instances) {
    const was = old.get(instance.instance.around);
    // Values of a project that is newly chained come with its steps.
    if (was === undefined || was.instance.project.id !== instance.instance.project.id) continue;
    const one = { side: sides.before, lane: before, instance: was };
    const other = { side: sides.after, lane: after, instance };
    changes.push(...instanceChanges(one, other));
  }
  return changes;
}

function instanceChanges(before: ValuePlace, after: ValuePlace): readonly LaneValueChange[] {
  const [was, is] = [before.instance, after.instance.all()];
  const changes: LaneValueChange[] = [];
  let met = 0;
  for (const [name, value] of is) {
    const old = was.get(name);
    if (old !== undefined) met += 1;
    if (!sameValue(old, value)) changes.push(changeOf(name, before, after, {}));
  }
  if (met < was.count()) {
    for (const name of was.all().keys()) if (!is.has(name)) changes.push(changeOf(name, before, after, {}));
  }
  return [...changes, ...nodeChanges(before, after, changes)];
}

function changeOf(name: string, before: ValuePlace, after: ValuePlace, node: NodePlace): LaneValueChange {
  const { why, ...winners } = whyChanged(name, before, after, node.context ?? {});
  const [old, value] = [valueAt(before, name, node.key), valueAt(after, name, node.key)];
  return {
    name,
    project: after.instance.instance.project.id,
    ...(node.words === undefined ? {} : { place: node.words }),
    ...(old && winners.before && { before: { value: old, winner: winners.before } }),
    ...(value && winners.after && { after: { value, winner: winners.after } }),
    why,
  };
}

/** A step, or a step on a target; nothing for the deployment as a whole. */
interface NodePlace {
  readonly words?: string;
  /** The same place on both sides: step path and target id. */
  readonly key?: string;
  readonly context?: Partial<NodeContext>;
}

/** What only some steps see, as far as it is not what the whole deployment sees. */
function nodeChanges(
  before: ValuePlace,
  after: ValuePlace,
  ofLane: readonly LaneValueChange[],
): readonly LaneValueChange[] {
  const [was, is] = [placesOf(before), placesOf(after)];
  const known = new Set(ofLane.map(({ name, before: one, after: other }) => textOf([name, one?.value, other?.value])));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key): readonly LaneValueChange[] => {
    const place = is.get(key) ?? was.get(key);
    const names = new Set([...Object.keys(was.get(key)?.values ?? {}), ...Object.keys(is.get(key)?.values ?? {})]);
    return [...names].flatMap((name) => {
      const [old, value] = [valueAt(before, name, key), valueAt(after, name, key)];
      if (place === undefined || sameValue(old, value) || known.has(textOf([name, old, value]))) return [];
      return [changeOf(name, before, after, place)];
    });
  });
}

interface OverriddenPlace extends NodePlace {
  readonly values: { readonly [name: string]: PlanValue };
}

const knownPlaces = new WeakMap<LaneInstance, ReadonlyMap<string, OverriddenPlace>>();

/** The places of an instance with values of their own, by step path and target. */
function placesOf({ side, lane: { lane }, instance }: ValuePlace): ReadonlyMap<string, OverriddenPlace> {
  const known = knownPlaces.get(instance);
  if (known !== undefined) return known;
  const steps = side.draft.processes.entries[lane.process]?.process.steps ?? [];
  const places = new Map<string, OverriddenPlace>();
  for (const [key, values] of Object.entries(lane.overrides)) {
    const [step, target] = key.split('#').map(Number);
    const { expanded } = steps[step ?? -1] ?? {};
    if (expanded === undefined || aroundOf(expanded.prefix) !== instance.instance.around) continue;
    const config = target === undefined ? undefined : lane.targets[target];
    const context = {
      step: expanded.step.id,
      ...(config && { target: config.id, targetRoles: targetRolesOf(expanded.step.roles, config.roles) }),
    };
    const words = config === undefined ? expanded.path : `${expanded.path} on ${config.id}`;
    places.set(words, { words, key: words, context, values });
  }
  knownPlaces.set(instance, places);
  return places;
}

function valueAt(place: ValuePlace, name: string, key: string | undefined): PlanValue | undefined {
  const own = key === undefined ? undefined : placesOf(place).get(key)?.values[name];
  if (own !== undefined) return 'none' in own ? undefined : own;
  const value = place.instance.get(name);
  return value === undefined ? undefined : toPlanValue(value);
}
