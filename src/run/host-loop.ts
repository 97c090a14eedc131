import { type NodePlace, nodeAddress } from './address.ts';
import { withMessage } from './approval.ts';
import { haltReason, undoesOnFailure } from './budget.ts';
import { type DeploymentAction, decideDeployment } from './decide-deployment.ts';
import { decideRelease } from './decide-release.ts';
import { deployedRows } from './deployed-rows.ts';
import type { AttemptOutcome, RunEvent } from './events.ts';
import { openGates } from './fold-gates.ts';
import { Admission } from './host-admission.ts';
import { firstEvents } from './host-begin.ts';
import { Capacities } from './host-capacities.ts';
import { DeployedLog } from './host-deployed.ts';
import { Ending } from './host-ending.ts';
import { Finish } from './host-finish.ts';
import { type Flight, Flights } from './host-flights.ts';
import { Heartbeat } from './host-heartbeat.ts';
import { Launches } from './host-launch.ts';
import { AwaitedMachines } from './host-machines.ts';
import { LaneQuestion } from './host-question.ts';
import { Recorder } from './host-recorder.ts';
import { resumeFlights } from './host-resume.ts';
import { SignalBox } from './host-signals.ts';
import { Turns } from './host-turns.ts';
import type { HostOptions, RunResult } from './host-types.ts';
import { canGoOn, touch } from './lane-facts.ts';
import { countOf, type LaneState } from './lane-state.ts';
import { status } from './node-status.ts';
import type { JournalWriter } from './ports.ts';
import type { ReleaseAction } from './release-action.ts';
import { fact, laneState, type RunState } from './state.ts';

/**
 * The embedded host. All it knows stands in the state; each outcome is folded at once, and a tick later the lanes that
 * changed are asked what comes next. What they answer is recorded in one batch with the outcomes, and acted upon after
 * that one write. There is no promise per event and no walk over all lanes.
 */
export class HostLoop {
  readonly state: RunState;
  readonly #options: HostOptions;
  readonly #recorder: Recorder;
  readonly #flights: Flights;
  readonly #admission: Admission;
  readonly #ending: Ending;
  readonly #turns: Turns;
  readonly #capacities: Capacities;
  readonly #launches: Launches;
  readonly #signals: SignalBox;
  readonly #heartbeat: Heartbeat;
  readonly #deployed: DeployedLog;
  readonly #finish: Finish;
  readonly #machines: AwaitedMachines;
  readonly #question: LaneQuestion;
  readonly #starved = new Set<number>();
  /** Times at which lanes want to be asked again. */
  readonly #alarms = new Map<number, number>();
  #scheduled = false;
  #signalsSeen = false;

