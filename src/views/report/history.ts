import type { AttemptOutcome, GateKind, JournalRecord, RunEvent } from '../../run/events.ts';
import { freezeGate } from '../../run/fold-gates.ts';
import { status } from '../../run/node-status.ts';
import type { RunState } from '../../run/state.ts';
import type { Interval } from './intervals.ts';

export interface AttemptTime extends Interval {
  readonly lane: number;
  readonly node: number;
  readonly attempt: number;
  /** Takes back what an earlier attempt did. */
  readonly undo: boolean;
  /** Absent while it runs, or when nobody knows. */
  readonly outcome?: AttemptOutcome;
}

export interface GateTime extends Interval {
  readonly gate: string;
  readonly kind: GateKind;
  /** Lanes it keeps waiting; undefined for all. */
  readonly lanes: ReadonlySet<number> | undefined;
}

/** What the journal of a run says about time. Intervals that are not over end at `until`. */
export interface History {
  readonly whole: Interval;
  /** By lane. */
  readonly attempts: ReadonlyMap<number, readonly AttemptTime[]>;
  /** By lane: from a start to an end; several when the lane was taken up again. */
  readonly windows: ReadonlyMap<number, readonly Interval[]>;
  readonly gates: readonly GateTime[];
  /** By lane: steps that failed and have not been tried again yet. */
  readonly pauses: ReadonlyMap<number, readonly Interval[]>;
  /** Nobody drove the run. */
  readonly stops: readonly Interval[];
  /** By wave name. */
  readonly waves: ReadonlyMap<string, Interval>;
}

type Open<T extends Interval> = { -readonly [key in keyof T]: T[key] };

/** `until`: the time up to which the story is told, milliseconds since 1970. Events later than that are not expected. */
export function historyOf(state: RunState, records: readonly JournalRecord[], until: number): History {
  const from = records[0] === undefined ? until : Date.parse(records[0].at);
  const reader = new Reader(state, Math.max(from, until));
  let before = from;
  for (const { at, event } of records) {
    // Clocks go backwards, time does not.
    const time = Math.max(before, Date.parse(at));
    reader.read(event, time, before);
    before = time;
  }
  return { whole: { from, to: Math.max(from, until) }, ...reader.end() };
}

class Reader {
  readonly #state: RunState;
  readonly #until: number;
  readonly #attempts = new Map<number, Open<AttemptTime>[]>();
  /** By node address. */
  readonly #running = new Map<string, Open<AttemptTime>>();
  readonly #windows = new Map<number, Open<Interval>[]>();
  readonly #gates: Open<GateTime>[] = [];
  readonly #openGates = new Map<string, Open<GateTime>>();
  readonly #stops: Interval[] = [];
  readonly #waves = new Map<string, Open<Interval>>();
  #stopped: number | undefined;
  /** A gate keeps the run: that nobody drives it meanwhile is no news. */
  #blocked = false;

  constructor(state: RunState, until: number) {
    this.#state = state;
    this.#until = until;
  }

