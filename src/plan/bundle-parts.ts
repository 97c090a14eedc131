/** A step as far as the order of bundles depends on it. */
export interface PartedStep {
  /** Indexes of what it waits for. */
  readonly needs: readonly number[];
  /** Of a chain step: the steps it joins, which wait for what it waits for. */
  readonly children: readonly number[];
  /** It does nothing in this deployment, or only when something fails: whoever waits for it waits for what it waits for. */
  readonly passes: boolean;
}

/**
 * Which bundle for a target each of its steps goes into, from 0 on: consecutive steps share one, and a step that runs
 * elsewhere in between begins another. By step index; for steps elsewhere it means nothing.
 */
export function bundleParts(written: readonly PartedStep[], isThere: (step: number) => boolean): readonly number[] {
  const steps = withChains(written);
  const parts = new Array<number | undefined>(steps.length).fill(undefined);
  const visit = (index: number): number => {
    const known = parts[index];
    if (known !== undefined) return known;
    let part = 0;
    for (const need of realNeeds(steps, index, isThere)) {
      part = Math.max(part, visit(need) + (isThere(need) && !isThere(index) ? 1 : 0));
    }
    parts[index] = part;
    return part;
  };
  return steps.map((_, index) => visit(index));
}

function realNeeds(steps: readonly PartedStep[], index: number, isThere: (step: number) => boolean): Set<number> {
  const found = new Set<number>();
  const seen = new Set<number>();
  const open = [...(steps[index]?.needs ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (steps[next]?.passes === true && !isThere(next)) open.push(...(steps[next]?.needs ?? []));
    else found.add(next);
  }
  return found;
}

function withChains(steps: readonly PartedStep[]): readonly PartedStep[] {
  const needs = steps.map((step) => [...step.needs, ...step.children]);
  for (const step of steps) for (const child of step.children) needs[child]?.push(...step.needs);
  return steps.map((step, index) => ({ ...step, needs: needs[index] ?? [] }));
}
