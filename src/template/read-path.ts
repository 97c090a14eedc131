import type { Json } from '../util/json.ts';
import { type Lookup, notFound, type TemplateScope } from './scope.ts';
import { isRecord } from './values.ts';

/** Asks the scope for a path and walks the rest of it inside the value. A successful answer stands for the whole path. */
export function readPath(scope: TemplateScope, path: readonly string[]): Lookup {
  const lookup = scope.get(path);
  if (lookup.found !== true || lookup.consumed === undefined || lookup.consumed >= path.length) return lookup;
  const value = walk(lookup.value, path, lookup.consumed);
  if (value === undefined) return notFound;
  return { found: true, value, secret: lookup.secret === true };
}

/** The value at `path.slice(from)` inside `value`: own keys of maps, indices and `length` of lists, nothing inherited. */
export function walk(value: Json, path: readonly string[], from: number): Json | undefined {
  let current: Json | undefined = value;
  for (let index = from; index < path.length && current !== undefined; index += 1) {
    current = step(current, path[index] ?? '');
  }
  return current;
}

function step(value: Json, key: string): Json | undefined {
  if (Array.isArray(value)) return listStep(value, key);
  if (isRecord(value)) return Object.hasOwn(value, key) ? value[key] : undefined;
  return undefined;
}

function listStep(list: readonly Json[], key: string): Json | undefined {
  if (key === 'length') return list.length;
  return /^\d+$/.test(key) ? list[Number(key)] : undefined;
}
