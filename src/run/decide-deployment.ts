import { nodeAddress } from './address.ts';
import type { GateKind, LaneEnd } from './events.ts';
import { role } from './graph.ts';
import { begunAway } from './lane-away.ts';
import { countOf, type LaneState, type NodeGate, type NodeQueue, type UndoAway } from './lane-state.ts';
import { isFailure, status } from './node-status.ts';

export type DeploymentAction =
  | { readonly kind: 'start'; readonly node: number; readonly attempt: number }
  | { readonly kind: 'undo'; readonly node: number }
  | {
      readonly kind: 'open-gate';
      readonly gate: string;
      readonly gateKind: GateKind;
      readonly node: number;
      readonly waitingFor: string;
    }
  | { readonly kind: 'finish'; readonly end: LaneEnd; readonly reason?: string };

/** What a lane is told from outside; it never looks there itself. */
export interface DeploymentInput {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Most steps to start now. */
  readonly limit: number;
  /** The run has stopped: only a lane that has failed goes on, to its end. */
  readonly halted: boolean;
  readonly undoOnFailure: boolean;
  readonly canUndo: (node: number) => boolean;
  readonly canUndoFailed?: (node: number) => boolean;
  readonly isCommit?: (node: number) => boolean;
  /** A shared target that is full, for example. Such a node stays ready. */
  readonly mustWait?: (node: number) => boolean;
}

export interface DeploymentDecision {
  readonly actions: readonly DeploymentAction[];
  /** When to ask again though nothing has happened, in milliseconds since 1970. */
  readonly wakeAt: number | undefined;
  /** Nodes that could start were left for lack of room. */
  readonly starved: boolean;
}

/** Never added to. */
const none: DeploymentAction[] = [];
const nothing: DeploymentDecision = { actions: none, wakeAt: undefined, starved: false };

/**
 * What a lane does next. Reads the lane and its input and nothing else, so a distributed host can ask inside the
 * durable handler of one lane. Costs what there is to do, not what there is.
 */
export function decideDeployment(lane: LaneState, input: DeploymentInput): DeploymentDecision {
  if (lane.phase !== 'running') return nothing;
  if (lane.cancelling) return decideCancelled(lane, input);
  // Nobody knows what an unknown step did: nothing is built upon it, not even a clean-up.
  if (countOf(lane, status.unknown) > 0 || lane.undoing !== undefined) return nothing;
  if (lane.undoAway !== undefined) return undoAgain(lane, lane.undoAway);
  if (isOver(lane)) return only(ending(lane, input));
  if (input.halted && !lane.failed) return nothing;
  return startWhatCan(lane, input);
}

/** What may run on a machine that is away is stopped when that is back: the lane ends after it. */
function decideCancelled(lane: LaneState, { limit }: DeploymentInput): DeploymentDecision {
  if (countOf(lane, status.running) > 0 || lane.undoing !== undefined) return nothing;
  if (lane.undoAway !== undefined) return undoAgain(lane, lane.undoAway);
  const away = begunAway(lane);
  if (away.length === 0) return only({ kind: 'finish', end: 'cancelled' });
  const gates = away.filter((node) => lane.status[node] === status.due).map((node) => gateAction(lane, node));
  const ready = away.filter((node) => lane.status[node] === status.ready);
  const starts = ready
    .slice(0, Math.max(0, limit))
    .map((node): DeploymentAction => ({ kind: 'start', node, attempt: lane.attempts[node] ?? 1 }));
  return { actions: [...gates, ...starts], wakeAt: undefined, starved: starts.length < ready.length };
}

function undoAgain(lane: LaneState, { node, stage, waitingFor }: UndoAway): DeploymentDecision {
  if (stage === 'gate') return nothing;
  return only(stage === 'back' ? { kind: 'undo', node } : openGate(lane, node, { kind: 'target', waitingFor }));
}

function only(action: DeploymentAction): DeploymentDecision {
  return { actions: [action], wakeAt: undefined, starved: false };
}

/** Nothing is open but, in a lane that is fine, the steps for failures. */
function isOver(lane: LaneState): boolean {
  let open = 0;
  for (let code: number = status.ready; code < status.succeeded; code++) open += countOf(lane, code);
  if (open > 0) return false;
  const pending = countOf(lane, status.pending);
  if (pending === 0) return true;
  if (lane.failed) return false;
  for (let node = 0; node < lane.graph.size; node++) {
    if (lane.status[node] === status.pending && lane.graph.runs[node] !== 1) return false;
  }
  return true;
}

