import { type Flight, type Flights, messageOf } from './host-flights.ts';
import { stepOf } from './lane-state.ts';
import { status } from './node-status.ts';
import type { Observation } from './ports.ts';
import { laneState, type RunState } from './state.ts';

/** Observations at once. */
const parallelObservations = 64;

export interface ResumeHooks {
  /** The attempt has to be performed (again), under its old ticket. */
  readonly recover: (flight: Flight) => void;
  readonly isOver: () => boolean;
}

/**
 * Attempts that have an intent and no outcome: the process before us died meanwhile. Each is looked at before anything
 * is done about it. An undo is simply asked for again: it is one start by its ticket, and undoing twice is no harm.
 */
export function resumeFlights(state: RunState, flights: Flights, hooks: ResumeHooks): void {
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

function openFlights(state: RunState, flights: Flights, index: number): readonly Flight[] {
  const lane = laneState(state, index);
  const open: Flight[] = [];
  for (let node = 0; node < lane.graph.size; node++) {
    if (lane.status[node] !== status.running) continue;
    const [attempt, ticket] = [lane.attempts[node] ?? 1, lane.tickets.get(node) ?? ''];
    const startedAt = lane.nodeStartedAt[node] ?? 0;
    open.push(flights.add({ lane: index, node, attempt, ticket, undo: false, key: undefined }, startedAt));
  }
  if (lane.undoing !== undefined) {
    const { node, ticket } = lane.undoing;
    const attempt = lane.attempts[node] ?? 1;
    open.push(flights.add({ lane: index, node, attempt, ticket, undo: true, key: undefined }, state.startedAt ?? 0));
  }
  return open;
}

function conclude(state: RunState, flights: Flights, hooks: ResumeHooks, flight: Flight, seen: Observation): void {
  switch (seen.kind) {
    case 'finished':
      flights.settle(flight, seen.outcome);
      return;
    case 'running':
    case 'never-started':
      hooks.recover(flight);
      return;
    case 'cannot-tell': {
      const { idempotent } = stepOf(laneState(state, flight.lane), flight.node);
      if (idempotent) {
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
