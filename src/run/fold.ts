import type { Plan } from '../plan/model.ts';
import type { NodePlace } from './address.ts';
import type { JournalRecord, RunEvent } from './events.ts';
import { setBack } from './fold-clock.ts';
import { applyGateOpened, applyGateResolved } from './fold-gates.ts';
import { afterLane, finishLaneOf } from './fold-lanes.ts';
import { applyResume } from './fold-resume.ts';
import { decideNode, finishAttempt, finishUndo, openBarrier, startAttempt, startUndo } from './lane-fold.ts';
import { startLane } from './lane-modes.ts';
import { advance } from './lane-queue.ts';
import { status } from './node-status.ts';
import { createRunState, laneState, type RunState, type WaveState } from './state.ts';

/** The state of a run after these events. The same plan and events always give the same state. */
export function fold(plan: Plan, records: Iterable<JournalRecord>): RunState {
  const state = createRunState(plan);
  for (const record of records) apply(state, record);
  return state;
}

/**
 * Adds one event to a state that the caller owns. Throws when the event names what is not in the plan. `place`: where
 * the node is that the event names, from a caller who knows.
 */
export function apply(state: RunState, record: JournalRecord, place?: NodePlace): void {
  state.seq = record.seq;
  const at = timeOf(record.at);
  if (at < state.lastAt) setBack(state, state.lastAt - at);
  state.lastAt = at;
  applyEvent(state, record.event, at, place);
}

function applyEvent(state: RunState, event: RunEvent, at: number, place: NodePlace | undefined): void {
  switch (event.type) {
    case 'attempt-started':
    case 'attempt-finished':
    case 'node-decided':
    case 'undo-started':
    case 'undo-finished':
      applyNodeEvent(state, place ?? nodeAt(state, event.node), event, at);
      return;
    case 'lane-started':
    case 'lane-finished':
      applyLaneEvent(state, event, at);
      return;
    case 'gate-opened':
      applyGateOpened(state, event, at);
      return;
    case 'gate-resolved':
      applyGateResolved(state, event, at);
      return;
    case 'wave-started':
    case 'wave-finished':
    case 'barrier-opened':
      state.releaseTouched = true;
      applyWaveEvent(state, event, at);
      return;
    default:
      state.releaseTouched = true;
      applyRunEvent(state, event, at);
      return;
  }
}

type NodeEvent = Extract<RunEvent, { readonly node: string }>;

function applyNodeEvent(state: RunState, { lane: index, node }: NodePlace, event: NodeEvent, at: number): void {
  const lane = laneState(state, index);
  switch (event.type) {
    case 'attempt-started':
      state.inFlight++;
      startAttempt(lane, node, event.attempt, event.ticket, at);
      break;
    case 'attempt-finished':
      if (lane.status[node] === status.running) state.inFlight--;
      finishAttempt(lane, node, event.outcome, at);
      break;
    case 'node-decided':
      decideNode(lane, node, event.decision, event.by, at);
      break;
    case 'undo-started':
      state.inFlight++;
      startUndo(lane, node, event.ticket);
      break;
    case 'undo-finished':
      if (lane.undoing !== undefined) state.inFlight--;
      finishUndo(lane, node, event.outcome);
      break;
    default:
      event satisfies never;
      return;
  }
  // A halted run ends when the last attempt does, though its lane may look as before.
  if (state.inFlight === 0) state.releaseTouched = true;
  afterLane(state, index, at);
}

type LaneEvent = Extract<RunEvent, { readonly lane: string }>;

function applyLaneEvent(state: RunState, event: LaneEvent, at: number): void {
  const index = state.addresses.lane(event.lane);
  if (index === undefined) throw new Error(`bug: the journal names ${event.lane}, which is not in the plan`);
  if (event.type === 'lane-finished') {
    finishLaneOf(state, index, event.end, event.reason, at);
    return;
  }
  startLane(laneState(state, index), at);
  afterLane(state, index, at);
  const stage = state.facts.stage[index] ?? 'shared';
  const wave = state.waves[state.facts.wave[index] ?? -1];
  if (wave !== undefined && stage !== 'shared') advance(state, wave.queue[stage]);
}

type WaveEvent = Extract<RunEvent, { readonly wave: string }>;

function applyWaveEvent(state: RunState, event: WaveEvent, at: number): void {
  const wave = waveOf(state, event.wave);
  switch (event.type) {
    case 'wave-started':
      wave.phase = 'started';
      return;
    case 'wave-finished':
      wave.phase = 'finished';
      wave.restedAt = at;
      return;
    case 'barrier-opened':
      letGo(state, wave, event.step, at);
      return;
    default:
      event satisfies never;
      return;
  }
}

function letGo(state: RunState, wave: WaveState, path: string, at: number): void {
  for (const index of wave.plan.lanes) {
    const lane = state.lanes[index];
    if (lane === undefined) continue;
    for (const node of lane.graph.barriers) {
      if (lane.steps[lane.graph.step[node] ?? -1]?.path === path) openBarrier(lane, node, at);
    }
    afterLane(state, index, at);
  }
}

type RunLevelEvent = Exclude<
  RunEvent,
  NodeEvent | LaneEvent | WaveEvent | { readonly type: 'gate-opened' } | { readonly type: 'gate-resolved' }
>;

function applyRunEvent(state: RunState, event: RunLevelEvent, at: number): void {
  switch (event.type) {
    case 'run-started':
      startRun(state, event, at);
      return;
    case 'run-resumed':
      applyResume(state, event, at);
      return;
    case 'cancel-requested':
      cancel(state, at);
      return;
    case 'run-paused':
      state.status = 'paused';
      state.pauseReason = event.reason;
      state.haltedAt = at;
      return;
    case 'run-blocked':
      state.status = 'blocked';
      state.haltedAt = at;
      return;
    case 'run-finished':
      state.status = 'finished';
      state.haltedAt = undefined;
      state.end = event.end;
      state.endedAt = at;
      return;
    default:
      event satisfies never;
      return;
  }
}

function startRun(state: RunState, event: Extract<RunEvent, { readonly type: 'run-started' }>, at: number): void {
  state.run = event.run;
  state.planDigest = event.planDigest;
  state.parallel = event.parallel;
  state.timestamp = event.timestamp;
  state.status = 'running';
  state.startedAt = at;
}

function cancel(state: RunState, at: number): void {
  state.cancelling = true;
  for (const index of [...state.running]) {
    laneState(state, index).cancelling = true;
    afterLane(state, index, at);
  }
}

function nodeAt(state: RunState, address: string): NodePlace {
  const place = state.addresses.node(address);
  if (place === undefined) throw new Error(`bug: the journal names ${address}, which is not in the plan`);
  return place;
}

function waveOf(state: RunState, name: string): WaveState {
  const wave = state.waves.find((one) => one.plan.name === name);
  if (wave === undefined) throw new Error(`bug: the journal names the wave ${name}, which is not in the plan`);
  return wave;
}

let lastText = '';
let lastTime = 0;

/** Many records share a millisecond, and reading a time costs more than the rest of a small event. */
function timeOf(text: string): number {
  if (text === lastText) return lastTime;
  lastText = text;
  lastTime = Date.parse(text);
  return lastTime;
}
