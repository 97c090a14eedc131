import { haltReason } from './budget.ts';
import { lockGate } from './decide-lanes.ts';
import type { RunEvent } from './events.ts';
import type { Flight } from './host-flights.ts';
import { LaneLocks } from './host-locks.ts';
import type { HostOptions, RunResult } from './host-types.ts';
import { touch } from './lane-facts.ts';
import type { LockResult } from './ports.ts';
import type { RunState } from './state.ts';

type Held = Extract<LockResult, { readonly kind: 'held' }>;

export interface AdmissionHooks {
  readonly record: (event: RunEvent) => void;
  readonly start: (lane: number) => void;
  readonly act: (flight: Flight) => void;
  readonly isEnding: () => boolean;
  /** Nothing of ours is under way. */
  readonly isQuiet: () => boolean;
  readonly end: (result: RunResult) => void;
  /** Runs the work, reports what it throws, and looks at the run again. */
  readonly run: (work: () => void) => void;
  readonly onError: (error: unknown) => void;
}

/** Lanes and their locks: who starts, who waits behind another run, and who may work again after a rest. */
export class Admission {
  readonly locks: LaneLocks;
  readonly #options: HostOptions;
  readonly #state: RunState;
  readonly #hooks: AdmissionHooks;
  /** Found running by a resume; they act again once the lane's locks are ours again. */
  readonly #recovering = new Map<number, Flight[]>();

  constructor(options: HostOptions, state: RunState, hooks: AdmissionHooks) {
    this.#options = options;
    this.#state = state;
    this.#hooks = hooks;
    this.locks = new LaneLocks(options.plan, options.run, options.runner, options.store, {
      onAcquired: (lane) => hooks.run(() => this.#acquired(lane)),
      onHeld: (lane, held) => hooks.run(() => this.#refused(lane, held)),
      onError: hooks.onError,
    });
  }

  /** Starts the lane, at once or when its locks are granted. */
  admit(lane: number): void {
    if (this.locks.holds(lane)) {
      this.#hooks.start(lane);
      return;
    }
    this.#state.admitting.add(lane);
    this.locks.ask(lane);
  }

  /** An attempt of an earlier process has to go on, under its old ticket. */
  recover(flight: Flight): void {
    if (this.locks.holds(flight.lane)) {
      this.#hooks.act(flight);
      return;
    }
    const waiting = this.#recovering.get(flight.lane);
    if (waiting === undefined) this.#recovering.set(flight.lane, [flight]);
    else waiting.push(flight);
    this.locks.ask(flight.lane);
  }

  /** With `noWait`, somebody else's lock ends the work as soon as nothing of ours is under way. */
  endWhenLocked(): void {
    const first = [...this.locks.refused.values()][0];
    if (this.#options.noWait !== true || first === undefined || !this.#hooks.isQuiet()) return;
    this.#hooks.end({ kind: 'lock-held', key: first.key, holder: first.holder });
  }

  #acquired(lane: number): void {
    const admitted = this.#state.admitting.delete(lane);
    this.#state.releaseTouched = true;
    if (this.#hooks.isEnding()) return;
    const gate = lockGate(this.#state, lane);
    if (this.#state.gates.has(gate))
      this.#hooks.record({ type: 'gate-resolved', gate, decision: 'passed', by: 'lock' });
    // Between the question and the answer the run may have been stopped.
    const stopped = this.#state.cancelling || haltReason(this.#state) !== undefined;
    if (admitted && stopped) this.locks.release(lane);
    else if (admitted) this.#hooks.start(lane);
    else if (this.#state.running.has(lane)) touch(this.#state, lane);
    for (const flight of this.#recovering.get(lane) ?? []) this.#hooks.act(flight);
    this.#recovering.delete(lane);
  }

  #refused(lane: number, held: Held): void {
    this.#state.admitting.delete(lane);
    this.#state.releaseTouched = true;
    if (this.#hooks.isEnding()) return;
    const gate = lockGate(this.#state, lane);
    const scope = this.#options.plan.lanes[lane]?.address ?? '';
    const { run, orphans } = held.holder;
    const what = orphans === true ? `scripts of run ${run}, whose runner is gone, still go on for` : `run ${run} holds`;
    const waitingFor = `${what} ${held.key}, ${held.position} in line`;
    if (!this.#state.gates.has(gate))
      this.#hooks.record({ type: 'gate-opened', gate, kind: 'lock', scope, waitingFor });
    this.endWhenLocked();
  }
}
