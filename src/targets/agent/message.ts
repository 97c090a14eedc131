import type { Json, JsonMap } from '../../util/json.ts';
import { at, readCount, readList, readMap, readText } from './read-json.ts';

/** Versions of the protocol that this program speaks, best first. */
export const protocols: readonly number[] = [1];

export type Role = 'runner' | 'agent';

export interface Hello {
  readonly type: 'hello';
  readonly protocols: readonly number[];
  readonly role: Role;
  /** What an agent calls itself. */
  readonly id?: string;
  /** Of the program, for people. */
  readonly version: string;
}

/** What one side says. Calls go from the runner to the agent, whoever dialled; each has a number of its own, counting up. */
export type Message =
  | Hello
  | { readonly type: 'call'; readonly call: number; readonly method: string; readonly parameters: JsonMap }
  /** Nobody waits any longer: answer with what there is. */
  | { readonly type: 'stop'; readonly call: number }
  | { readonly type: 'answer'; readonly call: number; readonly value: Json }
  | { readonly type: 'problem'; readonly call: number; readonly problem: Problem }
  | { readonly type: 'ping' }
  | { readonly type: 'pong' }
  /** Why the connection ends. */
  | { readonly type: 'bye'; readonly reason: string };

/** `range`: the call asks for what nobody may ask. `system`: the machine could not. */
export interface Problem {
  readonly kind: 'range' | 'system';
  readonly message: string;
}

const longestWords = 4_000;

export function encodeMessage(message: Message): string {
  return JSON.stringify(message);
}

/** Undefined for anything that is not a message. */
export function decodeMessage(text: string): Message | undefined {
  const map = parse(text);
  const type = map && readText(at(map, 'type'));
  if (map === undefined || type === undefined) return undefined;
  switch (type) {
    case 'hello':
      return decodeHello(map);
    case 'ping':
    case 'pong':
      return { type };
    case 'bye': {
      const reason = readText(at(map, 'reason'), longestWords);
      return reason === undefined ? undefined : { type, reason };
    }
    default:
      return decodeNumbered(type, map);
  }
}

function parse(text: string): JsonMap | undefined {
  try {
    const value: Json = JSON.parse(text);
    return readMap(value);
  } catch {
    return undefined;
  }
}

function decodeHello(map: JsonMap): Hello | undefined {
  const versions = readList(at(map, 'protocols'), readCount);
  const role = readText(at(map, 'role'));
  const version = readText(at(map, 'version'), 100);
  const id = at(map, 'id');
  if (versions === undefined || version === undefined || (role !== 'runner' && role !== 'agent')) return undefined;
  if (id !== undefined && readText(id, 200) === undefined) return undefined;
  return { type: 'hello', protocols: versions, role, version, ...(typeof id === 'string' && { id }) };
}

function decodeNumbered(type: string, map: JsonMap): Message | undefined {
  const call = readCount(at(map, 'call'));
  if (call === undefined) return undefined;
  switch (type) {
    case 'call': {
      const method = readText(at(map, 'method'), 100);
      const parameters = readMap(at(map, 'parameters'));
      return method === undefined || parameters === undefined ? undefined : { type, call, method, parameters };
    }
    case 'stop':
      return { type, call };
    case 'answer': {
      const value = at(map, 'value');
      return value === undefined ? undefined : { type, call, value };
    }
    case 'problem': {
      const problem = readMap(at(map, 'problem'));
      const kind = problem && readText(at(problem, 'kind'));
      const message = problem && readText(at(problem, 'message'), longestWords);
      if (message === undefined || (kind !== 'range' && kind !== 'system')) return undefined;
      return { type, call, problem: { kind, message } };
    }
    default:
      return undefined;
  }
}
