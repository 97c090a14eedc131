import type { Json, JsonMap } from '../../util/json.ts';

/** What another machine sent is read with these and never believed: undefined wherever it has another form. */

export function readMap(value: Json | undefined): JsonMap | undefined {
  return isMap(value) ? value : undefined;
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own key: a message may be called `__proto__` all it likes. */
export function at(map: JsonMap, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

export function readText(value: Json | undefined, mostCharacters = Number.POSITIVE_INFINITY): string | undefined {
  return typeof value === 'string' && value.length <= mostCharacters ? value : undefined;
}

/** A whole number from 0 on. */
export function readCount(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function readList<T>(value: Json | undefined, read: (item: Json) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: T[] = [];
  for (const item of value) {
    const one = read(item);
    if (one === undefined) return undefined;
    items.push(one);
  }
  return items;
}

export function readTexts(value: Json | undefined): readonly string[] | undefined {
  return readList(value, (item) => readText(item));
}

export function readTextMap(value: Json | undefined): Readonly<Record<string, string>> | undefined {
  const map = readMap(value);
  if (map === undefined) return undefined;
  const entries = Object.entries(map);
  const texts = entries.flatMap(([name, text]) => (typeof text === 'string' ? [[name, text] as const] : []));
  return texts.length === entries.length ? Object.fromEntries(texts) : undefined;
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function readBytes(value: Json | undefined): Uint8Array | undefined {
  return typeof value === 'string' && base64.test(value) ? Uint8Array.from(Buffer.from(value, 'base64')) : undefined;
}

export function bytesText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
