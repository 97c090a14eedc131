import { role, runs } from './graph.ts';
import type { Edges } from './graph-edges.ts';
import { type LaneState, type NodeGate, type NodeQueue, stepOf } from './lane-state.ts';
import { hasEnded, isFailure, status } from './node-status.ts';

/** Notes the status and keeps the counters right; tells nobody. */
export function note(lane: LaneState, node: number, code: number): void {
  const before = lane.status[node] ?? 0;
  lane.status[node] = code;
  lane.counts[before] = (lane.counts[before] ?? 0) - 1;
  lane.counts[code] = (lane.counts[code] ?? 0) + 1;
}

/** Notes that a node has ended, without waking whoever waits for it. */
export function noteEnd(lane: LaneState, node: number, code: number, at: number): void {
  note(lane, node, code);
  lane.nodeEndedAt[node] = at;
  lane.endedInFailure[node] = lane.failed ? 1 : 0;
  if (code === status.succeeded) lane.succeeded.push(node);
}

/** Ends a node and wakes those that waited for it last. */
export function endNode(lane: LaneState, node: number, code: number, at: number): void {
  const had = hasEnded(lane.status[node] ?? 0);
  noteEnd(lane, node, code, at);
  if (had) return;
  const edges = edgesNow(lane);
  for (let place = edges.start[node] ?? 0; place < (edges.start[node + 1] ?? 0); place++) {
    const dependent = edges.dependents[place] ?? 0;
    const left = (lane.open[dependent] ?? 0) - 1;
    lane.open[dependent] = left;
    if (left === 0) wake(lane, dependent, at);
  }
}

function edgesNow(lane: LaneState): Edges {
  return lane.failed ? lane.graph.failed : lane.graph.fine;
}

/** Counts anew what each node waits for, and wakes what waits for nothing. Costs the whole lane: once per failure. */
export function countAnew(lane: LaneState, at: number): void {
  const edges = edgesNow(lane);
  rebuild(lane.ready, lane, status.ready);
  rebuild(lane.due, lane, status.due);
  rebuild(lane.retrying, lane, status.retry);
  lane.open.set(edges.needs);
  for (let node = 0; node < lane.graph.size; node++) {
    if (!hasEnded(lane.status[node] ?? 0)) continue;
    for (let place = edges.start[node] ?? 0; place < (edges.start[node + 1] ?? 0); place++) {
      const dependent = edges.dependents[place] ?? 0;
      lane.open[dependent] = (lane.open[dependent] ?? 0) - 1;
    }
  }
  if (lane.phase === 'running') wakeAll(lane, at);
}

export function wakeAll(lane: LaneState, at: number): void {
  for (let node = 0; node < lane.graph.size; node++) if (lane.open[node] === 0) wake(lane, node, at);
}

/** All that a pending node waits for has ended. */
function wake(lane: LaneState, node: number, at: number): void {
  if (lane.phase !== 'running' || lane.status[node] !== status.pending) return;
  if (!lane.failed && lane.graph.runs[node] === runs.failure) return;
  switch (lane.graph.role[node]) {
    case role.join:
      completeJoin(lane, node, at);
      return;
    case role.shared:
      note(lane, node, status.joining);
      lane.joining.push(node);
      return;
    case role.approval:
      awaitGate(lane, node, { kind: 'approval', waitingFor: `approval of ${stepOf(lane, node).name}` });
      return;
    default:
      // Never twice in the list: a node becomes ready again only after `countAnew`, which cleans it.
      note(lane, node, status.ready);
      dropStale(lane.ready, lane, status.ready);
      lane.ready.items.push(node);
  }
}

export function awaitGate(lane: LaneState, node: number, gate: NodeGate): void {
  lane.gates.set(node, gate);
  note(lane, node, status.due);
  push(lane.due, lane, node, status.due);
}

/** Adds a node that may still stand in the list from an earlier turn. */
export function push(queue: NodeQueue, lane: LaneState, node: number, code: number): void {
  dropStale(queue, lane, code);
  if (!queue.items.includes(node, queue.head)) queue.items.push(node);
}

function rebuild(queue: NodeQueue, lane: LaneState, code: number): void {
  const living = queue.items.slice(queue.head).filter((node) => lane.status[node] === code);
  queue.items.length = 0;
  for (const node of living) queue.items.push(node);
  queue.head = 0;
}

/** Forgets items at the front that have moved on. Compacts now and then, so that the list stays as long as its use. */
function dropStale(queue: NodeQueue, lane: LaneState, code: number): void {
  while (queue.head < queue.items.length && lane.status[queue.items[queue.head] ?? -1] !== code) queue.head++;
  if (queue.head < 32 || queue.head * 2 < queue.items.length) return;
  queue.items.splice(0, queue.head);
  queue.head = 0;
}

function completeJoin(lane: LaneState, node: number, at: number): void {
  const verdict = joinVerdict(lane, node);
  if (verdict === status.failed) lane.messages.set(node, 'not every step of the chained project succeeded');
  if (verdict !== status.succeeded) {
    endNode(lane, node, verdict, at);
    return;
  }
  const held = lane.heldByBarriers && lane.graph.barrier[node] !== 0;
  if (!held) {
    passJoin(lane, node, at);
    return;
  }
  if (lane.failed) endNode(lane, node, status.dropped, at);
  else note(lane, node, status.barrier);
}

/** A chain step that nothing holds any more. */
export function passJoin(lane: LaneState, node: number, at: number): void {
  const pruned = lane.plan.pruned[lane.graph.step[node] ?? -1];
  if (pruned !== undefined) lane.messages.set(node, pruned);
  endNode(lane, node, pruned === undefined ? status.succeeded : status.skipped, at);
}

function joinVerdict(lane: LaneState, node: number): number {
  let verdict: number = status.succeeded;
  for (const child of stepOf(lane, node).chain?.children ?? []) {
    const first = lane.graph.first[child] ?? -1;
    for (let slot = 0; slot < (lane.graph.count[child] ?? 0); slot++) {
      const code = lane.status[first + slot] ?? 0;
      if (isFailure(code)) return status.failed;
      if (code === status.dropped || code === status.undone) verdict = status.dropped;
    }
  }
  return verdict;
}
