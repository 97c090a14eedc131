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
import { laneShape, type Standing, type WholeShape } from './lane-shape.ts';
import { requestKey } from './lock.ts';
import type { PlanTenant, PlanValues } from './model.ts';
import type { NodeNames, PackageNames } from './node-scope.ts';
import { type PackageRequest, requestPackage } from './package-requests.ts';
import { placeStep } from './placement.ts';
import { areTexts } from './plain-inputs.ts';
import { type PruneContext, pruneReason } from './prune.ts';
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

/** One project of the lane, and what decides which of its steps take part. */
interface Part {
  readonly instance: LaneInstance;
  readonly pruning: PruneContext;
}

interface Working {
  readonly release: ReleaseContext;
  readonly lane: LaneFacts;
  readonly parts: LaneParts;
  readonly tenant: PlanTenant | null;
  readonly byAround: ReadonlyMap<string, Part>;
  /** Why a chain step is left out, by its path: what is inside goes with it. */
  readonly leftOut: Map<string, string>;
  readonly pruned: Record<number, string>;
  readonly placement: Record<number, readonly number[]>;
  readonly overrides: Record<string, PlanValues>;
  readonly requests: Map<number, PackageRequest>;
  readonly shared: Map<number, string>;
}

export function compileLaneSteps(release: ReleaseContext, lane: LaneFacts, parts: LaneParts): LaneSteps {
  const { process, targets } = parts;
  const started = lazily(() => start(release, lane, parts));
  const question = { process, targets, environment: lane.environment, skips: release.skips };
  const { standings, whole } = laneShape(question, (step) => standingOf(started(), step));
  if (whole !== undefined && isCertain(whole, parts)) {
    const { pruned, placement, shared } = whole;
    return { pruned, placement, shared, overrides: {}, requests: new Map() };
  }
  const working = started();
  for (const [index, step] of process.steps.entries()) compileLaneStep(working, index, step, standings[index]);
  checkBundles({ ...working, steps: process.steps, targets }, (step, diagnostic) => note(working, step)(diagnostic));
  return working;
}

/** Whether all steps are right for this deployment, without a look at each. */
function isCertain({ plain, onlyPlain }: WholeShape, { instances }: LaneParts): boolean {
  return (
    onlyPlain &&
    instances.every(
      ({ differs, get, instance }) => differs === undefined && areTexts(plain.get(instance.around) ?? [], get),
    )
  );
}

