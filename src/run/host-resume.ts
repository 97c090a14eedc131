import { nodeAddress } from './address.ts';
import type { RunEvent } from './events.ts';
import { type Flight, type Flights, messageOf } from './host-flights.ts';
import { stepOf } from './lane-state.ts';
import { status } from './node-status.ts';
import type { Observation } from './ports.ts';
import { laneState, type RunState } from './state.ts';
import { ticketOf } from './ticket.ts';

/** Observations at once. */
const parallelObservations = 64;

export interface ResumeHooks {
  /** The attempt has to be performed (again), under its old ticket. */
  readonly recover: (flight: Flight) => void;
  readonly record: (event: RunEvent) => void;
  readonly isOver: () => boolean;
}

/**
 * Attempts that have an intent and no outcome: the process before us died meanwhile. Each is looked at before anything
 * is done about it. An undo is simply asked for again: it is one start by its ticket, and undoing twice is no harm.
 */
export function resumeFlights(state: RunState, flights: Flights, hooks: ResumeHooks): void {
  for (const lane of state.running) lookAgain(state, hooks, lane);
  const open = [...state.running].flatMap((lane) => openFlights(state, flights, lane));
  const next = (): void => {
    const flight = open.shift();
    if (flight === undefined || hooks.isOver()) return;
    if (flight.undo) {
      hooks.recover(flight);
      next();
      return;
    }
    flights.observe(flight).then((seen) => {
      if (!hooks.isOver()) conclude(state, flights, hooks, flight, seen);
      next();
    });
  };
  for (let started = 0; started < parallelObservations; started++) next();
}

/** What was unknown may be known now: whoever was out of reach is asked once more, under the old ticket. */
function lookAgain(state: RunState, { record }: ResumeHooks, index: number): void {
  const lane = laneState(state, index);
  for (let node = 0; node < lane.graph.size; node++) {
    if (lane.status[node] !== status.unknown) continue;
    const attempt = lane.attempts[node] ?? 1;
    const ticket = ticketOf({ run: state.run, lane: index, node, attempt });
    const address = nodeAddress(lane.plan, lane.steps, lane.graph, node);
    record({ type: 'attempt-started', node: address, attempt, ticket });
  }
}

function openFlights(state: RunState, flights: Flights, index: number): readonly Flight[] {
  const lane = laneState(state, index);
  const open: Flight[] = [];
  for (let node = 0; node < lane.graph.size; node++) {
    if (lane.status[node] !== status.running) continue;
    const [attempt, ticket] = [lane.attempts[node] ?? 1, lane.tickets[node] ?? ''];
    const startedAt = lane.attemptStartedAt[node] ?? 0;
    const address = nodeAddress(lane.plan, lane.steps, lane.graph, node);
    open.push(
      flights.add({ lane: index, node, attempt, ticket, undo: false, begun: true, key: undefined, address }, startedAt),
    );
  }
  if (lane.undoing !== undefined) {
    const { node, ticket } = lane.undoing;
    const attempt = lane.attempts[node] ?? 1;
    const address = nodeAddress(lane.plan, lane.steps, lane.graph, node);
    const flight = flights.add(
      { lane: index, node, attempt, ticket, undo: true, begun: true, key: undefined, address },
      0,
    );
    flights.grantTime(flight);
    open.push(flight);
  }
  return open;
}

function conclude(state: RunState, flights: Flights, hooks: ResumeHooks, flight: Flight, seen: Observation): void {
  switch (seen.kind) {
    case 'finished':
      flights.settle(flight, seen.outcome);
      return;
    case 'running':
      hooks.recover(flight);
      return;
    case 'never-started':
      flights.grantTime(flight);
      hooks.recover(flight);
      return;
    case 'cannot-tell': {
      const { idempotent } = stepOf(laneState(state, flight.lane), flight.node);
      if (idempotent) {
        flights.grantTime(flight);
        hooks.recover(flight);
        return;
      }
      flights.settle(flight, { kind: 'unknown', message: messageOf(seen.message) });
      return;
    }
    default:
      seen satisfies never;
      return;
  }
}
