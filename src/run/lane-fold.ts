import type { AttemptOutcome, LaneEnd } from './events.ts';
import { role, runs } from './graph.ts';
import { enterFailure, reopenNode } from './lane-modes.ts';
import { awaitGate, countAnew, endNode, note, noteEnd, passJoin, push } from './lane-nodes.ts';
import { type GateDecision, type LaneState, type Outputs, stepOf } from './lane-state.ts';
import { hasEnded, isFailure, status } from './node-status.ts';
import { retryTime } from './retry.ts';

/** What events do to a lane. `at` is the record's time, in milliseconds since 1970. */

export function startAttempt(lane: LaneState, node: number, attempt: number, ticket: string, at: number): void {
  lane.attempts[node] = attempt;
  lane.tickets[node] = ticket;
  lane.attemptStartedAt[node] = at;
  lane.retries.delete(node);
  if (lane.nodeStartedAt[node] === 0) lane.nodeStartedAt[node] = at;
  note(lane, node, status.running);
}

export function finishAttempt(lane: LaneState, node: number, outcome: AttemptOutcome, at: number): void {
  lane.tickets[node] = undefined;
  const mayHaveBegun = lane.unreached.get(node) === true;
  lane.unreached.delete(node);
  switch (outcome.kind) {
    case 'succeeded':
      if (outcome.outputs !== undefined) lane.outputs.set(node, outcome.outputs);
      lane.messages.delete(node);
      endNode(lane, node, status.succeeded, at);
      return;
    case 'skipped':
      lane.messages.set(node, outcome.reason);
      endNode(lane, node, status.skipped, at);
      return;
    case 'awaiting':
      if (outcome.gate === 'target') lane.unreached.set(node, mayHaveBegun || outcome.unheard !== true);
      awaitGate(lane, node, { kind: outcome.gate, waitingFor: outcome.waitingFor });
      return;
    case 'cancelled':
      fail(lane, node, status.cancelled, at);
      return;
    case 'failed':
    case 'errored':
    case 'timed-out':
    case 'unknown':
      notSucceeded(lane, node, outcome, at);
      return;
    default:
      outcome satisfies never;
      return;
  }
}

type NotSucceeded = Extract<AttemptOutcome, { readonly message: string }>;

function notSucceeded(lane: LaneState, node: number, outcome: NotSucceeded, at: number): void {
  lane.messages.set(node, outcome.message);
  const tries = (lane.attempts[node] ?? 0) - (lane.attemptsBefore[node] ?? 0);
  const stopped = lane.cancelling || (lane.failed && lane.graph.runs[node] === 0);
  const again = stopped ? undefined : retryTime(stepOf(lane, node), outcome, tries, at);
  const code = failureCode(outcome);
  if (again === undefined) {
    fail(lane, node, code, at);
    return;
  }
  lane.retries.set(node, { at: again, otherwise: code });
  note(lane, node, status.retry);
  push(lane.retrying, lane, node, status.retry);
}

function failureCode(outcome: NotSucceeded): number {
  switch (outcome.kind) {
    case 'failed':
      return status.failed;
    case 'errored':
      return status.errored;
    case 'timed-out':
      return status.timedOut;
    case 'unknown':
      return status.unknown;
    default:
      return outcome satisfies never;
  }
}

function fail(lane: LaneState, node: number, code: number, at: number): void {
  // Unknown is no end: whoever waits for the node goes on waiting until a person decides.
  if (code === status.unknown) {
    note(lane, node, code);
    return;
  }
  if (lane.failed || lane.cancelling) {
    endNode(lane, node, code, at);
    return;
  }
  noteEnd(lane, node, code, at);
  enterFailure(lane, at);
}

export function openNodeGate(lane: LaneState, node: number, waitingFor: string): void {
  if (lane.undoAway?.node === node) lane.undoAway = { ...lane.undoAway, stage: 'gate' };
  if (lane.status[node] !== status.due) return;
  const gate = lane.gates.get(node);
  // With the message of the step, which was not filled in before.
  if (gate?.kind === 'approval') lane.gates.set(node, { ...gate, waitingFor });
  note(lane, node, status.gate);
}

