import { mayDecide } from '../run/approval.ts';
import { openGates } from '../run/fold-gates.ts';
import type { RunStore } from '../run/ports.ts';
import type { InboxDecision } from '../views/status/document.ts';
import type { KnownRun } from './read-run.ts';

/** By gate: what people have decided and no process has taken up yet. What a run would not obey is no decision. */
export async function inboxDecisions(
  store: RunStore,
  { state, stored }: KnownRun,
): Promise<ReadonlyMap<string, InboxDecision>> {
  const open = new Map(openGates(state).map((gate) => [gate.id, gate]));
  const decisions = new Map<string, InboxDecision>();
  for (const { signal } of await store.signals(stored.run)) {
    if (signal.kind !== 'gate' || signal.planDigest !== stored.planDigest || decisions.has(signal.gate)) continue;
    const { decision, by } = signal;
    const gate = open.get(signal.gate);
    if (gate !== undefined && mayDecide(state, gate, by)) decisions.set(gate.id, { decision, by });
  }
  return decisions;
}
