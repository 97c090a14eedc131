import { join } from 'node:path';
import type { WorkspaceConfig } from '../config/model.ts';
import type { Plan } from '../plan/model.ts';
import type { JournalRecord } from '../run/events.ts';
import type { RunState } from '../run/state.ts';
import type { Masker } from '../secrets/masker.ts';
import type { Surroundings } from './surroundings.ts';

/** Whoever is told of a run besides the person in front of it: traces and webhooks. Never stops or fails a run. */
export interface Outbound {
  /** What earlier processes wrote down; what they did not get to tell is told now. */
  readonly catchUp: (records: readonly JournalRecord[]) => void;
  /** Records that are durable now, and the state after them. */
  readonly read: (records: readonly JournalRecord[], state: RunState) => void;
  /** What the script of an attempt gets besides, by ticket. */
  readonly environmentOf: (ticket: string) => Readonly<Record<string, string>>;
  /** Waits for what is under way, but not for long. */
  readonly close: () => Promise<void>;
}

export interface OutboundSettings {
  readonly surroundings: Surroundings;
  readonly root: string;
  /** Absolute path of the state folder. */
  readonly state: string;
  readonly run: string;
  readonly plan: Plan;
  readonly notifications: WorkspaceConfig['notifications'];
  readonly masker: Masker;
  readonly warn: (line: string) => void;
}

/** The file of a run in which is kept what others know of it. */
export function outboundFile(state: string, run: string): string {
  return join(state, 'outbound', `${encodeURIComponent(run)}.ndjson`);
}

/** Nobody is told; a trace that somebody else has begun is handed on as it is. */
export function handedOn(environment: Surroundings['environment']): Readonly<Record<string, string>> {
  const names = ['TRACEPARENT', 'TRACESTATE', 'BAGGAGE'].flatMap((name): readonly (readonly [string, string])[] => {
    const value = environment[name];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return Object.fromEntries(names);
}
