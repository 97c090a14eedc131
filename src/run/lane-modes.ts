import type { LaneEnd } from './events.ts';
import { role, runs } from './graph.ts';
import { countAnew, note, noteEnd, wakeAll } from './lane-nodes.ts';
import type { LaneState } from './lane-state.ts';
import { hasEnded, status } from './node-status.ts';

const droppedReason = 'an earlier step failed';

export function startLane(lane: LaneState, at: number): void {
  lane.phase = 'running';
  lane.end = undefined;
  lane.reason = undefined;
  lane.endedAt = undefined;
  lane.startedAt ??= at;
  wakeAll(lane, at);
}

/** The first node failed for good: `success` nodes that have not started never will; the others get their turn. */
export function enterFailure(lane: LaneState, at: number): void {
  lane.failed = true;
  for (let node = 0; node < lane.graph.size; node++) {
    const code = lane.status[node] ?? 0;
    if (hasEnded(code) || code === status.running || code === status.unknown) continue;
    // It may run on a machine that cannot be asked: it is no more dropped than one that runs here.
    if (lane.unreached.has(node)) continue;
    if (lane.graph.runs[node] === runs.success) drop(lane, node, code, at);
    else if (code === status.ready || code === status.joining) note(lane, node, status.pending);
  }
  countAnew(lane, at);
}

function drop(lane: LaneState, node: number, code: number, at: number): void {
  // A chain step still says how its children ended.
  if (lane.graph.role[node] === role.join && code !== status.barrier) return;
  if (code === status.retry) {
    giveUp(lane, node, at);
    return;
  }
  lane.messages.set(node, droppedReason);
  noteEnd(lane, node, status.dropped, at);
}

/** A node that waited for its next attempt ends as its last attempt did. */
function giveUp(lane: LaneState, node: number, at: number): void {
  const code = lane.retries.get(node)?.otherwise ?? status.failed;
  lane.retries.delete(node);
  noteEnd(lane, node, code, at);
}

export function finishLane(lane: LaneState, end: LaneEnd, reason: string | undefined, at: number): void {
  lane.phase = 'ended';
  lane.end = end;
  lane.undoAway = undefined;
  lane.reason = reason;
  lane.endedAt = at;
  for (let node = 0; node < lane.graph.size; node++) {
    const code = lane.status[node] ?? 0;
    if (hasEnded(code)) continue;
    if (code === status.retry) giveUp(lane, node, at);
    else closeNode(lane, node, end, at);
  }
}

function closeNode(lane: LaneState, node: number, end: LaneEnd, at: number): void {
  switch (end) {
    case 'succeeded':
      lane.messages.set(node, 'nothing failed');
      noteEnd(lane, node, status.skipped, at);
      return;
    case 'cancelled':
      noteEnd(lane, node, status.cancelled, at);
      return;
    case 'failed':
    case 'undone':
    case 'skipped':
      lane.messages.set(node, lane.reason ?? droppedReason);
      noteEnd(lane, node, status.dropped, at);
      return;
    default:
      end satisfies never;
      return;
  }
}

/**
 * The lane goes again. What succeeded stays done, except what ran because the lane had failed: the next pass may need
 * it again. Attempt numbers go on from where they were, because they name tickets.
 */
export function resetLane(lane: LaneState, at: number): void {
  for (let node = 0; node < lane.graph.size; node++) {
    const code = lane.status[node] ?? 0;
    const again = hasEnded(code) && (code >= status.dropped || lane.endedInFailure[node] === 1);
    if (again) reopenNode(lane, node);
    lane.attemptsBefore[node] = lane.attempts[node] ?? 0;
  }
  const kept = lane.succeeded.filter((node) => lane.status[node] === status.succeeded);
  lane.succeeded.splice(0, lane.succeeded.length, ...kept);
  lane.failed = false;
  lane.cancelling = false;
  lane.undoAway = undefined;
  lane.undoFailed = undefined;
  lane.failedUndone.clear();
  lane.again = true;
  if (lane.phase === 'ended') lane.phase = 'waiting';
  lane.end = undefined;
  lane.reason = undefined;
  lane.endedAt = undefined;
  countAnew(lane, at);
}

export function reopenNode(lane: LaneState, node: number): void {
  note(lane, node, status.pending);
  lane.nodeEndedAt[node] = 0;
  lane.endedInFailure[node] = 0;
  lane.messages.delete(node);
  lane.outputs.delete(node);
}