export function resolveNodeGate(lane: LaneState, node: number, decision: GateDecision, at: number): void {
  if (lane.undoAway?.node === node) askForUndo(lane);
  if (lane.status[node] !== status.gate) return;
  if (lane.unreached.has(node)) {
    askMachine(lane, node);
    return;
  }
  if (decision.decision === 'rejected') {
    const rejected = `rejected by ${decision.by}${decision.note === undefined ? '' : `: ${decision.note}`}`;
    const isReceipt = lane.gates.get(node)?.kind === 'receipt' && decision.note !== undefined;
    lane.messages.set(node, isReceipt ? (decision.note ?? '') : rejected);
    fail(lane, node, status.failed, at);
    return;
  }
  if (lane.graph.role[node] === role.approval) lane.outputs.set(node, approvalOutputs(decision));
  lane.messages.delete(node);
  endNode(lane, node, status.succeeded, at);
}

/** The undo that waits for its machine goes on. */
export function askForUndo(lane: LaneState): void {
  if (lane.undoAway !== undefined) lane.undoAway = { ...lane.undoAway, stage: 'back' };
}

/** The attempt that waits for its machine goes on. */
export function askMachine(lane: LaneState, node: number): void {
  if (lane.status[node] !== status.gate && lane.status[node] !== status.due) return;
  lane.gates.delete(node);
  note(lane, node, status.ready);
  push(lane.ready, lane, node, status.ready);
}

/** A step that waits for a failure has had its turn where the failure was seen; like its kind, it goes again with the lane. */
export function endElsewhere(lane: LaneState, node: number, how: 'succeeded' | 'failed' | 'skipped', at: number): void {
  if (hasEnded(lane.status[node] ?? 0) || lane.graph.runs[node] !== runs.failure) return;
  noteEnd(lane, node, status[how], at);
  lane.endedInFailure[node] = 1;
}

function approvalOutputs({ by, note: words }: GateDecision): Outputs {
  return words === undefined ? { approved: true, by } : { approved: true, by, note: words };
}

export function openBarrier(lane: LaneState, node: number, at: number): void {
  if (lane.status[node] === status.barrier) passJoin(lane, node, at);
}

/** The shared lane that a node waits for has ended. */
export function endJoining(lane: LaneState, node: number, end: LaneEnd, at: number): void {
  if (lane.status[node] !== status.joining) return;
  if (end === 'succeeded') {
    endNode(lane, node, status.succeeded, at);
    return;
  }
  lane.messages.set(node, `the shared deployment ended ${end}`);
  fail(lane, node, status.failed, at);
}

export type NodeDecision = 'rerun' | 'skip' | 'mark-succeeded';

/**
 * A person's word about a node. A running node is left alone: first it has to be stopped. So is a lane that has ended,
 * and an ended step of a lane that is busy failing: a resume makes both go again first.
 */
export function decideNode(lane: LaneState, node: number, decision: NodeDecision, by: string, at: number): void {
  const code = lane.status[node] ?? 0;
  if (code === status.running || lane.phase === 'ended' || (lane.failed && hasEnded(code))) return;
  lane.retries.delete(node);
  if (decision === 'rerun') {
    if (hasEnded(code) || code === status.unknown) reopenNode(lane, node);
    lane.attemptsBefore[node] = lane.attempts[node] ?? 0;
  } else {
    lane.unreached.delete(node);
    lane.messages.set(node, `${decision === 'skip' ? 'skipped' : 'marked as succeeded'} by ${by}`);
    noteEnd(lane, node, decision === 'skip' ? status.skipped : status.succeeded, at);
    lane.endedInFailure[node] = 0;
  }
  countAnew(lane, at);
}

export function startUndo(lane: LaneState, node: number, ticket: string): void {
  lane.undoing = { node, ticket };
  lane.undoAway = undefined;
}

export function finishUndo(lane: LaneState, node: number, outcome: AttemptOutcome): void {
  lane.undoing = undefined;
  if (outcome.kind === 'awaiting') {
    lane.undoAway = { node, waitingFor: outcome.waitingFor, stage: 'due' };
    return;
  }
  if (outcome.kind === 'succeeded' || outcome.kind === 'skipped') {
    if (isFailure(lane.status[node] ?? 0)) {
      lane.failedUndone.set(node, true);
      return;
    }
    note(lane, node, status.undone);
    lane.outputs.delete(node);
    return;
  }
  lane.undoFailed = 'message' in outcome ? outcome.message : outcome.kind;
}
