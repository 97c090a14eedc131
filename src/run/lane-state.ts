import type { PlanLane, PlanStep } from '../plan/model.ts';
import type { Json } from '../util/json.ts';
import type { LaneEnd } from './events.ts';
import type { LaneGraph } from './graph.ts';
import { NodeMap } from './node-map.ts';
import { statusCount } from './node-status.ts';

export type Outputs = { readonly [name: string]: Json };

/** What a person or the clock said about the gate of a node. */
export interface GateDecision {
  readonly decision: 'approved' | 'rejected' | 'passed';
  readonly by: string;
  readonly note?: string;
}

/**
 * One lane while it runs. Mutable on purpose, and owned by exactly one fold: a run applies 300,000 events a second and
 * more, and copying a node list per event would cost more than all else together. From outside it is a value: the
 * same events give the same state, decisions only read it, and nothing but `lane-fold.ts` writes it.
 * It knows nothing of other lanes, so a distributed host can keep one of these per invocation.
 */
export interface LaneState {
  readonly index: number;
  readonly plan: PlanLane;
  readonly steps: readonly PlanStep[];
  readonly graph: LaneGraph;
  /** Whether its barriers hold it. Lanes outside the tenants of a wave walk through. */
  readonly heldByBarriers: boolean;
  phase: 'waiting' | 'running' | 'ended';
  end: LaneEnd | undefined;
  reason: string | undefined;
  /** Milliseconds since 1970. */
  startedAt: number | undefined;
  endedAt: number | undefined;
  /** A node ended in failure for good: only `failure` and `always` nodes start from here on. */
  failed: boolean;
  cancelling: boolean;
  /** Started again by a resume after it had ended without success. */
  again: boolean;
  readonly counts: Int32Array;
  readonly status: Uint8Array;
  /** Nodes it still waits for. */
  readonly open: Int32Array;
  /** Highest attempt number given out: it never goes back, because it names tickets. */
  readonly attempts: Int32Array;
  /** Highest attempt number when the run was last resumed: retries count from here. */
  readonly attemptsBefore: Int32Array;
  /** Milliseconds since 1970; 0 when not yet. */
  readonly nodeStartedAt: Float64Array;
  readonly nodeEndedAt: Float64Array;
  /** 1 for a node that ended while the lane had failed: it runs again when the lane goes again. */
  readonly endedInFailure: Uint8Array;
  /** Nodes to perform, oldest first; entries whose status is no longer `ready` are stale. */
  readonly ready: NodeQueue;
  readonly due: NodeQueue;
  readonly retrying: NodeQueue;
  /** Nodes that began to wait for a shared lane; the owner of all lanes takes them out. */
  readonly joining: number[];
  /** Succeeded nodes in the order in which they did: what an undo goes through backwards. */
  readonly succeeded: number[];
  /** Of the attempts under way. */
  readonly tickets: (string | undefined)[];
  /** When the last attempt began, in milliseconds since 1970. */
  readonly attemptStartedAt: Float64Array;
  /** When a node tries again (milliseconds since 1970), and as what it has ended if it never may. */
  readonly retries: NodeMap<{ readonly at: number; readonly otherwise: number }>;
  readonly outputs: NodeMap<Outputs>;
  /** Why a node ended as it did, or what it waits for. */
  readonly messages: NodeMap<string>;
  readonly gates: NodeMap<NodeGate>;
  /** Nodes whose last attempt waits for its machine, so the next one is the same one; and whether it may have begun there. */
  readonly unreached: NodeMap<boolean>;
  undoing: { readonly node: number; readonly ticket: string } | undefined;
  /** An undo whose machine could not be asked. */
  undoAway: UndoAway | undefined;
  undoFailed: string | undefined;
  /** Failed nodes whose attempt was taken back; they stay failed. */
  readonly failedUndone: NodeMap<true>;
}

export interface UndoAway {
  readonly node: number;
  readonly waitingFor: string;
  /** Its gate has to be opened; is open; and the machine may be there again. */
  readonly stage: 'due' | 'gate' | 'back';
}

export interface NodeGate {
  readonly kind: 'approval' | 'receipt' | 'target';
  readonly waitingFor: string;
}

/** A list of nodes that is read from the front; items before `head` are gone. */
export interface NodeQueue {
  readonly items: number[];
  head: number;
}

export function createLaneState(
  index: number,
  plan: PlanLane,
  steps: readonly PlanStep[],
  graph: LaneGraph,
  heldByBarriers: boolean,
): LaneState {
  const { size } = graph;
  const numbers = nodeNumbers(size);
  numbers.counts[0] = size;
  numbers.open.set(graph.fine.needs);
  return {
    index,
    plan,
    steps,
    graph,
    heldByBarriers,
    phase: 'waiting',
    end: undefined,
    reason: undefined,
    startedAt: undefined,
    endedAt: undefined,
    failed: false,
    cancelling: false,
    again: false,
    counts: numbers.counts,
    status: numbers.status,
    open: numbers.open,
    attempts: numbers.attempts,
    attemptsBefore: numbers.attemptsBefore,
    nodeStartedAt: numbers.nodeStartedAt,
    nodeEndedAt: numbers.nodeEndedAt,
    attemptStartedAt: numbers.attemptStartedAt,
    endedInFailure: numbers.endedInFailure,
    ready: { items: [], head: 0 },
    due: { items: [], head: 0 },
    retrying: { items: [], head: 0 },
    joining: [],
    succeeded: [],
    tickets: new Array<string | undefined>(size).fill(undefined),
    retries: new NodeMap(),
    outputs: new NodeMap(),
    messages: new NodeMap(),
    gates: new NodeMap(),
    unreached: new NodeMap(),
    undoing: undefined,
    undoAway: undefined,
    undoFailed: undefined,
    failedUndone: new NodeMap(),
  };
}

/** One piece of memory for all numbers of a lane: nine small ones cost ten thousand lanes more than what is in them. */
function nodeNumbers(size: number) {
  const { BYTES_PER_ELEMENT: wide } = Float64Array;
  const { BYTES_PER_ELEMENT: middle } = Int32Array;
  const memory = new ArrayBuffer(3 * wide * size + middle * (3 * size + statusCount) + 2 * size);
  let end = 0;
  // From the widest to the narrowest, so that each begins where its numbers may.
  const take = (bytes: number): number => {
    end += bytes;
    return end - bytes;
  };
  const times = (): Float64Array => new Float64Array(memory, take(wide * size), size);
  const integers = (count = size): Int32Array => new Int32Array(memory, take(middle * count), count);
  const bytes = (): Uint8Array => new Uint8Array(memory, take(size), size);
  return {
    nodeStartedAt: times(),
    nodeEndedAt: times(),
    attemptStartedAt: times(),
    counts: integers(statusCount),
    open: integers(),
    attempts: integers(),
    attemptsBefore: integers(),
    status: bytes(),
    endedInFailure: bytes(),
  };
}

export function countOf(lane: LaneState, code: number): number {
  return lane.counts[code] ?? 0;
}

export function stepOf(lane: LaneState, node: number): PlanStep {
  const step = lane.steps[lane.graph.step[node] ?? -1];
  if (step === undefined) throw new Error(`bug: ${lane.plan.address} has no node ${node}`);
  return step;
}
