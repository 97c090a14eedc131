import type { Plan } from '../plan/model.ts';
import { nodeAddress } from '../run/address.ts';
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
  /** By bundle: the nodes that this process has made ready, though their outcome may not be recorded yet. */
  const ready = new Map<string, Set<number>>();
  const turns = new Map<string, Promise<unknown>>();
  return async (order) => {
    const { request, facts, stageNode } = order;
    const own = await stageNode(request.node);
    if (own.kind === 'refused') return errored(own.message);
    const bundle = readBundle(request);
    const id = idOf(request, facts, bundle.part);
    // One at a time, so that of two that end together exactly one is the last.
    const turn = (turns.get(id) ?? Promise.resolve()).then(async () => {
      const done = ready.get(id) ?? new Set<number>();
      ready.set(id, done);
      if (own.kind === 'step') done.add(request.node);
      return isLast(request, facts, plan, bundle, done) ? seal(order, own, bundle, done, id) : outcomeOf(own);
    });
    turns.set(
      id,
      turn.catch(() => undefined),
    );
    return turn;
  };

  function seal(
    order: StageOrder,
    own: Exclude<Staged, { readonly kind: 'refused' }>,
    bundle: NodeBundle,
    done: ReadonlySet<number>,
    id: string,
  ): Promise<AttemptOutcome> {
    return writeAll(plan, order, own, { ...bundle, nodes: membersOf(plan, order, bundle, done) }, id);
  }
}

function isLast(
  request: ExecuteRequest,
  facts: NodeFacts,
  plan: Plan,
  { nodes }: NodeBundle,
  done: ReadonlySet<number>,
): boolean {
  const comes = (node: number): boolean => request.failed === true || runOf(plan, facts, request, node) !== 'failure';
  return !nodes.some(
    (node) => node !== request.node && comes(node) && !done.has(node) && request.stands?.(node) === 'open',
  );
}

/** Those that were made ready, and, while nothing has failed, those that wait for a failure at the site. */
function membersOf(plan: Plan, { request, facts }: StageOrder, { nodes }: NodeBundle, done: ReadonlySet<number>) {
  return nodes.filter((node) => {
    if (node === request.node || done.has(node) || request.stands?.(node) === 'succeeded') return true;
    return request.failed !== true && runOf(plan, facts, request, node) === 'failure';
  });
}

function runOf(plan: Plan, { lane }: NodeFacts, request: ExecuteRequest, node: number): string {
  const graph = graphsOf(plan)(request.lane);
  return plan.processes[lane.process]?.steps[graph.step[node] ?? -1]?.run ?? 'success';
}

async function writeAll(
  plan: Plan,
  order: StageOrder,
  own: Exclude<Staged, { readonly kind: 'refused' }>,
  { nodes, part }: NodeBundle,
  id: string,
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

function outcomeOf(own: Exclude<Staged, { readonly kind: 'refused' }>): AttemptOutcome {
  return own.kind === 'skipped' ? own : { kind: 'succeeded' };
}

/** Addresses of nodes, for receipts. */
export function addressOf(plan: Plan, { lane }: NodeFacts, request: Pick<ExecuteRequest, 'lane' | 'node'>): string {
  const steps = plan.processes[lane.process]?.steps ?? [];
  return nodeAddress(lane, steps, graphsOf(plan)(request.lane), request.node);
}
