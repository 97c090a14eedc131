import type { AttemptOutcome, JournalRecord, LaneEnd, RunEvent } from '../../run/events.ts';
import type { NextAttempt } from '../../run/next-attempt.ts';
import { type ActiveLane, failuresKept, type GateNote, type Tally, type WaveTally } from './tally.ts';

/**
 * Adds a record to what is shown. Names that the plan does not have are passed over: a screen stops no run. `next`: what
 * follows the attempt whose end the record tells.
 */
export function count(tally: Tally, { event, at }: JournalRecord, next?: NextAttempt): void {
  switch (event.type) {
    case 'lane-started':
      startLane(tally, event.lane, Date.parse(at));
      break;
    case 'lane-finished':
      finishLane(tally, event, Date.parse(at));
      break;
    case 'attempt-started':
    case 'attempt-finished':
      countWork(tally, event.node, event.type === 'attempt-started');
      countAttempt(tally, event, next);
      break;
    case 'wave-started':
    case 'wave-finished':
      countWave(tally, event, Date.parse(at));
      break;
    case 'gate-opened':
    case 'gate-resolved':
      countGate(tally, event);
      break;
    default:
      countRun(tally, event);
      break;
  }
}

function countWork({ underWay }: Tally, node: string, begins: boolean): void {
  if (begins) underWay.add(node);
  else underWay.delete(node);
}

/** From here on speed is measured: what an earlier process did, and when, says nothing about this one. */
export function beginWatching(tally: Tally, now: number): void {
  for (const wave of tally.waves) if (wave.phase === 'running') wave.base = { at: now, ended: wave.ended };
}

function startLane(tally: Tally, lane: string, at: number): void {
  const wave = tally.waveOf.get(lane);
  if (wave === undefined) return;
  // Shared lanes have no wave to start them.
  if (wave.phase !== 'running') openWave(wave, at);
  wave.active.set(lane, {
    address: lane,
    startedAt: at,
    step: undefined,
    attempt: 1,
    next: undefined,
    problem: undefined,
  });
}

function finishLane(
  tally: Tally,
  { lane, end, reason }: { readonly lane: string; readonly end: LaneEnd; readonly reason?: string },
  at: number,
): void {
  const wave = tally.waveOf.get(lane);
  if (wave === undefined) return;
  const problem = wave.active.get(lane)?.problem;
  wave.active.delete(lane);
  wave.ended++;
  tally.ends.set(lane, end);
  if (wave.shared && wave.ended === wave.total) closeWave(wave, at);
  if (end !== 'failed' && end !== 'undone') return;
  wave.failed++;
  tally.failed++;
  tally.failures.push({ lane, node: problem?.node, message: problem?.message ?? reason ?? end });
  if (tally.failures.length > failuresKept) tally.failures.shift();
}

type LaneEvent = Extract<RunEvent, { readonly lane: string }>;
type AttemptEvent = Extract<RunEvent, { readonly type: 'attempt-started' | 'attempt-finished' }>;

function countAttempt(tally: Tally, event: AttemptEvent, next: NextAttempt | undefined): void {
  const lane = activeLaneOf(tally, event.node);
  if (lane === undefined) return;
  const step = event.node.slice(lane.address.length + 1);
  if (event.type === 'attempt-started') {
    lane.step = step;
    lane.attempt = event.attempt;
    lane.next = undefined;
    return;
  }
  if (next !== undefined) {
    lane.step = step;
    lane.next = next;
  }
  const message = errorOf(event.outcome);
  if (message !== undefined && lane.problem === undefined) lane.problem = { node: event.node, message };
  if (message === undefined && lane.problem?.node === event.node) lane.problem = undefined;
}

function errorOf(outcome: AttemptOutcome): string | undefined {
  switch (outcome.kind) {
    case 'failed':
    case 'errored':
    case 'timed-out':
    case 'unknown':
      return outcome.message;
    case 'succeeded':
    case 'skipped':
    case 'cancelled':
    case 'awaiting':
      return undefined;
    default:
      return outcome satisfies never;
  }
}

/** A node's address is its lane's and the path of a step; which slash is between them, only the names can tell. */
function activeLaneOf(tally: Tally, node: string): ActiveLane | undefined {
  for (let cut = node.indexOf('/', node.indexOf('/') + 1); cut >= 0; cut = node.indexOf('/', cut + 1)) {
    const address = node.slice(0, cut);
    const lane = tally.waveOf.get(address)?.active.get(address);
    if (lane !== undefined) return lane;
  }
  return undefined;
}

type WaveEvent = Extract<RunEvent, { readonly type: 'wave-started' | 'wave-finished' }>;

function countWave(tally: Tally, { type, wave: name }: WaveEvent, at: number): void {
  const wave = tally.waves.find((one) => !one.shared && one.name === name);
  if (wave === undefined) return;
  if (type === 'wave-started') openWave(wave, at);
  else closeWave(wave, at);
}

function openWave(wave: WaveTally, at: number): void {
  wave.phase = 'running';
  wave.startedAt ??= at;
  wave.endedAt = undefined;
  wave.base = { at, ended: wave.ended };
}

function closeWave(wave: WaveTally, at: number): void {
  wave.phase = 'finished';
  wave.endedAt = at;
}

type GateEvent = Extract<RunEvent, { readonly type: 'gate-opened' | 'gate-resolved' }>;

function countGate(tally: Tally, event: GateEvent): void {
  if (event.type === 'gate-opened') {
    const { gate, kind, scope, waitingFor, until } = event;
    tally.gates.set(gate, { kind, scope, waitingFor, until });
    return;
  }
  tally.gates.delete(event.gate);
  if (tally.state === 'blocked') tally.state = 'running';
}

type OtherEvent = Exclude<RunEvent, GateEvent | WaveEvent | AttemptEvent | LaneEvent>;

function countRun(tally: Tally, event: OtherEvent): void {
  switch (event.type) {
    case 'run-started':
      tally.state = 'running';
      break;
    case 'run-resumed':
      resume(tally);
      if (event.cancelling === true) tally.state = 'cancelling';
      break;
    case 'run-paused':
      tally.state = 'paused';
      tally.reason = event.reason;
      break;
    case 'run-blocked':
      tally.state = 'blocked';
      break;
    case 'cancel-requested':
      tally.state = 'cancelling';
      forgetGates(tally, ({ kind }) => kind !== 'target');
      break;
    case 'run-finished':
      tally.state = event.end;
      break;
    case 'barrier-opened':
    case 'node-decided':
      break;
    case 'undo-started':
    case 'undo-finished':
      countWork(tally, event.node, event.type === 'undo-started');
      break;
    default:
      event satisfies never;
  }
}

/** What did not succeed goes again; locks and rejected gates are asked for anew. */
function resume(tally: Tally): void {
  tally.state = 'running';
  tally.reason = undefined;
  tally.failed = 0;
  tally.failures.length = 0;
  for (const wave of tally.waves) wave.failed = 0;
  for (const [lane, end] of tally.ends) {
    if (end === 'succeeded') continue;
    tally.ends.delete(lane);
    const wave = tally.waveOf.get(lane);
    if (wave === undefined) continue;
    wave.ended--;
    if (wave.phase === 'finished') wave.phase = 'running';
  }
  forgetGates(tally, ({ kind }) => kind === 'lock');
}

function forgetGates({ gates }: Tally, isOver: (gate: GateNote) => boolean): void {
  for (const [id, gate] of gates) if (isOver(gate)) gates.delete(id);
}
