import type { PlanLane, PlanStep } from '../plan/model.ts';

/**
 * By step: the living steps it waits for in this lane, or null when the step has no node there.
 * A pruned step passes its needs on to whoever needs it. A chain step waits for its children, and a child that waits
 * for nothing inside the chain waits for what the chain step waits for. A pruned chain step with a barrier stays: a
 * tenant with nothing to deploy must still not run ahead of the others.
 */
export function stepNeeds(steps: readonly PlanStep[], lane: PlanLane): readonly (readonly number[] | null)[] {
  const dead = deadSteps(steps, lane);
  const written = withChains(steps, lane);
  const known = new Map<number, readonly number[]>();
  const resolve = (index: number): readonly number[] => {
    const found = known.get(index);
    if (found !== undefined) return found;
    // Set before the descent, so that a cycle ends here and is reported by the edges.
    known.set(index, []);
    const list = [...(written[index] ?? [])].flatMap((need) => (dead.has(need) ? resolve(need) : [need]));
    const unique = [...new Set(list)];
    known.set(index, unique);
    return unique;
  };
  return steps.map((_, index) => (dead.has(index) ? null : resolve(index)));
}

/** Whether a pruned step still is a node: see `stepNeeds`. */
function staysThoughPruned(step: PlanStep): boolean {
  return step.chain !== undefined && step.chain.barrier !== 'tenant';
}

function deadSteps(steps: readonly PlanStep[], lane: PlanLane): ReadonlySet<number> {
  const dead = new Set<number>();
  for (const [index, step] of steps.entries()) {
    if (lane.pruned[index] !== undefined && !staysThoughPruned(step)) dead.add(index);
  }
  for (const joining of Object.keys(lane.joins)) buryChildren(steps, Number(joining), dead);
  return dead;
}

/** The children of a chain step that waits for a shared lane run there, not here. */
function buryChildren(steps: readonly PlanStep[], chain: number, dead: Set<number>): void {
  for (const child of steps[chain]?.chain?.children ?? []) {
    dead.add(child);
    buryChildren(steps, child, dead);
  }
}

function withChains(steps: readonly PlanStep[], lane: PlanLane): readonly ReadonlySet<number>[] {
  const needs = steps.map((step) => new Set(step.needs));
  for (const [index, step] of steps.entries()) {
    if (step.chain === undefined) continue;
    const children = new Set(step.chain.children);
    for (const child of children) {
      if (lane.joins[index] === undefined) needs[index]?.add(child);
      const entersChain = !(steps[child]?.needs ?? []).some((need) => children.has(need));
      // The compiler may have written the children among the needs of their chain step.
      if (entersChain) for (const need of step.needs) if (!children.has(need)) needs[child]?.add(need);
    }
  }
  return needs;
}
