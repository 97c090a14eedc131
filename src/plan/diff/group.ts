import { placeKey } from '../../resolve/place-key.ts';
import type { LaneValueChange } from './lane-values.ts';
import type { Change, ChangeGroup, GivenValue } from './model.ts';
import { textOf } from './same-value.ts';

/** A change of one deployment, before it is known who else has it. */
export type LaneChange = Exclude<Change, { readonly kind: 'value' }> | (LaneValueChange & { readonly kind: 'value' });

interface Gathered {
  readonly change: LaneChange;
  /** In the order they were met; a deployment that sees it in several projects stands there once. */
  readonly lanes: string[];
  readonly projects: Set<string>;
  readonly sides: { readonly before: Side; readonly after: Side };
}

interface Side {
  readonly places: Set<string>;
  readonly values: Set<string>;
}

/** Puts equal changes together, and then the changes that the same deployments share: 940 tenants are one line. */
export function groupChanges(
  changes: Iterable<{ readonly lane: string; readonly change: LaneChange }>,
): readonly ChangeGroup[] {
  const byKey = new Map<string, Gathered>();
  for (const { lane, change } of changes) gather(byKey, lane, change);
  const groups = new Map<string, { deployments: readonly string[]; changes: Change[] }>();
  for (const gathered of byKey.values()) {
    const key = gathered.lanes.join('\n');
    const group = groups.get(key) ?? { deployments: gathered.lanes, changes: [] };
    group.changes.push(toChange(gathered));
    groups.set(key, group);
  }
  return [...groups.values()].sort((one, other) => other.deployments.length - one.deployments.length);
}

function gather(byKey: Map<string, Gathered>, lane: string, change: LaneChange): void {
  const key = keyOf(change);
  const known = byKey.get(key) ?? {
    change,
    lanes: [],
    projects: new Set<string>(),
    sides: { before: { places: new Set(), values: new Set() }, after: { places: new Set(), values: new Set() } },
  };
  byKey.set(key, known);
  if (known.lanes.at(-1) !== lane) known.lanes.push(lane);
  if (change.kind !== 'value') return;
  known.projects.add(change.project);
  note(known.sides.before, change.before);
  note(known.sides.after, change.after);
}

function note({ places, values }: Side, given: LaneValueChange['before']): void {
  if (given === undefined) return;
  places.add(placeKey(given.winner));
  values.add(textOf(given.value));
}

/** What people would call the same change: of values what is written, of packages what the step writes. */
function keyOf(change: LaneChange): string {
  if (change.kind === 'package') {
    const { step, id, before, after } = change;
    const written = id.includes('{{');
    const sides = [before, after].map((side) => side && { ...side, id: written ? id : side.id });
    return textOf(['package', step, id, sides]);
  }
  // Every tenant has a namespace of its own, so only that it changed can be the same.
  if (change.kind === 'namespace') return change.kind;
  if (change.kind !== 'value') return textOf(change);
  const { name, place, before, after, why } = change;
  return textOf(['value', name, place, before?.winner.value, after?.winner.value, why]);
}

function toChange({ change, projects, sides }: Gathered): Change {
  if (change.kind !== 'value') return change;
  const { name, place, before, after, why } = change;
  return {
    kind: 'value',
    name,
    projects: [...projects].sort(),
    ...(place === undefined ? {} : { place }),
    ...(before && { before: given(before, sides.before) }),
    ...(after && { after: given(after, sides.after) }),
    why,
  };
}

function given(one: NonNullable<LaneValueChange['before']>, { places, values }: Side): GivenValue {
  return { ...one, places: places.size, varies: values.size > 1 };
}
