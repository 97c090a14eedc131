import type { AttemptOutcome } from './events.ts';
import { Stop } from './host-stop.ts';
import { type LaneState, type Outputs, stepOf } from './lane-state.ts';
import { hasEnded, status } from './node-status.ts';
import { outputsFor } from './outputs.ts';
import { afterStop, type StopReason } from './policies.ts';
import type { Clock, ExecuteRequest, Observation, StepExecutor } from './ports.ts';
import { laneState, type RunState } from './state.ts';

/** An attempt, or an undo, from its intent to its outcome. */
export interface Flight {
  readonly lane: number;
  readonly node: number;
  readonly attempt: number;
  readonly ticket: string;
  readonly undo: boolean;
  /** It may run already, by the doing of an earlier process or on a machine that was away: only a look can tell. */
  readonly begun: boolean;
  readonly key: string | undefined;
  /** Of the node. */
  readonly address: string;
  readonly stop: Stop;
  /** Milliseconds since 1970; infinite without a limit. */
  deadline: number;
  /** Its place among the others, -1 when it has ended. */
  slot: number;
  /** Handed to the executor. */
  acting: boolean;
  stopping: { readonly reason: StopReason; readonly since: number } | undefined;
}

export interface FlightsOptions {
  readonly state: RunState;
  readonly executor: StepExecutor;
  readonly clock: Clock;
  readonly graceMilliseconds: number;
  readonly onOutcome: (flight: Flight, outcome: AttemptOutcome) => void;
}

/** What is under way. Time-outs and cancellation live here; retries are decided elsewhere. */
export class Flights {
  readonly #options: FlightsOptions;
  /** In no order: the last takes the place of one that ends, which costs less than a set of a thousand. */
  readonly #all: Flight[] = [];

  constructor(options: FlightsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#all.length;
  }

  /** Whether an executor still works for us. */
  get anyActing(): boolean {
    return this.#all.some(({ acting }) => acting);
  }

