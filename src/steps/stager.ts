import type { Plan, PlanStep } from '../plan/model.ts';
import type { AttemptOutcome } from '../run/events.ts';
import { graphsOf } from '../run/graph-shape.ts';
import type { ExecuteRequest } from '../run/ports.ts';
import type { Bundle, BundleStep, BundleWriter } from '../targets/bundle.ts';
import { bundleReader, type NodeBundle } from './bundle-nodes.ts';
import { errored, wordsOf } from './kind.ts';
import type { NodeFacts } from './node-facts.ts';

/** What became of one node on its way into a bundle. */
export type Staged =
  | { readonly kind: 'step'; readonly step: BundleStep }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'refused'; readonly message: string };

export interface StageOrder {
  readonly request: ExecuteRequest;
  readonly facts: NodeFacts;
  readonly bundles: BundleWriter;
  /** Makes a node of the same lane ready; changes nothing anywhere. */
  readonly stageNode: (node: number) => Promise<Staged>;
  readonly log: ((text: string) => void) | undefined;
}

export type Stager = (order: StageOrder) => Promise<AttemptOutcome>;

/**
 * Nodes for a target that nobody reaches end as soon as they are known to fit; whoever is the last of a bundle writes
 * all of it. Nothing is kept between, so it does not matter when a process dies: what was not recorded comes again.
 */
export function createStager(plan: Plan): Stager {
  const readBundle = bundleReader(plan);
  const graphOf = graphsOf(plan);
  const runOf = ({ lane }: NodeFacts, { lane: index }: ExecuteRequest, node: number): PlanStep['run'] =>
    plan.processes[lane.process]?.steps[graphOf(index).step[node] ?? -1]?.run ?? 'success';
  /** By bundle: nodes that this process has dealt with, though their outcome may not be recorded yet; true when they are in it. */
  const seen = new Map<string, Map<number, boolean>>();
  const turns = new Map<string, Promise<unknown>>();

  const take = async (
    order: StageOrder,
    own: Ready,
    { part, nodes }: NodeBundle,
    id: string,
  ): Promise<AttemptOutcome> => {
    const { request, facts } = order;
    const known = seen.get(id) ?? new Map<number, boolean>();
    seen.set(id, known.set(request.node, own.kind === 'step'));
    // While nothing has failed here, steps that wait for a failure do so at the site.
    const waits = (node: number): boolean => request.failed !== true && runOf(facts, request, node) === 'failure';
    const isOpen = (node: number): boolean => !known.has(node) && !waits(node) && request.stands?.(node) === 'open';
    if (nodes.some(isOpen)) return outcomeOf(own);
    const isIn = (node: number): boolean => known.get(node) ?? (waits(node) || request.stands?.(node) === 'succeeded');
    return writeAll(plan, order, own, { part, id, nodes: nodes.filter(isIn) });
  };

  return async (order) => {
    const own = await order.stageNode(order.request.node);
    if (own.kind === 'refused') return errored(own.message);
    const bundle = readBundle(order.request);
    const id = idOf(order.request, order.facts, bundle.part);
    // One at a time, so that of two that end together exactly one is the last.
    const turn = (turns.get(id) ?? Promise.resolve()).then(() => take(order, own, bundle, id));
    turns.set(
      id,
      turn.catch(() => undefined),
    );
    return turn;
  };
}

type Ready = Exclude<Staged, { readonly kind: 'refused' }>;

async function writeAll(
  plan: Plan,
  order: StageOrder,
  own: Ready,
  { id, part, nodes }: { readonly id: string; readonly part: number; readonly nodes: readonly number[] },
): Promise<AttemptOutcome> {
  const { request, facts, bundles, stageNode, log } = order;
  const steps: BundleStep[] = [];
  for (const node of nodes) {
    const staged = node === request.node ? own : await stageNode(node);
    if (staged.kind === 'refused') return errored(staged.message);
    if (staged.kind === 'step') steps.push(staged.step);
  }
  if (steps.length === 0) return outcomeOf(own);
  const written = await bundles.write(bundleOf(plan, order, steps, part, id));
  if (written.kind === 'refused') return errored(wordsOf(written.diagnostics));
  log?.(`bundle ${written.path}\n`);
  if (bundles.awaits === 'written') return outcomeOf(own);
  return {
    kind: 'awaiting',
    gate: 'receipt',
    waitingFor: `the receipt of the bundle ${id} for ${facts.target?.id ?? ''}`,
  };
}

function bundleOf(
  plan: Plan,
  { request, facts }: StageOrder,
  steps: readonly BundleStep[],
  part: number,
  id: string,
): Bundle {
  const { lane, target } = facts;
  return {
    id,
    name: `${lane.project}-${lane.to}-${target?.id ?? ''}-${part + 1}`,
    run: request.run,
    release: plan.header.release,
    project: lane.project,
    version: lane.to,
    tenant: lane.tenant?.id ?? '@untenanted',
    environment: lane.environment,
    target: target?.id ?? '',
    ...(part > 0 && { after: idOf(request, facts, part - 1) }),
    failed: request.failed === true,
    steps,
  };
}

function idOf({ run, lane }: ExecuteRequest, { target }: NodeFacts, part: number): string {
  return `${run}.${lane}.${target?.id ?? ''}.${part + 1}`;
}

function outcomeOf(own: Ready): AttemptOutcome {
  return own.kind === 'skipped' ? own : { kind: 'succeeded' };
}
