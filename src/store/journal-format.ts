import { hash } from 'node:crypto';
import type { JournalRecord, RunEvent } from '../run/events.ts';

/** The `previous` of the first record. */
export const genesis = 'genesis';

/** Stands where a line's `previous` belongs until that is known; as long as every digest. */
export const unlinked = '.'.repeat(43);

const newline = 0x0a;
/** The end of a line: of `previous`, of the record, and the line feed. */
const end = '"}\n';
const isSynced = ',"synced":true';
const endUnlinked = `,"previous":"${unlinked}${end}`;

/** Digest that links a line to the one after it: sha256 of the line without its newline, base64url. */
export function lineDigest(line: string | Uint8Array): string {
  return hash('sha256', line, 'base64url');
}

/** One line with its newline. `previous` comes last so that a record cut anywhere never parses. */
export function encodeRecord({ seq, at, event, synced }: JournalRecord, previous: string): string {
  const last = previous === unlinked ? endUnlinked : `,"previous":"${previous}${end}`;
  const fields = fieldsOf(at, event);
  return synced === true ? `{"v":1,"seq":${seq}${fields}${isSynced}${last}` : `{"v":1,"seq":${seq}${fields}${last}`;
}

/**
 * Links whole lines to the one before, of that digest: puts digests where `unlinked` stands. Only a journal's first line
 * is linked already, to `genesis`. Returns the digest of the last line.
 */
export function linkLines(lines: Buffer, before: string): string {
  let previous = before;
  for (let from = 0; from < lines.length; ) {
    const next = lines.indexOf(newline, from) + 1;
    if (previous !== genesis) lines.write(previous, next - end.length - unlinked.length, 'latin1');
    previous = lineDigest(lines.subarray(from, next - 1));
    from = next;
  }
  return previous;
}

/** A text without anything that JSON has to escape, or may have to. */
const plain = /^[ !#-[\]-\ud7ff]*$/;

/** What records of one millisecond begin with. Thousands share it, and a piece of a string costs, however short. */
let shared = beginningsAt('');

function beginningsAt(at: string) {
  const other = `,"at":"${at}","event":`;
  return {
    at,
    other,
    started: `${other}{"type":"attempt-started","node":"`,
    finished: `${other}{"type":"attempt-finished","node":"`,
  };
}

/**
 * As `JSON.stringify` puts it. The two events that every step costs are put together of as few pieces as may be, in a
 * third of the time.
 */
function fieldsOf(at: string, event: RunEvent): string {
  if (at !== shared.at) shared = beginningsAt(at);
  if (event.type === 'attempt-started' && event.attempt === 1) {
    const { node, ticket } = event;
    if (plain.test(node) && plain.test(ticket)) return `${shared.started}${node}","attempt":1,"ticket":"${ticket}"}`;
  }
  if (event.type === 'attempt-finished' && event.attempt === 1) {
    const { node, outcome } = event;
    const isPlain = outcome.kind === 'succeeded' && outcome.outputs === undefined && plain.test(node);
    if (isPlain) return `${shared.finished}${node}","attempt":1,"outcome":{"kind":"succeeded"}}`;
  }
  return `${shared.other}${JSON.stringify(event)}`;
}

export type DecodedLine =
  | { readonly kind: 'record'; readonly record: JournalRecord; readonly previous: string }
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
  const { seq, at, event, synced, previous } = data;
  if (typeof seq !== 'number' || typeof at !== 'string' || typeof previous !== 'string' || !isObject(event)) {
    return bad('a field of the record is missing or of the wrong type');
  }
  const problem = eventProblem(event);
  if (problem !== undefined) return bad(problem);
  const record: JournalRecord = { v: 1, seq, at, event: event as RunEvent };
  return { kind: 'record', record: synced === true ? { ...record, synced } : record, previous };
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
