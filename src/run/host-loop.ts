import { nodeAddress } from './address.ts';
import { haltReason, undoesOnFailure } from './budget.ts';
import { type DeploymentAction, decideDeployment } from './decide-deployment.ts';
import { lockGate } from './decide-lanes.ts';
import { decideRelease, type ReleaseAction } from './decide-release.ts';
import { deployedRows } from './deployed-rows.ts';
import type { AttemptOutcome, RunEnd, RunEvent } from './events.ts';
import { openGates } from './fold-gates.ts';
import { Capacities } from './host-capacities.ts';
import { type Flight, Flights, messageOf } from './host-flights.ts';
import { Heartbeat } from './host-heartbeat.ts';
import { LaneLocks } from './host-locks.ts';
import { Recorder } from './host-recorder.ts';
import { resumeFlights } from './host-resume.ts';
import { SignalBox } from './host-signals.ts';
import { Turns } from './host-turns.ts';
import type { HostOptions, RunResult } from './host-types.ts';
import { canGoOn, touch } from './lane-facts.ts';
import { countOf, type LaneState } from './lane-state.ts';
import { status } from './node-status.ts';
import type { Deployed, JournalWriter } from './ports.ts';
import { fact, laneState, type RunState } from './state.ts';
import { ticketOf, undoTicketOf } from './ticket.ts';

/**
 * The embedded host. All it knows stands in the state; each outcome is folded at once, and a tick later the lanes that
 * changed are asked what comes next. What they answer is recorded in one batch with the outcomes, and acted upon after
 * that one write. There is no promise per event and no walk over all lanes.
 */
export class HostLoop {
  readonly result: Promise<RunResult>;
  readonly state: RunState;
  readonly #options: HostOptions;
  readonly #recorder: Recorder;
  readonly #flights: Flights;
  readonly #locks: LaneLocks;
  readonly #turns: Turns;
  readonly #capacities: Capacities;
  readonly #signals: SignalBox;
  readonly #heartbeat: Heartbeat;
  readonly #starved = new Set<number>();
  /** Found running by a resume; they act again once the lane's locks are ours again. */
  readonly #waitingForLock = new Map<number, Flight[]>();
  /** Times at which lanes want to be asked again. */
  readonly #alarms = new Map<number, number>();
  #rows: Promise<void> = Promise.resolve();
  #scheduled = false;
  /** Set when the work ends; nothing starts from here on. */
  #ending: RunResult | undefined;
  #closed = false;
  #signalsSeen = false;
  #resolve: (result: RunResult) => void = () => {};

