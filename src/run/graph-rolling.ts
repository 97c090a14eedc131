import type { PlanLane, PlanStep } from '../plan/model.ts';

/** Steps that go over their targets together, at most `window` targets at once. */
export interface RollingUnit {
  readonly steps: ReadonlySet<number>;
  readonly window: number;
  /** Indexes into the lane's targets, in the order in which they are rolled. */
  readonly targets: readonly number[];
}

type StepNeeds = readonly (readonly number[] | null)[];

/**
 * By step: the unit it rolls in. The members of a group form one unit when one of them has a window; a step with a
 * window and without a group is a unit by itself. A group that cannot roll target by target (a member runs on no
 * target, or something outside the group stands between two members) rolls step by step instead: with one unit for
 * all, the second target would wait for the first to finish, and the first for a step that waits for the second.
 */
export function rollingUnits(
  steps: readonly PlanStep[],
  lane: PlanLane,
  needs: StepNeeds,
): ReadonlyMap<number, RollingUnit> {
  const units = new Map<number, RollingUnit>();
  for (const members of candidates(steps, needs)) {
    const parts = canRollTogether(members, lane, needs) ? [members] : members.map((member) => [member]);
    for (const part of parts) {
      const unit = unitOf(part, steps, lane);
      if (unit.window > 0) for (const member of part) units.set(member, unit);
    }
  }
  return units;
}

function candidates(steps: readonly PlanStep[], needs: StepNeeds): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const [index, step] of steps.entries()) {
    if (needs[index] === null || step.chain !== undefined) continue;
    const key = step.group === undefined ? `step ${index}` : `group ${step.group}`;
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [index]);
    else members.push(index);
  }
  return [...groups.values()].filter((members) => members.some((member) => (steps[member]?.rollingWindow ?? 0) > 0));
}

function unitOf(members: readonly number[], steps: readonly PlanStep[], lane: PlanLane): RollingUnit {
  const windows = members.map((member) => steps[member]?.rollingWindow ?? 0).filter((window) => window > 0);
  const targets = new Set(members.flatMap((member) => lane.placement[member] ?? []));
  return {
    steps: new Set(members),
    window: windows.length === 0 ? 0 : Math.min(...windows),
    targets: [...targets].sort((a, b) => a - b),
  };
}

function canRollTogether(members: readonly number[], lane: PlanLane, needs: StepNeeds): boolean {
  if (members.some((member) => lane.placement[member] === undefined)) return false;
  const inside = new Set(members);
  const leadsBack = new Map<number, boolean>();
  const reaches = (step: number): boolean => {
    const known = leadsBack.get(step);
    if (known !== undefined) return known;
    leadsBack.set(step, false);
    const found = (needs[step] ?? []).some((need) => inside.has(need) || reaches(need));
    leadsBack.set(step, found);
    return found;
  };
  return !members.some((member) => (needs[member] ?? []).some((need) => !inside.has(need) && reaches(need)));
}
