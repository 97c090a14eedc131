import { nodeAddress } from './address.ts';
import type { DeploymentAction } from './decide-deployment.ts';
import type { Capacities } from './host-capacities.ts';
import type { Flights } from './host-flights.ts';
import type { Recorder } from './host-recorder.ts';
import type { LaneState } from './lane-state.ts';
import type { RunState } from './state.ts';
import { ticketOf, undoTicketOf } from './ticket.ts';

export type LaunchAction = Extract<DeploymentAction, { readonly kind: 'start' | 'undo' }>;

/** Lets attempts and undos begin: the intent first, the act once that is durable. */
export class Launches {
  readonly #state: RunState;
  readonly #recorder: Recorder;
  readonly #flights: Flights;
  readonly #capacities: Capacities;

  constructor(state: RunState, recorder: Recorder, flights: Flights, capacities: Capacities) {
    this.#state = state;
    this.#recorder = recorder;
    this.#flights = flights;
    this.#capacities = capacities;
  }

  /** `now` is in milliseconds since 1970. */
  launch(lane: LaneState, action: LaunchAction, now: number): void {
    const { node } = action;
    const undo = action.kind === 'undo';
    // Of several nodes started together the first may have taken the last place.
    if (!undo && this.#capacities.isFull(lane.index, node)) return;
    const attempt = undo ? (lane.attempts[node] ?? 1) : action.attempt;
    const place = { run: this.#state.run, lane: lane.index, node, attempt };
    const ticket = undo ? undoTicketOf(place) : ticketOf(place);
    const address = nodeAddress(lane.plan, lane.steps, lane.graph, node);
    const begun = undo ? lane.undoAway !== undefined : lane.unreached.get(node) === true;
    const key = undo ? undefined : this.#capacities.take(lane.index, node);
    const names = { lane: lane.index, node, attempt, ticket, undo, begun, key, address };
    const flight = this.#flights.add(names, now);
    if (undo) this.#recorder.record({ type: 'undo-started', node: address, ticket }, flight);
    else this.#recorder.record({ type: 'attempt-started', node: address, attempt, ticket }, flight);
    this.#recorder.actAfterWrite(flight);
  }
}
