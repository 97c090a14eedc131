import type { Json, JsonMap } from './json.ts';

/**
 * Whether a JSON Schema (draft-07) gives the same verdict on a value whatever text stands at `path` inside it. False
 * when in doubt, so also for words that are not known here.
 */
export function ignoresText(schema: Json, path: readonly string[]): boolean {
  if (typeof schema === 'boolean') return true;
  if (!isMap(schema)) return false;
  return Object.entries(schema).every(([word, meaning]) => {
    return blindWords.has(word) || (wordsWithin.get(word)?.(meaning ?? null, path, schema) ?? false);
  });
}

/** Describe, or look at kinds, numbers, sizes and keys only, and never at what a text says. */
const blindWords: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'examples',
  '$comment',
  'type',
  'required',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]);

type Word = (meaning: Json, path: readonly string[], schema: JsonMap) => boolean;

/** Look at texts only as far as the schemas inside them do. */
const wordsWithin: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['if', ignoresText],
  ['then', ignoresText],
  ['else', ignoresText],
  ['not', ignoresText],
  ['items', (schema, [item, ...rest]) => item === undefined || ignoresText(schema, rest)],
  ['properties', (schemas, path) => isMap(schemas) && ignoresInside(schemas, path)],
  ['additionalProperties', additionalIgnores],
]);

function ignoresInside(schemas: JsonMap, [key, ...rest]: readonly string[]): boolean {
  return key === undefined || !Object.hasOwn(schemas, key) || ignoresText(schemas[key] ?? null, rest);
}

function additionalIgnores(schema: Json, [key, ...rest]: readonly string[], { properties = {} }: JsonMap): boolean {
  const isNamed = key === undefined || (isMap(properties) && Object.hasOwn(properties, key));
  return isNamed || ignoresText(schema, rest);
}

function isMap(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
