import type { TargetConfig } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { placeSpan } from '../template/place-span.ts';
import { bundleParts } from './bundle-parts.ts';
import { usesOf } from './check-outputs.ts';
import type { CompiledStep } from './compiled-step.ts';

/** Types of targets that take steps as bundles, to be applied where nobody can reach. */
const offlineTypes: ReadonlySet<string> = new Set(['drop']);

export interface PlacedSteps {
  readonly steps: readonly CompiledStep[];
  readonly targets: readonly TargetConfig[];
  readonly pruned: { readonly [step: number]: string };
  readonly placement: { readonly [step: number]: readonly number[] };
}

export function hasOffline(targets: readonly TargetConfig[]): boolean {
  return targets.some(({ type }) => offlineTypes.has(type));
}

/** What a bundle cannot do: steps of kinds that only run here, and outputs that nobody knows when they are needed. */
export function checkBundles(placed: PlacedSteps, report: (step: CompiledStep, diagnostic: Diagnostic) => void): void {
  const { steps, targets, placement } = placed;
  if (!hasOffline(targets)) return;
  const offlineAt = (step: number): readonly number[] =>
    (placement[step] ?? []).filter((target) => offlineTypes.has(targets[target]?.type ?? ''));
  const byPath = new Map(steps.map((step, index) => [step.expanded.path, index]));
  const partsOf = cachedParts(placed);
  for (const [index, step] of steps.entries()) {
    const own = offlineAt(index);
    const [first] = own;
    if (first !== undefined && step.kind.offline !== true) report(step, notOffline(step, targets[first]));
    for (const { reference, text, span } of usesOf(step)) {
      const id = reference.path[1] ?? '';
      const source = byPath.get(`${step.expanded.prefix}${id}`);
      const target = source === undefined ? undefined : offlineAt(source)[0];
      if (source === undefined || target === undefined) continue;
      const parts = partsOf(target);
      const together = own.includes(target) && parts[source] === parts[index];
      const awaited = targets[target]?.settings.await === 'applied';
      if (awaited && !together) continue;
      const place = placeSpan(span, text, reference.offset, reference.length);
      report(step, { ...unknownOutput(step, id, targets[target], together), span: place });
    }
  }
}

function cachedParts({ steps, pruned, placement }: PlacedSteps): (target: number) => readonly number[] {
  const known = new Map<number, readonly number[]>();
  const parted = steps.map(({ expanded }, index) => ({
    needs: expanded.needs.filter((need) => expanded.chain?.children.includes(need) !== true),
    children: expanded.chain?.children ?? [],
    passes: pruned[index] !== undefined || expanded.step.run === 'failure' || passesChain(expanded),
  }));
  return (target) => {
    const found = known.get(target) ?? bundleParts(parted, (step) => placement[step]?.includes(target) ?? false);
    known.set(target, found);
    return found;
  };
}

/** A chain step without a barrier only joins; one that stands for a shared deployment waits for others. */
function passesChain({ chain }: CompiledStep['expanded']): boolean {
  return chain !== undefined && !chain.sharedLane && chain.settings.barrier === 'tenant';
}

function notOffline({ expanded, kind }: CompiledStep, target: TargetConfig | undefined): Diagnostic {
  return {
    code: 'REL1631',
    severity: 'error',
    summary: `Step ${expanded.step.id} cannot be written to a bundle for the target ${target?.id ?? ''}: steps of the kind ${kind.name} run only where release reaches`,
    hint: 'let it run elsewhere (other `roles`, or none), or leave it out with `scope`',
    span: expanded.step.span,
  };
}

function unknownOutput(
  { expanded }: CompiledStep,
  source: string,
  target: TargetConfig | undefined,
  together: boolean,
): Diagnostic {
  const why = together ? 'goes into the same bundle' : 'is written to a bundle that nobody waits for';
  const hint = together
    ? 'hand the value on in a file at the site'
    : `say \`await: applied\` at the target ${target?.id ?? ''}, so that the receipt brings the output`;
  return {
    code: 'REL1606',
    severity: 'error',
    summary: `Step ${expanded.step.id} uses an output of ${source}, which ${why}`,
    hint,
  };
}