  add(flight: Omit<Flight, 'stop' | 'deadline' | 'slot' | 'acting' | 'stopping'>, startedAt: number): Flight {
    const added: Flight = {
      lane: flight.lane,
      node: flight.node,
      attempt: flight.attempt,
      ticket: flight.ticket,
      undo: flight.undo,
      begun: flight.begun,
      key: flight.key,
      address: flight.address,
      stop: new Stop(),
      deadline: this.#deadlineOf(flight, startedAt),
      slot: this.#all.length,
      acting: false,
      stopping: undefined,
    };
    this.#all.push(added);
    if (this.#lane(flight.lane).cancelling) this.#tellToStop(added, 'cancelled');
    return added;
  }

  /** Its whole time is still before it: what nobody did while no process was there is not held against it. */
  grantTime(flight: Flight): void {
    flight.deadline = this.#deadlineOf(flight, this.#options.clock.now());
  }

  #deadlineOf({ lane, node }: Pick<Flight, 'lane' | 'node'>, startedAt: number): number {
    const seconds = stepOf(this.#lane(lane), node).timeoutSeconds;
    return seconds > 0 ? startedAt + seconds * 1000 : Number.POSITIVE_INFINITY;
  }

  /** Hands the attempt to the executor. Its intent is durable by now. */
  act(flight: Flight): void {
    const { executor, clock } = this.#options;
    if (flight.stopping !== undefined && !flight.begun) {
      this.#settle(flight, { kind: 'cancelled' });
      return;
    }
    // What may run is performed once more, with its stop already asked for: so it is found, and stopped.
    if (flight.stopping !== undefined) flight.stopping = { ...flight.stopping, since: clock.now() };
    flight.acting = true;
    const request = this.#request(flight);
    try {
      const done = flight.undo ? executor.undo(request, flight.stop) : executor.execute(request, flight.stop);
      done.then(
        (outcome) => this.#settle(flight, outcome),
        (error: unknown) => this.#settle(flight, errored(error)),
      );
    } catch (error) {
      this.#settle(flight, errored(error));
    }
  }

  /** Asks what became of an attempt of an earlier process. */
  observe(flight: Flight): Promise<Observation> {
    return this.#options.executor
      .observe(this.#request(flight))
      .catch((error: unknown) => ({ kind: 'cannot-tell', message: messageOf(error) }) as const);
  }

  settle(flight: Flight, outcome: AttemptOutcome): void {
    this.#settle(flight, outcome);
  }

  /** Tells everything to stop. What has not begun will not. */
  cancelAll(): void {
    for (const flight of this.#all) this.#tellToStop(flight, 'cancelled');
  }

  /** Stops what has taken too long, and gives up on what does not stop. */
  check(now: number): void {
    // Some end while we look.
    for (const flight of [...this.#all]) {
      if (!flight.acting) continue;
      if (flight.stopping === undefined && flight.deadline <= now) {
        this.#tellToStop(flight, 'timed-out');
      } else if (flight.stopping !== undefined && now - flight.stopping.since > this.#options.graceMilliseconds) {
        this.#settle(flight, this.#notStopped(flight));
      }
    }
  }

  #notStopped({ lane, node }: Flight): AttemptOutcome {
    const message = 'it was told to stop and did not';
    const isAway = this.#options.executor.canReach?.(lane, node) === false;
    return isAway ? { kind: 'awaiting', gate: 'target', waitingFor: message } : { kind: 'unknown', message };
  }

  #tellToStop(flight: Flight, reason: StopReason): void {
    if (flight.stopping !== undefined) return;
    flight.stopping = { reason, since: this.#options.clock.now() };
    flight.stop.request();
  }

  #settle(flight: Flight, outcome: AttemptOutcome): void {
    // Somebody gave up on it before; what it says now comes too late.
    if (flight.slot === -1) return;
    this.#remove(flight);
    this.#options.onOutcome(
      flight,
      flight.stopping === undefined ? outcome : this.#stopped(flight, outcome, flight.stopping.reason),
    );
  }

  #stopped({ lane, node }: Flight, outcome: AttemptOutcome, reason: StopReason): AttemptOutcome {
    return afterStop(outcome, reason, stepOf(this.#lane(lane), node).timeoutSeconds);
  }

  #remove(flight: Flight): void {
    const last = this.#all.pop();
    if (last !== undefined && last !== flight) {
      this.#all[flight.slot] = last;
      last.slot = flight.slot;
    }
    flight.slot = -1;
  }

  #request(flight: Flight): ExecuteRequest {
    return new Request(this.#options.state, this.#lane(flight.lane), flight);
  }

  #lane(index: number): LaneState {
    return laneState(this.#options.state, index);
  }
}

class Request implements ExecuteRequest {
  readonly run: string;
  readonly lane: number;
  readonly node: number;
  readonly attempt: number;
  readonly ticket: string;
  readonly timestamp: string;
  readonly #state: LaneState;

  constructor(run: RunState, lane: LaneState, flight: Flight) {
    this.run = run.run;
    this.timestamp = run.timestamp;
    this.lane = flight.lane;
    this.node = flight.node;
    this.attempt = flight.attempt;
    this.ticket = flight.ticket;
    this.#state = lane;
  }

  outputs(step: string): Outputs | undefined {
    return outputsFor(this.#state, this.node, step);
  }

  get failed(): boolean {
    return this.#state.failed;
  }

  stands(node: number): 'open' | 'succeeded' | 'left-out' {
    const code = this.#state.status[node] ?? 0;
    // A node that waits for its receipt has done its own part.
    if (code === status.succeeded || code === status.gate || code === status.due) {
      return this.#state.attempts[node] === 0 ? 'left-out' : 'succeeded';
    }
    return hasEnded(code) ? 'left-out' : 'open';
  }
}

function errored(error: unknown): AttemptOutcome {
  return { kind: 'errored', message: messageOf(error) };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