  read(event: RunEvent, at: number, before: number): void {
    switch (event.type) {
      case 'run-resumed':
        if (!this.#blocked) this.#stops.push({ from: this.#stopped ?? before, to: at });
        this.#blocked = false;
        this.#stopped = undefined;
        return;
      case 'run-blocked':
        this.#blocked = true;
        return;
      case 'run-paused':
      case 'run-finished':
        this.#stopped ??= at;
        return;
      case 'wave-started':
        this.#waves.set(event.wave, { from: at, to: this.#until });
        return;
      case 'wave-finished':
        this.#endWave(event.wave, at);
        return;
      case 'lane-started':
      case 'lane-finished':
        this.#readLane(event, at);
        return;
      case 'attempt-started':
      case 'undo-started':
        this.#begin(event, at);
        return;
      case 'attempt-finished':
      case 'undo-finished':
        this.#finish(event, at);
        return;
      case 'gate-opened':
        this.#openGate(event, at);
        return;
      case 'gate-resolved':
        this.#blocked = false;
        this.#closeGate(event.gate, at);
        return;
      case 'run-started':
      case 'barrier-opened':
      case 'node-decided':
      case 'cancel-requested':
        return;
      default:
        event satisfies never;
    }
  }

  end(): Omit<History, 'whole'> {
    const finished = this.#state.status === 'finished';
    const last = !finished && this.#stopped !== undefined ? [{ from: this.#stopped, to: this.#until }] : [];
    return {
      attempts: this.#attempts,
      windows: this.#windows,
      gates: this.#gates,
      pauses: this.#pauses(),
      stops: [...this.#stops, ...last],
      waves: this.#waves,
    };
  }

  #pauses(): ReadonlyMap<number, readonly Interval[]> {
    const pauses = new Map<number, readonly Interval[]>();
    for (const [lane, attempts] of this.#attempts) {
      const known = this.#state.lanes[lane];
      if (known === undefined || known.retries.size === 0) continue;
      const last = new Map(attempts.map(({ node, to }) => [node, to]));
      const open = [...last].filter(([node]) => known.status[node] === status.retry);
      pauses.set(
        lane,
        open.map(([, from]) => ({ from, to: this.#until })),
      );
    }
    return pauses;
  }

  #endWave(name: string, at: number): void {
    const wave = this.#waves.get(name);
    if (wave !== undefined) wave.to = at;
  }

  #readLane(event: Extract<RunEvent, { readonly lane: string }>, at: number): void {
    const lane = this.#state.addresses.lane(event.lane);
    if (lane === undefined) return;
    const windows = listed(this.#windows, lane);
    const open = windows.at(-1);
    if (event.type === 'lane-started') windows.push({ from: at, to: this.#until });
    else if (open !== undefined) open.to = at;
    // It ended without having started, such as one that a cancelled run never reached.
    else windows.push({ from: at, to: at });
  }

  #begin(event: Extract<RunEvent, { readonly type: 'attempt-started' | 'undo-started' }>, at: number): void {
    const place = this.#state.addresses.node(event.node);
    if (place === undefined) return;
    // What still runs here was lost in a crash: nobody knows how it ended, only that it is over now.
    const lost = this.#running.get(event.node);
    if (lost !== undefined) lost.to = at;
    const undo = event.type === 'undo-started';
    const attempt = undo ? 0 : event.attempt;
    const time: Open<AttemptTime> = { ...place, attempt, undo, from: at, to: this.#until };
    this.#running.set(event.node, time);
    listed(this.#attempts, place.lane).push(time);
  }

  #finish(event: Extract<RunEvent, { readonly type: 'attempt-finished' | 'undo-finished' }>, at: number): void {
    const time = this.#running.get(event.node);
    if (time === undefined) return;
    this.#running.delete(event.node);
    time.to = at;
    time.outcome = event.outcome;
  }

  #openGate(event: Extract<RunEvent, { readonly type: 'gate-opened' }>, at: number): void {
    this.#closeGate(event.gate, at);
    const { gate, kind } = event;
    const time = { gate, kind, lanes: this.#lanesOf(event), from: at, to: this.#until };
    this.#openGates.set(gate, time);
    this.#gates.push(time);
  }

  #closeGate(gate: string, at: number): void {
    const time = this.#openGates.get(gate);
    if (time !== undefined) time.to = at;
    this.#openGates.delete(gate);
  }

  #lanesOf({ gate, kind, scope }: Extract<RunEvent, { readonly type: 'gate-opened' }>): GateTime['lanes'] {
    const { addresses, plan } = this.#state;
    if (kind === 'freeze') {
      return new Set(plan.header.freezes.filter(({ name }) => freezeGate(name) === gate).flatMap(({ lanes }) => lanes));
    }
    const lane = addresses.lane(scope) ?? addresses.node(scope)?.lane;
    if (lane !== undefined) return new Set([lane]);
    const wave = plan.header.waves.find(({ name }) => name === scope);
    return wave === undefined ? undefined : new Set([...wave.before, ...wave.lanes, ...wave.after]);
  }
}

function listed<T>(lists: Map<number, T[]>, key: number): T[] {
  const known = lists.get(key) ?? [];
  lists.set(key, known);
  return known;
}