  constructor(options: HostOptions, writer: JournalWriter, state: RunState) {
    this.#options = options;
    this.state = state;
    const fail = (error: unknown): void => this.#break(error);
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#recorder = new Recorder(writer, state, options.onDurable, fail, () => this.#closeWhenDone());
    this.#flights = new Flights({
      state,
      executor: options.executor,
      clock: options.clock,
      graceMilliseconds: options.graceMilliseconds ?? 60_000,
      onOutcome: (flight, outcome) => this.#safely(() => this.#landed(flight, outcome)),
    });
    this.#locks = new LaneLocks(options.plan, options.run, options.runner, options.store, {
      onAcquired: (lane) => this.#safely(() => this.#acquired(lane)),
      onHeld: (lane, held) =>
        this.#safely(() => this.#refused(lane, `run ${held.holder.run} holds ${held.key}, ${held.position} in line`)),
      onError: fail,
    });
    this.#turns = new Turns((wave) => state.waves[wave]?.plan.concurrency || Number.POSITIVE_INFINITY);
    this.#capacities = new Capacities(options.capacity);
    this.#signals = new SignalBox(options, state, this.#recorder, () => this.#cancelFlights());
    this.#heartbeat = new Heartbeat(options.clock, options.pollMilliseconds ?? 250, () => this.#beat(), fail);
  }

  start(): void {
    this.#safely(() => {
      this.#begin();
      this.#heartbeat.start();
      this.#poll();
      this.#schedule();
    });
  }

  interrupt(): void {
    this.#safely(() => this.#end({ kind: 'interrupted' }));
  }

  cancel(by: string): void {
    this.#safely(() => {
      if (this.#ending !== undefined || this.state.cancelling) return;
      this.#recorder.record({ type: 'cancel-requested', by });
      this.#cancelFlights();
      this.#schedule();
    });
  }

  #begin(): void {
    const { options, timestamp } = {
      options: this.#options,
      timestamp: new Date(this.#options.clock.now()).toISOString(),
    };
    const { plan, planDigest, run, runner, parallel } = options;
    if (this.state.status === 'new') {
      const { release, version, project } = plan.header;
      const names = { run, release, version, project, planDigest };
      this.#recorder.record({ type: 'run-started', ...names, runner, parallel, timestamp });
      return;
    }
    if (this.state.planDigest !== planDigest) throw new Error(`run ${run} was started with another plan`);
    this.#recorder.record({ type: 'run-resumed', runner, onlyFailed: options.onlyFailed === true });
    for (const decision of options.decisions ?? []) this.#recorder.record({ type: 'node-decided', ...decision });
    resumeFlights(this.state, this.#flights, {
      recover: (flight) => this.#recover(flight),
      isOver: () => this.#ending !== undefined,
    });
  }

  // Ticks

  #schedule(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#safely(() => this.#tick());
    });
  }

  #tick(): void {
    if (this.#ending === undefined) this.#decide();
    this.#recorder.write();
    this.#closeWhenDone();
  }

  #decide(): void {
    do {
      this.#askLanes();
      this.#askRelease();
    } while (this.#ending === undefined && (this.state.touched.length > 0 || this.state.releaseTouched));
  }

  #askLanes(): void {
    const { touched, facts } = this.state;
    // In the order in which they changed, and those that change meanwhile too.
    for (let place = 0; place < touched.length; place++) {
      const index = touched[place] ?? 0;
      facts.touched[index] = 0;
      this.#askLane(index);
    }
    touched.length = 0;
    // Each once: a lane that waits for its lock or its turn comes back to the list at once.
    let left = this.#starved.size;
    for (const index of this.#starved) {
      if (this.#room() <= 0 || left-- === 0) return;
      this.#starved.delete(index);
      this.#askLane(index);
    }
  }

  #room(): number {
    return this.state.parallel - this.#flights.size;
  }

  #askLane(index: number): void {
    const lane = laneState(this.state, index);
    const held = ((this.state.facts.bits[index] ?? 0) & fact.held) !== 0;
    const decision = decideDeployment(lane, {
      now: this.#options.clock.now(),
      limit: this.#room(),
      halted: held || haltReason(this.state) !== undefined,
      undoOnFailure: undoesOnFailure(this.state),
      canUndo: (node) => this.#options.executor.canUndo(index, node),
      mustWait: (node) => this.#capacities.isFull(index, node),
    });
    if (decision.starved) this.#starved.add(index);
    if (decision.wakeAt !== undefined) this.#wakeLaneAt(index, decision.wakeAt);
    for (const action of decision.actions) this.#performForLane(lane, action);
    this.#rest(lane);
  }

  #performForLane(lane: LaneState, action: DeploymentAction): void {
    switch (action.kind) {
      case 'start':
      case 'undo':
        if (this.#mayWork(lane)) this.#launch(lane, action);
        return;
      case 'open-gate': {
        const { gate, gateKind, waitingFor } = action;
        const scope = this.#address(lane, action.node);
        this.#record({ type: 'gate-opened', gate, kind: gateKind, scope, waitingFor });
        return;
      }
      case 'finish': {
        const { end, reason } = action;
        const event = { type: 'lane-finished', lane: lane.plan.address, end } as const;
        this.#record(reason === undefined ? event : { ...event, reason });
        this.#noteDeployed(lane);
        return;
      }
      default:
        return action satisfies never;
    }
  }

  /** Nothing starts without the lane's locks and its turn in the wave. */
  #mayWork(lane: LaneState): boolean {
    if (!this.#turns.take(this.state.facts.wave[lane.index] ?? -1, lane.index)) return false;
    if (this.#locks.holds(lane.index)) return true;
    this.#locks.ask(lane.index);
    return false;
  }

  #launch(lane: LaneState, action: Extract<DeploymentAction, { readonly kind: 'start' | 'undo' }>): void {
    const { node } = action;
    const undo = action.kind === 'undo';
    // Of several nodes started together the first may have taken the last place.
    if (!undo && this.#capacities.isFull(lane.index, node)) return;
    const attempt = undo ? (lane.attempts[node] ?? 1) : action.attempt;
    const place = { run: this.state.run, lane: lane.index, node, attempt };
    const ticket = undo ? undoTicketOf(place) : ticketOf(place);
    const address = this.#address(lane, node);
    if (undo) this.#record({ type: 'undo-started', node: address, ticket });
    else this.#record({ type: 'attempt-started', node: address, attempt, ticket });
    const key = undo ? undefined : this.#capacities.take(lane.index, node);
    const names = { lane: lane.index, node, attempt, ticket, undo, key };
    const flight = this.#flights.add(names, this.#options.clock.now());
    this.#recorder.afterWrite(() => {
      if (this.#ending?.kind !== 'interrupted' && this.#ending?.kind !== 'errored') this.#flights.act(flight);
    });
  }

  /** A lane that only others can move gives up its turn, and its locks when all it waits for is a gate. */
  #rest(lane: LaneState): void {
    if (lane.phase === 'running' && canGoOn(lane)) return;
    const next = this.#turns.give(this.state.facts.wave[lane.index] ?? -1, lane.index);
    if (next !== undefined) touch(this.state, next);
    const atGate =
      countOf(lane, status.gate) > 0 && countOf(lane, status.barrier) + countOf(lane, status.joining) === 0;
    if (lane.phase === 'ended') this.#recorder.afterWrite(() => this.#locks.release(lane.index));
    else if (atGate) this.#locks.release(lane.index);
  }

  #wakeLaneAt(lane: number, time: number): void {
    this.#alarms.set(lane, time);
    this.#heartbeat.wakeAt(time);
  }

  #askRelease(): void {
    if (!this.state.releaseTouched) return;
    this.state.releaseTouched = false;
    for (const action of decideRelease(this.state, this.#options.clock.now())) this.#performForRelease(action);
    const { status: now, end, pauseReason } = this.state;
    if (now === 'finished' && end !== undefined) this.#end(resultOf(end));
    if (now === 'paused') this.#end({ kind: 'paused', reason: pauseReason ?? '' });
  }

  #performForRelease(action: ReleaseAction): void {
    switch (action.kind) {
      case 'record':
        return this.#record(action.event);
      case 'start-lane':
        return this.#admit(action.lane);
      case 'blocked':
        return this.#blocked(action.gates);
      default:
        return action satisfies never;
    }
  }

  // Locks

  #admit(lane: number): void {
    if (this.#locks.holds(lane)) return this.#startLane(lane);
    this.state.admitting.add(lane);
    this.#locks.ask(lane);
  }

  #startLane(lane: number): void {
    this.#turns.take(this.state.facts.wave[lane] ?? -1, lane);
    this.#record({ type: 'lane-started', lane: this.#options.plan.lanes[lane]?.address ?? '' });
  }

  #acquired(lane: number): void {
    const admitted = this.state.admitting.delete(lane);
    this.state.releaseTouched = true;
    if (this.#ending !== undefined) return;
    const gate = lockGate(this.state, lane);
    if (this.state.gates.has(gate)) this.#record({ type: 'gate-resolved', gate, decision: 'passed', by: 'lock' });
    const stopped = this.state.cancelling || haltReason(this.state) !== undefined;
    if (admitted && stopped) this.#locks.release(lane);
    else if (admitted) this.#startLane(lane);
    else if (this.state.running.has(lane)) touch(this.state, lane);
    for (const flight of this.#waitingForLock.get(lane) ?? []) this.#flights.act(flight);
    this.#waitingForLock.delete(lane);
    this.#schedule();
  }

  #refused(lane: number, waitingFor: string): void {
    this.state.admitting.delete(lane);
    this.state.releaseTouched = true;
    if (this.#ending !== undefined) return;
    const gate = lockGate(this.state, lane);
    const scope = this.#options.plan.lanes[lane]?.address ?? '';
    if (!this.state.gates.has(gate)) this.#record({ type: 'gate-opened', gate, kind: 'lock', scope, waitingFor });
    this.#endWhenLocked();
    this.#schedule();
  }

  /** With `noWait`, somebody else's lock ends the work as soon as nothing of ours is under way. */
  #endWhenLocked(): boolean {
    const first = [...this.#locks.refused.values()][0];
    if (this.#options.noWait !== true || first === undefined) return false;
    if (this.#flights.size === 0 && this.state.admitting.size === 0) {
      this.#end({ kind: 'lock-held', key: first.key, holder: first.holder });
    }
    return true;
  }

  // Gates

  #blocked(gates: readonly string[]): void {
    const kinds = new Set(openGates(this.state).map((gate) => gate.kind));
    if (kinds.has('lock')) {
      this.#endWhenLocked();
      return;
    }
    if (!this.#signalsSeen) return this.#poll();
    if (this.state.status !== 'blocked') this.#record({ type: 'run-blocked', gates });
    // No lock is held while people think.
    for (const lane of this.state.running) this.#locks.release(lane);
    if (this.#options.wait !== true) this.#end({ kind: 'blocked', gates });
  }

  /** Looks for signals; a run is not blocked before it has looked once. */
  #poll(): void {
    this.#signals.poll().then(
      (changed) =>
        this.#safely(() => {
          this.#signalsSeen = true;
          if (changed) this.#signalsSeen = false;
          this.state.releaseTouched = true;
          this.#schedule();
        }),
      (error: unknown) => this.#break(error),
    );
  }

  #beat(): void {
    this.#safely(() => {
      const now = this.#options.clock.now();
      this.#flights.check(now);
      if (this.#ending !== undefined) return;
      for (const [lane, time] of this.#alarms) {
        if (time > now) this.#heartbeat.wakeAt(time);
        else this.#alarms.delete(lane);
        if (time <= now) touch(this.state, lane);
      }
      for (const lane of this.#locks.refused.keys()) this.#locks.ask(lane);
      this.#poll();
      this.#schedule();
    });
  }

  #cancelFlights(): void {
    this.#flights.cancelAll();
  }

  // Outcomes

  #landed(flight: Flight, outcome: AttemptOutcome): void {
    for (const lane of this.#capacities.give(flight.key)) touch(this.state, lane);
    if (this.#closed) return;
    if (this.#ending?.kind === 'errored' || this.#ending?.kind === 'interrupted') return this.#closeWhenDone();
    const node = this.#address(laneState(this.state, flight.lane), flight.node);
    if (flight.undo) this.#record({ type: 'undo-finished', node, outcome });
    else this.#record({ type: 'attempt-finished', node, attempt: flight.attempt, outcome });
    this.#schedule();
  }

  /** An attempt of an earlier process has to go on, under its old ticket. */
  #recover(flight: Flight): void {
    if (this.#locks.holds(flight.lane)) return this.#flights.act(flight);
    const waiting = this.#waitingForLock.get(flight.lane);
    if (waiting === undefined) this.#waitingForLock.set(flight.lane, [flight]);
    else waiting.push(flight);
    this.#locks.ask(flight.lane);
  }

  #noteDeployed(lane: LaneState): void {
    const rows = deployedRows(lane, this.state.run);
    if (rows.length > 0) this.#recorder.afterWrite(() => this.#saveDeployed(rows));
  }

  #saveDeployed(rows: readonly Deployed[]): void {
    const saved = this.#options.store.recordDeployed(rows);
    this.#rows = Promise.all([this.#rows, saved]).then(() => undefined);
    this.#rows.catch((error: unknown) => this.#break(error));
  }

  // The end

  #end(result: RunResult): void {
    if (this.#ending !== undefined) return;
    this.#ending = result;
    this.#recorder.write();
    this.#closeWhenDone();
    this.#schedule();
  }

  /** The disk, the store or we ourselves failed: what runs may finish, nothing else happens. */
  #break(error: unknown): void {
    if (this.#closed) return;
    const message = messageOf(error);
    if (this.#ending?.kind !== 'errored') this.#ending = { kind: 'errored', message };
    this.#closeWhenDone();
  }

  #closeWhenDone(): void {
    const ending = this.#ending;
    if (ending === undefined || this.#closed) return;
    // A broken disk writes nothing more, but what runs may still come to its end.
    if (ending.kind === 'errored' ? this.#flights.anyActing : !this.#recorder.idle) return;
    this.#closed = true;
    this.#heartbeat.stop();
    this.#close(ending).then(this.#resolve, (error: unknown) =>
      this.#resolve({ kind: 'errored', message: messageOf(error) }),
    );
  }

  async #close(ending: RunResult): Promise<RunResult> {
    const errored = ending.kind === 'errored';
    // After an interrupt scripts may run on; their locks stay with the dead process's name until somebody proves it.
    const steps = [
      () => this.#rows,
      () => (ending.kind === 'interrupted' ? undefined : this.#locks.releaseAll()),
      () => this.#recorder.close(),
    ];
    let problem: string | undefined;
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        problem ??= messageOf(error);
      }
    }
    return problem === undefined || errored ? ending : { kind: 'errored', message: problem };
  }

  #record(event: RunEvent): void {
    this.#recorder.record(event);
    this.#signalsSeen = false;
  }

  #safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#break(error);
    }
  }

  #address(lane: LaneState, node: number): string {
    return nodeAddress(lane.plan, lane.steps, lane.graph, node);
  }
}

function resultOf(end: RunEnd): RunResult {
  return { kind: end };
}