function start(release: ReleaseContext, lane: LaneFacts, parts: LaneParts): Working {
  const { tenant } = lane;
  const working: Working = {
    release,
    lane,
    parts,
    tenant: tenant === undefined ? null : { id: tenant.id, name: tenant.name, tags: tenant.tags },
    byAround: new Map(
      parts.instances.map((instance) => [
        instance.instance.around,
        { instance, pruning: pruningOf(release, lane, instance) },
      ]),
    ),
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
  return working;
}

function pruningOf(release: ReleaseContext, lane: LaneFacts, { context }: LaneInstance): PruneContext {
  const { tenant, environment, version } = lane;
  return {
    context,
    tenant,
    skips: release.skips,
    placeNow: (project, shared) => release.placeNow(shared ? null : (tenant?.id ?? null), environment, project),
    versionWanted: version,
  };
}

function standingOf(working: Working, step: CompiledStep): Standing {
  const { expanded } = step;
  const reason = inheritedReason(working, step) ?? (expanded.chain ? undefined : ownReason(working, step));
  return reason === undefined ? placeStep(expanded, working.parts.targets) : { kind: 'out', reason };
}

function compileLaneStep(working: Working, index: number, step: CompiledStep, known: Standing | undefined): void {
  const standing = known ?? standingOf(working, step);
  const { chain } = step.expanded;
  if (standing.kind !== 'out' && chain?.sharedLane === true) working.shared.set(index, chain.project.id);
  if (standing.kind === 'out' || standing.kind === 'pruned') working.pruned[index] = standing.reason;
  else if (standing.kind === 'refused') note(working, step)(standing.diagnostic);
  else if (standing.kind === 'here') checkPlace(working, index, step, undefined);
  else compileTargets(working, index, step, standing.indexes);
}

/** Why a chain step around it, or the step itself when it is one, is left out. */
function inheritedReason({ leftOut }: Working, { expanded }: CompiledStep): string | undefined {
  if (leftOut.size === 0) return undefined;
  for (const { path } of expanded.inside) {
    const reason = leftOut.get(path);
    if (reason !== undefined) return reason;
  }
  return leftOut.get(expanded.path);
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
  const reason = pruneReason(step.expanded, partOf(working, step).pruning);
  if (reason !== undefined || step.when === undefined || asksForTarget(step)) return reason;
  return whenReason(working, step, undefined);
}

function holdsOn(working: Working, step: CompiledStep, target: number): boolean {
  if (!asksForTarget(step)) return true;
  return whenReason(working, step, target) === undefined;
}

function whenReason(working: Working, step: CompiledStep, target: number | undefined): string | undefined {
  const scope = scopeOf(working, step, target, differingAt(working, step, target), undefined);
  return decideWhen(step, scope, namesIn(working, step), note(working, step));
}

function asksForTarget({ when }: CompiledStep): boolean {
  return when?.condition.references.some(({ path }) => path[0] === 'target') ?? false;
}

/** Everything that is known of a step on one target, or where `release` itself runs. */
function checkPlace(working: Working, index: number, step: CompiledStep, target: number | undefined): void {
  const differing = differingAt(working, step, target);
  if (differing !== undefined) working.overrides[placeKey(index, target)] = differing;
  const { plainNames, inputs, packageId } = step;
  const { get } = partOf(working, step).instance;
  const isPlain = differing === undefined && plainNames !== undefined && areTexts(plainNames, get);
  const isRight = isPlain || inputs.texts.length === 0;
  if (isRight && packageId === undefined) return;
  const before = scopeOf(working, step, target, differing, undefined);
  const report = note(working, step);
  const names = namesIn(working, step);
  if (packageId !== undefined && !checkText(packageId, before, names, report)) return;
  const request = requestPackage(working.release, working.lane, step, before, report);
  if (request !== undefined) addRequest(working, index, request, report);
  if (isRight) return;
  const used = request && namesOfPackage(working, request);
  const scope = used === undefined ? before : scopeOf(working, step, target, differing, used);
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

/** What a step on a target changes of the values of its lane. */
function differingAt(working: Working, step: CompiledStep, target: number | undefined): PlanValues | undefined {
  return partOf(working, step).instance.differs?.(placeOf(working, step, target));
}

function scopeOf(
  working: Working,
  step: CompiledStep,
  target: number | undefined,
  differing: PlanValues | undefined,
  used: PackageNames | undefined,
): TemplateScope {
  const { instance } = partOf(working, step);
  const { get } = nodeScope(namesOf(working, step, target, used), instance.values(), differing, readForPlan);
  return {
    get: (path) => {
      const found = get(path);
      return found.found === false && instance.isWrong(path) ? { found: 'broken' } : found;
    },
  };
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

function partOf({ byAround }: Working, { expanded }: CompiledStep): Part {
  const part = byAround.get(aroundOf(expanded.prefix));
  if (part === undefined) throw new Error(`No values for the steps in "${expanded.prefix}"`);
  return part;
}

/** Names of all variables, for suggestions. */
function namesIn(working: Working, step: CompiledStep): () => readonly string[] {
  return () => [...partOf(working, step).instance.all().keys()];
}

function note(working: Working, step: CompiledStep): (diagnostic: Diagnostic) => void {
  const { context } = partOf(working, step).instance;
  return (diagnostic) => working.release.findings.push({ diagnostic, context });
}

/** Key of a place in `PlanLane.overrides`. */
function placeKey(step: number, target: number | undefined): string {
  return target === undefined ? String(step) : `${step}#${target}`;
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