  constructor(options: HostOptions, writer: JournalWriter, state: RunState) {
    this.#options = options;
    this.state = state;
    const fail = (error: unknown): void => this.#ending.break(error);
    const onIdle = (): void => this.#quiet();
    const { elapsed } = options.clock;
    this.#ending = new Ending({
      isWritten: () => this.#recorder.idle,
      isActing: () => this.#flights.anyActing,
      lastSteps: (result) => this.#lastSteps(result),
    });
    this.#recorder = new Recorder(writer, state, {
      onDurable: options.onDurable,
      act: (flight) => this.#act(flight),
      onError: fail,
      onIdle,
      isAlone: (intents) => this.#flights.size === intents,
      elapsed,
    });
    this.#flights = new Flights({
      state,
      executor: options.executor,
      clock: options.clock,
      graceMilliseconds: options.graceMilliseconds ?? 60_000,
      onOutcome: (flight, outcome) => this.#landed(flight, outcome),
    });
    this.#admission = this.#createAdmission(fail);
    const atOnce = (wave: number): number => state.waves[wave]?.plan.concurrency || Number.POSITIVE_INFINITY;
    this.#turns = new Turns(atOnce, (lane) => touch(state, lane));
    this.#machines = new AwaitedMachines(state, options.executor);
    this.#capacities = new Capacities(options.capacity);
    this.#launches = new Launches(state, this.#recorder, this.#flights, this.#capacities);
    this.#question = new LaneQuestion(options.executor, undoesOnFailure(state), this.#capacities);
    this.#deployed = new DeployedLog(options.store, { onError: fail, onIdle, elapsed });
    this.#finish = new Finish(this.#recorder, this.#deployed, () => {
      state.releaseTouched = true;
      this.#schedule();
    });
    this.#signals = new SignalBox(options, state, this.#recorder, () => this.#flights.cancelAll());
    this.#heartbeat = new Heartbeat(options.clock, options.pollMilliseconds ?? 250, () => this.#beat(), fail);
  }

  get result(): Promise<RunResult> {
    return this.#ending.result;
  }

  #createAdmission(onError: (error: unknown) => void): Admission {
    return new Admission(this.#options, this.state, {
      record: (event) => this.#record(event),
      start: (lane) => this.#startLane(lane),
      act: (flight) => this.#flights.act(flight),
      isEnding: () => this.#ending.begun,
      isQuiet: () => this.#flights.size === 0 && this.state.admitting.size === 0,
      end: (result) => this.#end(result),
      run: (work) => {
        this.#safely(work);
        this.#schedule();
      },
      onError,
    });
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
      if (this.#ending.begun || this.state.cancelling) return;
      this.#record({ type: 'cancel-requested', by });
      this.#flights.cancelAll();
      this.#schedule();
    });
  }

  #begin(): void {
    const events = firstEvents(this.#options, this.state);
    // Before anything goes again: a lane that does is no longer where it was.
    this.#deployed.addMissing(this.state);
    for (const event of events) this.#record(event);
    resumeFlights(this.state, this.#flights, {
      recover: (flight) => this.#admission.recover(flight),
      record: (event) => this.#record(event),
      isOver: () => this.#ending.begun,
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#ending.closed) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#safely(() => this.#tick());
    });
  }

  #tick(): void {
    if (!this.#ending.begun) this.#decide();
    this.#recorder.write();
    this.#ending.closeWhenDone();
  }

  #decide(): void {
    this.#question.now = this.#options.clock.now();
    do {
      this.#askLanes();
      this.#askRelease();
    } while (!this.#ending.begun && (this.state.touched.length > 0 || this.state.releaseTouched));
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

  #room = (): number => this.state.parallel - this.#flights.size;

  #askLane(index: number): void {
    const lane = laneState(this.state, index);
    const held = ((this.state.facts.bits[index] ?? 0) & fact.held) !== 0 || haltReason(this.state) !== undefined;
    const decision = decideDeployment(lane, this.#question.about(index, this.#room(), held));
    if (decision.starved) this.#starved.add(index);
    if (decision.wakeAt !== undefined) {
      this.#alarms.set(index, decision.wakeAt);
      this.#heartbeat.wakeAt(decision.wakeAt);
    }
    for (const action of decision.actions) this.#performForLane(lane, action);
    this.#rest(lane, held);
  }

  #performForLane(lane: LaneState, action: DeploymentAction): void {
    switch (action.kind) {
      case 'start':
      case 'undo':
        if (!this.#mayWork(lane)) return;
        this.#launches.launch(lane, action, this.#question.now);
        this.#signalsSeen = false;
        return;
      case 'open-gate': {
        const { gate, gateKind: kind, node } = action;
        const waitingFor = withMessage(this.state, lane, node, action.waitingFor);
        this.#record({ type: 'gate-opened', gate, kind, scope: this.#address(lane, node), waitingFor });
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
        action satisfies never;
        return;
    }
  }

  /** Nothing starts without the lane's locks and its turn in the wave. */
  #mayWork(lane: LaneState): boolean {
    const halted = haltReason(this.state) !== undefined;
    if (!this.#turns.take(this.state.facts.wave[lane.index] ?? -1, lane.index, halted)) return false;
    if (this.#admission.locks.holds(lane.index)) return true;
    this.#admission.locks.ask(lane.index);
    return false;
  }

  #act(flight: Flight): void {
    if (!this.#ending.isDeaf) this.#flights.act(flight);
  }

  /** A lane that only others can move, or nobody, gives up its turn, and its locks when all it waits for is a gate. */
  #rest(lane: LaneState, held: boolean): void {
    if (lane.phase === 'running' && canGoOn(lane, held)) return;
    this.#turns.give(this.state.facts.wave[lane.index] ?? -1, lane.index);
    const atGate =
      countOf(lane, status.gate) > 0 && countOf(lane, status.barrier) + countOf(lane, status.joining) === 0;
    if (this.#machines.waits(lane.index) && lane.phase === 'running') return;
    if (lane.phase === 'ended') this.#recorder.afterWrite(() => this.#admission.locks.release(lane.index));
    else if (atGate) this.#admission.locks.release(lane.index);
  }

  #askRelease(): void {
    if (!this.state.releaseTouched) return;
    this.state.releaseTouched = false;
    for (const action of decideRelease(this.state, this.#question.now)) this.#performForRelease(action);
    const { status: now, end, pauseReason } = this.state;
    if (now === 'finished' && end !== undefined) this.#end({ kind: end });
    if (now === 'paused') this.#end({ kind: 'paused', reason: pauseReason ?? '' });
  }

  #performForRelease(action: ReleaseAction): void {
    switch (action.kind) {
      case 'record':
        if (!this.#finish.keeps(action.event)) this.#record(action.event);
        return;
      case 'start-lane':
        this.#admission.admit(action.lane);
        return;
      case 'blocked':
        this.#blocked(action.gates);
        return;
      default:
        action satisfies never;
        return;
    }
  }

  #quiet(): void {
    this.#ending.closeWhenDone();
    this.#finish.quiet();
  }

  // Gates

  #blocked(gates: readonly string[]): void {
    // Whoever is cancelled waits for no lock of a lane that has not begun.
    if (!this.state.cancelling && openGates(this.state).some((gate) => gate.kind === 'lock')) {
      this.#admission.endWhenLocked();
      return;
    }
    if (!this.#signalsSeen) {
      this.#poll();
      return;
    }
    if (this.state.status !== 'blocked') this.#record({ type: 'run-blocked', gates });
    // No lock is held while people think; what runs on a machine that is away keeps others off it.
    for (const lane of this.state.running) if (!this.#machines.waits(lane)) this.#admission.locks.release(lane);
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
      (error: unknown) => this.#ending.break(error),
    );
  }

  #beat(): void {
    this.#safely(() => {
      const now = this.#options.clock.now();
      this.#flights.check(now);
      if (this.#ending.begun) return;
      for (const [lane, time] of this.#alarms) {
        if (time > now) this.#heartbeat.wakeAt(time);
        else this.#alarms.delete(lane);
        if (time <= now) touch(this.state, lane);
      }
      for (const lane of this.#admission.locks.refused.keys()) this.#admission.locks.ask(lane);
      for (const event of this.#machines.back()) this.#record(event);
      this.#poll();
      this.#schedule();
    });
  }

  #startLane(lane: number): void {
    this.#turns.take(this.state.facts.wave[lane] ?? -1, lane);
    this.#record({ type: 'lane-started', lane: this.#options.plan.lanes[lane]?.address ?? '' });
  }

  // Outcomes

  #landed(flight: Flight, outcome: AttemptOutcome): void {
    if (flight.key !== undefined) for (const lane of this.#capacities.give(flight.key)) touch(this.state, lane);
    if (this.#ending.closed) return;
    if (this.#ending.isDeaf) {
      this.#ending.closeWhenDone();
      return;
    }
    try {
      const { address: node, attempt } = flight;
      if (flight.undo) this.#record({ type: 'undo-finished', node, outcome }, flight);
      else this.#record({ type: 'attempt-finished', node, attempt, outcome }, flight);
    } catch (error) {
      this.#ending.break(error);
    }
    this.#schedule();
  }

  #noteDeployed(lane: LaneState): void {
    const rows = deployedRows(lane, this.state.run);
    if (rows.length > 0) this.#recorder.afterWrite(() => this.#deployed.add(rows));
  }

  #end(result: RunResult): void {
    this.#ending.begin(result);
    this.#recorder.write();
    this.#ending.closeWhenDone();
  }

  #lastSteps(result: RunResult): readonly (() => Promise<unknown>)[] {
    this.#heartbeat.stop();
    const close = [() => this.#deployed.settled(), () => this.#recorder.close()];
    // After an interrupt scripts may run on; their locks stay in the dead process's name until somebody proves it dead.
    return result.kind === 'interrupted' ? close : [() => this.#admission.locks.releaseAll(), ...close];
  }

  #record(event: RunEvent, place?: NodePlace): void {
    this.#recorder.record(event, place);
    this.#signalsSeen = false;
  }

  #safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#ending.break(error);
    }
  }

  #address(lane: LaneState, node: number): string {
    return nodeAddress(lane.plan, lane.steps, lane.graph, node);
  }
}
