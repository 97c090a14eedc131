import type { PlanLane, PlanStep } from '../plan/model.ts';
import { type RollingUnit, rollingUnits } from './graph-rolling.ts';

interface Layout {
  readonly size: number;
  readonly first: Int32Array;
  readonly count: Int32Array;
}

type StepNeeds = readonly (readonly number[] | null)[];

/**
 * By node: the nodes it waits for. A step waits for every node of a needed step; inside a rolling unit target by
 * target, and the first members on a target wait for the last members on the target `window` places before.
 */
export function nodeNeeds(
  steps: readonly PlanStep[],
  lane: PlanLane,
  needs: StepNeeds,
  layout: Layout,
): readonly (readonly number[])[] {
  const units = rollingUnits(steps, lane, needs);
  const result: Set<number>[] = Array.from({ length: layout.size }, () => new Set());
  const place = new Placement(lane, layout);
  for (const [index, list] of needs.entries()) {
    if (list !== null) addStep(result, index, needs, units.get(index), place);
  }
  for (const unit of new Set(units.values())) addWindow(result, unit, needs, place);
  return result.map((set) => [...set]);
}

/** Nodes by step and target. */
class Placement {
  readonly #lane: PlanLane;
  readonly #layout: Layout;
  constructor(lane: PlanLane, layout: Layout) {
    this.#lane = lane;
    this.#layout = layout;
  }
  nodes(step: number): readonly number[] {
    const first = this.#layout.first[step] ?? -1;
    return Array.from({ length: this.#layout.count[step] ?? 0 }, (_, slot) => first + slot);
  }
  target(step: number, slot: number): number | undefined {
    return this.#lane.placement[step]?.[slot];
  }
  at(step: number, target: number): number | undefined {
    const slot = this.#lane.placement[step]?.indexOf(target) ?? -1;
    return slot < 0 ? undefined : (this.#layout.first[step] ?? 0) + slot;
  }
}

function addStep(
  result: readonly Set<number>[],
  step: number,
  needs: StepNeeds,
  unit: RollingUnit | undefined,
  place: Placement,
): void {
  for (const [slot, node] of place.nodes(step).entries()) {
    const target = place.target(step, slot);
    const found =
      unit === undefined || target === undefined
        ? (needs[step] ?? []).flatMap((need) => place.nodes(need))
        : needsOnTarget(step, target, needs, unit, place);
    for (const need of found) result[node]?.add(need);
  }
}

function needsOnTarget(
  step: number,
  target: number,
  needs: StepNeeds,
  unit: RollingUnit,
  place: Placement,
): readonly number[] {
  return (needs[step] ?? []).flatMap((need) => {
    if (!unit.steps.has(need)) return place.nodes(need);
    const node = place.at(need, target);
    return node === undefined ? needsOnTarget(need, target, needs, unit, place) : [node];
  });
}

function addWindow(result: readonly Set<number>[], unit: RollingUnit, needs: StepNeeds, place: Placement): void {
  const ends = unit.targets.map((target) => endsOnTarget(result, unit, needs, target, place));
  for (let index = unit.window; unit.window > 0 && index < ends.length; index++) {
    for (const node of ends[index]?.first ?? []) {
      for (const last of ends[index - unit.window]?.last ?? []) result[node]?.add(last);
    }
  }
}

/** The members on a target that wait for no other member there, and those that no other member waits for. */
function endsOnTarget(
  result: readonly Set<number>[],
  unit: RollingUnit,
  needs: StepNeeds,
  target: number,
  place: Placement,
): { readonly first: readonly number[]; readonly last: readonly number[] } {
  const steps = [...unit.steps].filter((step) => needs[step] !== null);
  const nodes = steps.flatMap((step) => place.at(step, target) ?? []);
  const here = new Set(nodes);
  const needed = new Set(nodes.flatMap((node) => [...(result[node] ?? [])].filter((need) => here.has(need))));
  return {
    first: nodes.filter((node) => ![...(result[node] ?? [])].some((need) => here.has(need))),
    last: nodes.filter((node) => !needed.has(node)),
  };
}
