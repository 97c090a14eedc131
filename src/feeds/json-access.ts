import type { Json, JsonMap } from '../util/json.ts';
import { type FeedResult, failed, found } from './feed.ts';

/** Reads a document that should be a JSON map. `where` is for the message. */
export function readJsonMap(bytes: Uint8Array, where: string): FeedResult<JsonMap> {
  try {
    const value: Json = JSON.parse(new TextDecoder().decode(bytes));
    const map = asMap(value);
    if (map !== undefined) return found(map);
  } catch {
    // Not JSON at all: the same to us as JSON that is no map.
  }
  return failed({ kind: 'malformed', detail: `${where} is not a JSON map` });
}

export function asMap(value: Json | undefined): JsonMap | undefined {
  return typeof value === 'object' && value !== null && !isList(value) ? value : undefined;
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function mapAt(map: JsonMap | undefined, key: string): JsonMap | undefined {
  return asMap(valueAt(map, key));
}

export function mapsAt(map: JsonMap | undefined, key: string): readonly JsonMap[] {
  return listAt(map, key)
    .map(asMap)
    .filter((item) => item !== undefined);
}

export function listAt(map: JsonMap | undefined, key: string): readonly Json[] {
  const value = valueAt(map, key);
  return isList(value) ? value : [];
}

export function textAt(map: JsonMap | undefined, key: string): string | undefined {
  const value = valueAt(map, key);
  return typeof value === 'string' ? value : undefined;
}

export function numberAt(map: JsonMap | undefined, key: string): number | undefined {
  const value = valueAt(map, key);
  return typeof value === 'number' ? value : undefined;
}

function valueAt(map: JsonMap | undefined, key: string): Json | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
