import { AddressBook } from '../run/address.ts';
import { graphsOf } from '../run/graph-shape.ts';
import type { NodeDecisionRequest } from '../run/host-types.ts';
import { identify } from '../store/runner-identity.ts';
import { type Failure, failure } from './failure.ts';
import type { ParsedArguments } from './parsed-arguments.ts';
import type { KnownRun } from './read-run.ts';
import { unknownNode } from './unknown-node.ts';

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
      if (book.node(node) === undefined) return unknownNode({ run: known.stored.run, plan: known.plan }, node);
      decisions.push({ node, decision, by, ...(note === undefined ? {} : { note }) });
    }
  }
  return { kind: 'decided', decisions };
}
