import type { Candidate } from '../config/scope.ts';
import { startOf } from '../diagnostics/span.ts';
import type { Json } from '../util/json.ts';
import { type Failure, failure } from './failure.ts';

export type CommandLineVariables = { readonly kind: 'read'; readonly candidates: readonly Candidate[] } | Failure;

/** `--var name=value`. A value that is JSON keeps its type; anything else is text, so most need no quotes. */
export function readVariables(typed: readonly string[] | undefined): CommandLineVariables {
  const candidates: Candidate[] = [];
  for (const text of typed ?? []) {
    const equals = text.indexOf('=');
    const name = text.slice(0, equals);
    if (equals < 1 || !/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name)) {
      return failure('REL3005', `"${text}" is not a variable`, 'write --var name=value');
    }
    const value = { kind: 'value', value: parseValue(text.slice(equals + 1)) } as const;
    candidates.push({ name, value, scope: {}, origin: { kind: 'command-line' }, span: startOf('--var') });
  }
  return { kind: 'read', candidates };
}

function parseValue(text: string): Json {
  if (!/^(?:-?\d|true$|false$|null$|[[{"])/.test(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
