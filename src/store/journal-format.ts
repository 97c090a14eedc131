import { hash } from 'node:crypto';
import type { JournalRecord, RunEvent } from '../run/events.ts';

/** The `previous` of the first record. */
export const genesis = 'genesis';

/** Digest that links a line to the one after it: sha256 of the line without its newline, base64url. */
export function lineDigest(line: string): string {
  return hash('sha256', line, 'base64url');
}

/** One line, without the newline. `previous` comes last so that a record cut anywhere never parses. */
export function encodeRecord({ seq, at, event, previous }: JournalRecord): string {
  return `{"v":1,"seq":${seq},"at":"${at}","event":${eventJson(event)},"previous":"${previous}"}`;
}

/** What `JSON.stringify` gives. The two events that every step costs are put together in half the time. */
function eventJson(event: RunEvent): string {
  switch (event.type) {
    case 'attempt-started': {
      const { node, attempt, ticket } = event;
      const [nodeJson, ticketJson] = [JSON.stringify(node), JSON.stringify(ticket)];
      return `{"type":"attempt-started","node":${nodeJson},"attempt":${attempt},"ticket":${ticketJson}}`;
    }
    case 'attempt-finished': {
      const { node, attempt, outcome } = event;
      const isPlain = outcome.kind === 'succeeded' && outcome.outputs === undefined;
      const outcomeJson = isPlain ? '{"kind":"succeeded"}' : JSON.stringify(outcome);
      return `{"type":"attempt-finished","node":${JSON.stringify(node)},"attempt":${attempt},"outcome":${outcomeJson}}`;
    }
    default:
      return JSON.stringify(event);
  }
}

export type DecodedLine =
  | { readonly kind: 'record'; readonly record: JournalRecord }
  | { readonly kind: 'bad'; readonly reason: string };

/** Decodes a line; says in words why it is not one of ours. Never throws. */
export function decodeLine(line: string): DecodedLine {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    return bad('it is not JSON');
  }
  if (!isObject(data)) return bad('it is not an object');
  if (data.v !== 1) return bad(`its format version is ${String(data.v)}; this release reads version 1`);
  const { seq, at, event, previous } = data;
  if (typeof seq !== 'number' || typeof at !== 'string' || typeof previous !== 'string' || !isObject(event)) {
    return bad('a field of the record is missing or of the wrong type');
  }
  const problem = eventProblem(event);
  if (problem !== undefined) return bad(problem);
  return { kind: 'record', record: { v: 1, seq, at, event: event as RunEvent, previous } };
}

/** Fields that a fold relies on, by event type; the table is the decoder. */
const required: {
  readonly [T in RunEvent['type']]: Readonly<Record<string, 'string' | 'number' | 'object' | 'boolean'>>;
} = {
  'run-started': {
    run: 'string',
    release: 'string',
    version: 'string',
    project: 'string',
    planDigest: 'string',
    runner: 'object',
    parallel: 'number',
    timestamp: 'string',
  },
  'run-resumed': { runner: 'object', onlyFailed: 'boolean' },
  'wave-started': { wave: 'string' },
  'wave-finished': { wave: 'string', failed: 'number' },
  'lane-started': { lane: 'string' },
  'lane-finished': { lane: 'string', end: 'string' },
  'barrier-opened': { step: 'string', wave: 'string' },
  'attempt-started': { node: 'string', attempt: 'number', ticket: 'string' },
  'attempt-finished': { node: 'string', attempt: 'number', outcome: 'object' },
  'node-decided': { node: 'string', decision: 'string', by: 'string' },
  'undo-started': { node: 'string', ticket: 'string' },
  'undo-finished': { node: 'string', outcome: 'object' },
  'gate-opened': { gate: 'string', kind: 'string', scope: 'string', waitingFor: 'string' },
  'gate-resolved': { gate: 'string', decision: 'string', by: 'string' },
  'cancel-requested': { by: 'string' },
  'run-paused': { reason: 'string' },
  'run-blocked': { gates: 'object' },
  'run-finished': { end: 'string' },
};

const knownTypes: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = required;

function eventProblem(event: Record<string, unknown>): string | undefined {
  const { type } = event;
  const fields = typeof type === 'string' && Object.hasOwn(knownTypes, type) ? knownTypes[type] : undefined;
  if (fields === undefined) return `its event type is ${JSON.stringify(type)}, which this release does not know`;
  for (const name in fields) {
    const value = event[name];
    if (typeof value !== fields[name] || value === null) return `its event ${String(type)} has no valid \`${name}\``;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(reason: string): DecodedLine {
  return { kind: 'bad', reason };
}
