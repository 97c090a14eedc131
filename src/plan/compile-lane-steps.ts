import type { TargetConfig } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { targetRolesOf } from '../resolve/match-scope.ts';
import type { NodePlace } from '../resolve/resolve-node.ts';
import type { TemplateScope } from '../template/scope.ts';
import { checkBundles } from './check-bundles.ts';
import { checkNode, checkText } from './check-node.ts';
import type { CompiledProcess, CompiledStep } from './compiled-step.ts';
import { aroundOf } from './instances.ts';
import type { LaneFacts, LaneInstance } from './lane-instance.ts';
import { requestKey } from './lock.ts';
import type { PlanTenant, PlanValues } from './model.ts';
import type { NodeNames, PackageNames } from './node-scope.ts';
import { type PackageRequest, requestPackage } from './package-requests.ts';
import { placeStep } from './placement.ts';
import { pruneReason } from './prune.ts';
import type { ReleaseContext } from './release-context.ts';
import { nodeScope, readForPlan } from './values-scope.ts';
import { decideWhen } from './when.ts';

/** What a deployment says about each step of its process, by step index. */
export interface LaneSteps {
  readonly pruned: { readonly [step: number]: string };
  readonly placement: { readonly [step: number]: readonly number[] };
  readonly overrides: { readonly [place: string]: PlanValues };
  readonly requests: ReadonlyMap<number, PackageRequest>;
  readonly shared: ReadonlyMap<number, string>;
}

export interface LaneParts {
  readonly process: CompiledProcess;
  readonly instances: readonly LaneInstance[];
  readonly targets: readonly TargetConfig[];
}

interface Working {
  readonly release: ReleaseContext;
  readonly lane: LaneFacts;
  readonly parts: LaneParts;
  readonly tenant: PlanTenant | null;
  readonly byAround: ReadonlyMap<string, LaneInstance>;
  /** Why a chain step is left out, by its path: what is inside goes with it. */
  readonly leftOut: Map<string, string>;
  readonly pruned: Record<number, string>;
  readonly placement: Record<number, readonly number[]>;
  readonly overrides: Record<string, PlanValues>;
  readonly requests: Map<number, PackageRequest>;
  readonly shared: Map<number, string>;
}

export function compileLaneSteps(release: ReleaseContext, lane: LaneFacts, parts: LaneParts): LaneSteps {
  const { tenant } = lane;
  const working: Working = {
    release,
    lane,
    parts,
    tenant: tenant === undefined ? null : { id: tenant.id, name: tenant.name, tags: tenant.tags },
    byAround: new Map(parts.instances.map((instance) => [instance.instance.around, instance])),
    leftOut: new Map(),
    pruned: {},
    placement: {},
    overrides: {},
    requests: new Map(),
    shared: new Map(),
  };
  // Chain steps come after what is inside them, so what they decide is looked at first.
  for (const step of parts.process.steps) {
    const reason = step.expanded.chain === undefined ? undefined : ownReason(working, step);
    if (reason !== undefined) working.leftOut.set(step.expanded.path, reason);
  }
  for (const [index, step] of parts.process.steps.entries()) compileLaneStep(working, index, step);
  checkBundles({ ...working, steps: parts.process.steps, targets: parts.targets }, (step, diagnostic) =>
    note(working, step)(diagnostic),
  );
  return working;
}

function compileLaneStep(working: Working, index: number, step: CompiledStep): void {
  const { expanded } = step;
  const around = expanded.inside.map(({ path }) => working.leftOut.get(path)).find((reason) => reason !== undefined);
  const reason =
    around ?? working.leftOut.get(expanded.path) ?? (expanded.chain ? undefined : ownReason(working, step));
  if (reason !== undefined) {
    working.pruned[index] = reason;
    return;
  }
  if (expanded.chain?.sharedLane === true) working.shared.set(index, expanded.chain.project.id);
  const placement = placeStep(expanded, working.parts.targets);
  if (placement.kind === 'pruned') working.pruned[index] = placement.reason;
  else if (placement.kind === 'refused') note(working, step)(placement.diagnostic);
  else if (placement.kind === 'here') checkPlace(working, index, step, undefined);
  else compileTargets(working, index, step, placement.indexes);
}

function compileTargets(working: Working, index: number, step: CompiledStep, indexes: readonly number[]): void {
  const kept = indexes.filter((target) => holdsOn(working, step, target));
  if (kept.length === 0) {
    working.pruned[index] = `its condition holds on no target: ${step.when?.condition.text ?? ''}`;
    return;
  }
  working.placement[index] = kept;
  for (const target of kept) checkPlace(working, index, step, target);
}

/** Why a step takes no part in this deployment at all, whatever its targets. */
function ownReason(working: Working, step: CompiledStep): string | undefined {
  const { release, lane } = working;
  const instance = instanceOf(working, step);
  const shared = step.expanded.chain?.sharedLane === true;
  const reason = pruneReason(step.expanded, {
    context: instance.context,
    tenant: lane.tenant,
    skips: release.skips,
    versionNow: (project) => release.versionNow(shared ? null : (lane.tenant?.id ?? null), lane.environment, project),
    versionWanted: lane.version,
  });
  if (reason !== undefined || step.when === undefined || asksForTarget(step)) return reason;
  return whenReason(working, step, { step: step.expanded.step.id }, undefined);
}

