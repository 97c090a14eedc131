import { didYouMean } from '../diagnostics/suggest.ts';
import type { Plan } from '../plan/model.ts';
import { AddressBook } from '../run/address.ts';
import { graphsOf } from '../run/graph-shape.ts';
import type { NodeDecisionRequest } from '../run/host-types.ts';
import { identify } from '../store/runner-identity.ts';
import { type Failure, failure } from './failure.ts';
import type { ParsedArguments } from './parsed-arguments.ts';
import type { KnownRun } from './read-run.ts';

export type Decisions = { readonly kind: 'decided'; readonly decisions: readonly NodeDecisionRequest[] } | Failure;

/** What a person decides about nodes with `--rerun`, `--mark-succeeded` and `--skip`. */
export function decisionsOf(args: ParsedArguments, known: KnownRun, pid: number): Decisions {
  const note = args.text('note');
  if (args.list('mark-succeeded') !== undefined && note === undefined) {
    return failure('REL3003', '--mark-succeeded needs a --note that says how you know', 'add --note "…"');
  }
  const by = identify(pid).user;
  const book = new AddressBook(known.plan, graphsOf(known.plan));
  const decisions: NodeDecisionRequest[] = [];
  for (const decision of ['rerun', 'mark-succeeded', 'skip'] as const) {
    for (const node of args.list(decision) ?? []) {
      if (book.node(node) === undefined) return unknownNode(known, node);
      decisions.push({ node, decision, by, ...(note === undefined ? {} : { note }) });
    }
  }
  return { kind: 'decided', decisions };
}

function unknownNode({ plan, stored }: KnownRun, node: string): Failure {
  const hint = didYouMean(node, addressesNear(plan, node)) ?? `see release status ${stored.run} --all`;
  return failure('REL3024', `The run ${stored.run} has no node "${node}"`, hint);
}

/** The steps of the deployment that was meant; where there is none, the deployments. */
function addressesNear({ lanes, processes }: Plan, node: string): readonly string[] {
  const lane = lanes.find(({ address }) => node.startsWith(`${address}/`));
  if (lane === undefined) return lanes.map(({ address }) => address);
  const steps = processes[lane.process]?.steps ?? [];
  return steps.flatMap(({ path }, index) => (lane.pruned[index] === undefined ? [`${lane.address}/${path}`] : []));
}