function ending(lane: LaneState, input: DeploymentInput): DeploymentAction {
  if (!lane.failed) return { kind: 'finish', end: 'succeeded' };
  if (!input.undoOnFailure) return { kind: 'finish', end: 'failed' };
  if (lane.undoFailed !== undefined) {
    return { kind: 'finish', end: 'failed', reason: `it could not be undone: ${lane.undoFailed}` };
  }
  const isCommit = input.isCommit;
  // Behind a point of no return nothing is taken back: the rest is mended, not undone.
  if (isCommit !== undefined && lane.succeeded.some((one) => stands(lane, one) && isCommit(one))) {
    return { kind: 'finish', end: 'failed' };
  }
  const node = failedToUndo(lane, input) ?? lane.succeeded.findLast((one) => stands(lane, one) && input.canUndo(one));
  return node === undefined ? { kind: 'finish', end: 'undone' } : { kind: 'undo', node };
}

function stands(lane: LaneState, node: number): boolean {
  return lane.status[node] === status.succeeded && lane.graph.role[node] === role.act && lane.attempts[node] !== 0;
}

/** A failed step whose attempt may have left something; the last in the order of the process first. */
function failedToUndo(lane: LaneState, { canUndoFailed }: DeploymentInput): number | undefined {
  if (canUndoFailed === undefined) return undefined;
  for (let node = lane.graph.size - 1; node >= 0; node--) {
    if (!isFailure(lane.status[node] ?? 0) || lane.attempts[node] === 0 || lane.failedUndone.has(node)) continue;
    if (lane.graph.role[node] === role.act && canUndoFailed(node)) return node;
  }
  return undefined;
}

function startWhatCan(lane: LaneState, input: DeploymentInput): DeploymentDecision {
  if (countOf(lane, status.due) + countOf(lane, status.ready) + countOf(lane, status.retry) === 0) return nothing;
  const choice: Choice = { actions: none, wakeAt: undefined, starved: false, room: input.limit };
  visit(lane, lane.due, status.due, input, choice, openItsGate);
  visit(lane, lane.retrying, status.retry, input, choice, tryAgain);
  visit(lane, lane.ready, status.ready, input, choice, start);
  return choice;
}

/** A decision while it is made. Mostly of one action, for which a list that can grow would be ten times too long. */
interface Choice {
  actions: DeploymentAction[];
  wakeAt: number | undefined;
  starved: boolean;
  /** For how many more attempts there is room. */
  room: number;
}

/** False: nobody behind the node needs to be looked at. */
type Visit = (lane: LaneState, node: number, input: DeploymentInput, choice: Choice) => boolean;

/** Goes through the living items of a queue. Asked after every event of every lane, so no visitor is made for it. */
function visit(
  lane: LaneState,
  queue: NodeQueue,
  code: number,
  input: DeploymentInput,
  choice: Choice,
  each: Visit,
): void {
  let left = countOf(lane, code);
  for (let place = queue.head; place < queue.items.length && left > 0; place++) {
    const node = queue.items[place] ?? -1;
    if (lane.status[node] !== code) continue;
    left--;
    if (!each(lane, node, input, choice)) return;
  }
}

const openItsGate: Visit = (lane, node, _, choice) => {
  add(choice, gateAction(lane, node));
  return true;
};

const tryAgain: Visit = (lane, node, input, choice) => {
  const at = lane.retries.get(node)?.at ?? input.now;
  if (at <= input.now) return start(lane, node, input, choice);
  choice.wakeAt = Math.min(at, choice.wakeAt ?? at);
  return true;
};

const start: Visit = (lane, node, input, choice) => {
  if (choice.room <= 0) {
    choice.starved = true;
    return false;
  }
  if (input.mustWait?.(node) === true) return true;
  choice.room--;
  // An attempt that nobody could be asked about goes on as itself: its ticket makes that one start.
  const next = lane.unreached.has(node) ? 0 : 1;
  add(choice, { kind: 'start', node, attempt: (lane.attempts[node] ?? 0) + next });
  return true;
};

function add(choice: Choice, action: DeploymentAction): void {
  if (choice.actions === none) choice.actions = [action];
  else choice.actions.push(action);
}

function gateAction(lane: LaneState, node: number): DeploymentAction {
  const waitingFor = nodeAddress(lane.plan, lane.steps, lane.graph, node);
  return openGate(lane, node, lane.gates.get(node) ?? { kind: 'approval', waitingFor });
}

function openGate(lane: LaneState, node: number, { kind: gateKind, waitingFor }: NodeGate): DeploymentAction {
  const address = nodeAddress(lane.plan, lane.steps, lane.graph, node);
  const gate = `${gateKind === 'approval' ? 'approve' : gateKind}:${address}`;
  return { kind: 'open-gate', gate, gateKind, node, waitingFor };
}
