import type { TargetConfig } from '../config/model.ts';
import { hasOffline } from './check-bundles.ts';
import type { CompiledProcess, CompiledStep } from './compiled-step.ts';
import { aroundOf } from './instances.ts';
import type { Placement } from './placement.ts';
import type { Skips } from './skips.ts';

/** What becomes of a step in a deployment: left out, or placed somewhere. */
export type Standing = Placement | { readonly kind: 'out'; readonly reason: string };

/**
 * What neither a tenant nor its values decide about the steps of a deployment: worked out once for all deployments of a
 * process that have the environment and the roles of their targets in common.
 */
export interface LaneShape {
  /** By step index; undefined where each deployment has to be asked. */
  readonly standings: readonly (Standing | undefined)[];
  /** Absent where a deployment has to be asked about any step, or one cannot be placed. */
  readonly whole?: WholeShape;
}

export interface WholeShape {
  readonly pruned: { readonly [step: number]: string };
  readonly placement: { readonly [step: number]: readonly number[] };
  readonly shared: ReadonlyMap<number, string>;
  /** By instance, the names that its steps are certain to be right with where all of them are texts. */
  readonly plain: ReadonlyMap<string, readonly string[]>;
  /** Whether that is certain for all steps, so that no other look at them is needed. */
  readonly onlyPlain: boolean;
}

interface KnownShapes {
  readonly skips: Skips;
  readonly shapes: Map<string, LaneShape>;
}

const known = new WeakMap<CompiledProcess, KnownShapes>();

export interface ShapeQuestion {
  readonly process: CompiledProcess;
  readonly environment: string;
  readonly targets: readonly TargetConfig[];
  readonly skips: Skips;
}

/** `standingOf` answers for the first deployment of a shape; it is asked only about steps that `isSettled`. */
export function laneShape(question: ShapeQuestion, standingOf: (step: CompiledStep) => Standing): LaneShape {
  const { process, environment, targets, skips } = question;
  const found = known.get(process);
  const { shapes } = found?.skips === skips ? found : remember(process, skips);
  const key = `${environment}\n${targetsKey(targets)}`;
  const shape = shapes.get(key) ?? makeShape(process, targets, standingOf);
  shapes.set(key, shape);
  return shape;
}

function remember(process: CompiledProcess, skips: Skips): KnownShapes {
  const fresh = { skips, shapes: new Map<string, LaneShape>() };
  known.set(process, fresh);
  return fresh;
}

const keys = new WeakMap<readonly TargetConfig[], string>();

function targetsKey(targets: readonly TargetConfig[]): string {
  const key = keys.get(targets) ?? JSON.stringify(targets.map(({ type, roles }) => [type, ...roles]));
  keys.set(targets, key);
  return key;
}

function makeShape(
  { steps }: CompiledProcess,
  targets: readonly TargetConfig[],
  standingOf: (step: CompiledStep) => Standing,
): LaneShape {
  // What leaves a chain step out leaves out what is inside it.
  const chainsAreSettled = steps.every((step) => step.expanded.chain === undefined || isSettled(step));
  const standings = steps.map((step) => (chainsAreSettled && isSettled(step) ? standingOf(step) : undefined));
  const whole = wholeShape(steps, standings, hasOffline(targets));
  return { standings, ...(whole && { whole }) };
}

/** Whether neither the tenant nor any value, nor what is deployed, has a say in whether the step takes part. */
function isSettled({ when, expanded: { step, chain } }: CompiledStep): boolean {
  const { tenants, not } = step.scope;
  const always = chain === undefined || chain.settings.deploy === 'always';
  return when === undefined && tenants === undefined && not === undefined && always;
}

function wholeShape(
  steps: readonly CompiledStep[],
  standings: LaneShape['standings'],
  offline: boolean,
): WholeShape | undefined {
  const pruned: Record<number, string> = {};
  const placement: Record<number, readonly number[]> = {};
  const shared = new Map<number, string>();
  const names = new Map<string, Set<string>>();
  let onlyPlain = !offline;
  for (const [index, step] of steps.entries()) {
    const standing = standings[index];
    if (standing === undefined || standing.kind === 'refused') return undefined;
    const { chain, prefix } = step.expanded;
    if (standing.kind !== 'out' && chain?.sharedLane === true) shared.set(index, chain.project.id);
    if (standing.kind === 'out' || standing.kind === 'pruned') {
      pruned[index] = standing.reason;
      continue;
    }
    if (standing.kind === 'targets') placement[index] = standing.indexes;
    const around = names.get(aroundOf(prefix)) ?? new Set();
    names.set(aroundOf(prefix), around);
    for (const name of step.plainNames ?? []) around.add(name);
    onlyPlain &&= step.packageId === undefined && (step.plainNames !== undefined || step.inputs.texts.length === 0);
  }
  return { pruned, placement, shared, plain: new Map([...names].map(([key, set]) => [key, [...set]])), onlyPlain };
}
