import type { GateResult, RunEvent } from './events.ts';
import { afterLane } from './fold-lanes.ts';
import { endElsewhere, openNodeGate, resolveNodeGate } from './lane-fold.ts';
import { park, unpark } from './lane-queue.ts';
import { status } from './node-status.ts';
import { type GateState, laneState, type RunState } from './state.ts';

type GateOpened = Extract<RunEvent, { readonly type: 'gate-opened' }>;
type GateResolved = Extract<RunEvent, { readonly type: 'gate-resolved' }>;

export function applyGateOpened(state: RunState, event: GateOpened, at: number): void {
  const ofNode = event.kind === 'approval' || event.kind === 'receipt' || event.kind === 'target';
  const node = ofNode ? state.addresses.node(event.scope) : undefined;
  state.gates.set(event.gate, {
    id: event.gate,
    kind: event.kind,
    scope: event.scope,
    waitingFor: event.waitingFor,
    until: event.until === undefined ? undefined : Date.parse(event.until),
    openedAt: at,
    node,
    decision: undefined,
  });
  state.releaseTouched = true;
  const keeps = keptBy(state, event);
  if (keeps !== undefined) park(state, keeps);
  if (node === undefined) return;
  openNodeGate(laneState(state, node.lane), node.node, event.waitingFor);
  afterLane(state, node.lane, at);
}

export function applyGateResolved(state: RunState, event: GateResolved, at: number): void {
  const gate = state.gates.get(event.gate);
  if (gate === undefined) throw new Error(`bug: the journal resolves the gate ${event.gate}, which was never opened`);
  const { decision, by, note } = event;
  gate.decision = note === undefined ? { decision, by } : { decision, by, note };
  if (state.status === 'blocked') {
    state.status = 'running';
    state.haltedAt = undefined;
  }
  state.releaseTouched = true;
  const frees = keptBy(state, gate);
  if (frees !== undefined) unpark(state, frees);
  // A lock may be taken again by another run, and a machine go away again: their gates are opened anew each time.
  if (gate.kind === 'lock' || gate.kind === 'target') state.gates.delete(gate.id);
  if (gate.node === undefined) {
    if (decision === 'rejected') state.rejected = `${by} rejected ${gate.scope}`;
    return;
  }
  for (const result of event.results ?? []) takeResult(state, gate.node.lane, result, decision === 'rejected', at);
  resolveNodeGate(laneState(state, gate.node.lane), gate.node.node, gate.decision, at);
  afterLane(state, gate.node.lane, at);
}

function takeResult(state: RunState, lane: number, result: GateResult, failed: boolean, at: number): void {
  const place = state.addresses.node(result.node);
  if (place === undefined || place.lane !== lane) return;
  if (result.outputs !== undefined) laneState(state, lane).outputs.set(place.node, result.outputs);
  if (failed) endElsewhere(laneState(state, lane), place.node, result.how, at);
}

/** The lanes that a gate keeps from starting, if it is of that kind. */
function keptBy(
  state: RunState,
  gate: Pick<GateState, 'kind' | 'scope'> & ({ readonly id: string } | { readonly gate: string }),
): ((lane: number) => boolean) | undefined {
  if (gate.kind === 'lock') {
    const kept = state.addresses.lane(gate.scope);
    return (lane) => lane === kept;
  }
  if (gate.kind !== 'freeze') return undefined;
  const id = 'id' in gate ? gate.id : gate.gate;
  const lanes = new Set(
    state.plan.header.freezes.filter((one) => freezeGate(one.name) === id).flatMap((one) => one.lanes),
  );
  return (lane) => lanes.has(lane);
}

export function freezeGate(name: string): string {
  return `freeze:${name}`;
}

/** Gates that still keep something waiting. A gate whose node has moved on (its lane failed) is over. */
export function openGates(state: RunState): readonly GateState[] {
  return [...state.gates.values()].filter((gate) => gate.decision === undefined && !isOver(state, gate));
}

function isOver(state: RunState, { node }: GateState): boolean {
  if (node === undefined) return false;
  const lane = state.lanes[node.lane];
  const { undoAway } = lane ?? {};
  if (undoAway?.node === node.node) return undoAway.stage !== 'gate';
  return lane?.status[node.node] !== status.gate;
}