function holdsOn(working: Working, step: CompiledStep, target: number): boolean {
  if (!asksForTarget(step)) return true;
  return whenReason(working, step, placeOf(working, step, target), target) === undefined;
}

function whenReason(
  working: Working,
  step: CompiledStep,
  place: NodePlace,
  target: number | undefined,
): string | undefined {
  const { scope } = scopeAt(working, step, place, target, undefined);
  return decideWhen(step, scope, namesIn(working, step), note(working, step));
}

function asksForTarget({ when }: CompiledStep): boolean {
  return when?.condition.references.some(({ path }) => path[0] === 'target') ?? false;
}

/** Everything that is known of a step on one target, or where `release` itself runs. */
function checkPlace(working: Working, index: number, step: CompiledStep, target: number | undefined): void {
  const place = placeOf(working, step, target);
  const before = scopeAt(working, step, place, target, undefined);
  if (before.differing !== undefined) working.overrides[placeKey(index, target)] = before.differing;
  const report = note(working, step);
  const names = namesIn(working, step);
  if (step.packageId !== undefined && !checkText(step.packageId, before.scope, names, report)) return;
  const request = requestPackage(working.release, working.lane, step, before.scope, report);
  if (request !== undefined) addRequest(working, index, request, report);
  if (step.inputs.texts.length === 0) return;
  const { scope } =
    request === undefined ? before : scopeAt(working, step, place, target, namesOfPackage(working, request));
  checkNode(step, scope, names, report);
}

/** All targets of a step get the same package, so that the step is one thing that was released. */
function addRequest(
  { requests }: Working,
  index: number,
  request: PackageRequest,
  report: (diagnostic: Diagnostic) => void,
): void {
  const other = requests.get(index);
  if (other === undefined || requestKey(other) === requestKey(request)) {
    requests.set(index, other ?? request);
    return;
  }
  report({
    code: 'REL1620',
    severity: 'error',
    summary: `The targets would get different packages: ${other.id} ${other.wanted} and ${request.id} ${request.wanted}`,
    hint: 'give each of them a step of its own',
    span: request.span,
  });
}

/** Which bytes it is, the lock says; whether it can be an image, its feed does. */
function namesOfPackage({ release }: Working, { id, feed }: PackageRequest): PackageNames {
  const mayBeImage = release.workspace.config.feeds.get(feed)?.type === 'oci';
  return mayBeImage ? { id } : { id, image: null };
}

function placeOf({ parts }: Working, { expanded }: CompiledStep, target: number | undefined): NodePlace {
  const config = target === undefined ? undefined : parts.targets[target];
  const step = expanded.step.id;
  if (config === undefined) return { step };
  return { step, target: config.id, targetRoles: targetRolesOf(expanded.step.roles, config.roles) };
}

function scopeAt(
  working: Working,
  step: CompiledStep,
  place: NodePlace,
  target: number | undefined,
  used: PackageNames | undefined,
): { readonly scope: TemplateScope; readonly differing: PlanValues | undefined } {
  const instance = instanceOf(working, step);
  const differing = instance.differs(place);
  const { get } = nodeScope(namesOf(working, step, target, used), instance.values, differing, readForPlan);
  const scope: TemplateScope = {
    get: (path) => {
      const found = get(path);
      return found.found === false && instance.isWrong(path) ? { found: 'broken' } : found;
    },
  };
  return { scope, differing };
}

function namesOf(
  { release, lane, tenant, parts }: Working,
  { expanded }: CompiledStep,
  target: number | undefined,
  used: PackageNames | undefined,
): NodeNames {
  const config = target === undefined ? undefined : parts.targets[target];
  return {
    tenant,
    environment: lane.environment,
    project: expanded.project.id,
    release: { id: release.release.id, version: lane.version(expanded.project.id) },
    channel: lane.channel,
    step: expanded.step.id,
    ...(lane.namespace !== undefined && { namespace: lane.namespace }),
    ...(config && { target: config }),
    ...(used !== undefined && { package: used }),
  };
}

function instanceOf({ byAround }: Working, { expanded }: CompiledStep): LaneInstance {
  const instance = byAround.get(aroundOf(expanded.prefix));
  if (instance === undefined) throw new Error(`No values for the steps in "${expanded.prefix}"`);
  return instance;
}

/** Names of all variables, for suggestions. */
function namesIn(working: Working, step: CompiledStep): () => readonly string[] {
  return () => [...instanceOf(working, step).all.keys()];
}

function note(working: Working, step: CompiledStep): (diagnostic: Diagnostic) => void {
  const { context } = instanceOf(working, step);
  return (diagnostic) => working.release.findings.push({ diagnostic, context });
}

/** Key of a place in `PlanLane.overrides`. */
function placeKey(step: number, target: number | undefined): string {
  return target === undefined ? String(step) : `${step}#${target}`;
}
