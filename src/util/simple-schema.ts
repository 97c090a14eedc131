import type { Json, JsonMap } from './json.ts';

export type Fits = (value: Json) => boolean;

/**
 * The check of a JSON Schema (draft-07) that uses everyday words only; undefined for any other schema, also one that is
 * wrong. It says yes or no at once, where a full validator takes longer to load than most schemas take to check; who
 * needs reasons, or the rest of the language, asks that one.
 */
export function simpleSchema(schema: Json): Fits | undefined {
  if (typeof schema === 'boolean') return () => schema;
  if (!isMap(schema)) return undefined;
  const checks: Fits[] = [];
  for (const [word, meaning] of Object.entries(schema)) {
    if (silentWords.has(word)) continue;
    const check = meaning === undefined ? undefined : words.get(word)?.(meaning, schema);
    if (check === undefined) return undefined;
    checks.push(check);
  }
  return (value) => checks.every((check) => check(value));
}

/** `then` and `else` say nothing by themselves: `if` reads them. */
const silentWords: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'examples',
  '$comment',
  'then',
  'else',
]);

const types: ReadonlyMap<string, Fits> = new Map<string, Fits>([
  ['string', (value) => typeof value === 'string'],
  ['number', (value) => typeof value === 'number'],
  ['integer', (value) => Number.isInteger(value)],
  ['boolean', (value) => typeof value === 'boolean'],
  ['null', (value) => value === null],
  ['array', (value) => Array.isArray(value)],
  ['object', isMap],
]);

type Word = (meaning: Json, schema: JsonMap) => Fits | undefined;

const words: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['type', (meaning) => typeCheck(Array.isArray(meaning) ? meaning : [meaning])],
  ['enum', (meaning) => (Array.isArray(meaning) && meaning.length > 0 ? oneOf(meaning) : undefined)],
  ['const', (meaning) => oneOf([meaning])],
  ['minimum', limit((value, bound) => value >= bound)],
  ['maximum', limit((value, bound) => value <= bound)],
  ['exclusiveMinimum', limit((value, bound) => value > bound)],
  ['exclusiveMaximum', limit((value, bound) => value < bound)],
  ['minLength', length((value, bound) => [...value].length >= bound)],
  ['maxLength', length((value, bound) => [...value].length <= bound)],
  ['pattern', patternCheck],
  ['minItems', count((value) => (Array.isArray(value) ? value.length : undefined), false)],
  ['maxItems', count((value) => (Array.isArray(value) ? value.length : undefined), true)],
  ['minProperties', count((value) => (isMap(value) ? Object.keys(value).length : undefined), false)],
  ['maxProperties', count((value) => (isMap(value) ? Object.keys(value).length : undefined), true)],
  ['items', itemsCheck],
  ['properties', propertiesCheck],
  ['required', requiredCheck],
  ['additionalProperties', additionalCheck],
  ['uniqueItems', uniqueCheck],
  ['not', notCheck],
  ['if', ifCheck],
]);

function typeCheck(names: readonly Json[]): Fits | undefined {
  const wanted = names.map((name) => (typeof name === 'string' ? types.get(name) : undefined));
  const known = wanted.filter((check) => check !== undefined);
  if (known.length === 0 || known.length < names.length) return undefined;
  return (value) => known.some((check) => check(value));
}

/** Lists and maps would have to be compared in depth. */
function oneOf(allowed: readonly Json[]): Fits | undefined {
  if (allowed.some((item) => typeof item === 'object' && item !== null)) return undefined;
  return (value) => allowed.includes(value);
}

function limit(holds: (value: number, bound: number) => boolean): Word {
  return (bound) =>
    typeof bound === 'number' ? (value) => typeof value !== 'number' || holds(value, bound) : undefined;
}

function length(holds: (value: string, bound: number) => boolean): Word {
  return (bound) => (isCount(bound) ? (value) => typeof value !== 'string' || holds(value, bound) : undefined);
}

function count(sizeOf: (value: Json) => number | undefined, most: boolean): Word {
  return (bound) => {
    if (!isCount(bound)) return undefined;
    return (value) => {
      const size = sizeOf(value);
      return size === undefined || (most ? size <= bound : size >= bound);
    };
  };
}

function patternCheck(source: Json): Fits | undefined {
  if (typeof source !== 'string') return undefined;
  try {
    const pattern = new RegExp(source, 'u');
    return (value) => typeof value !== 'string' || pattern.test(value);
  } catch {
    return undefined;
  }
}

function itemsCheck(schema: Json): Fits | undefined {
  const check = simpleSchema(schema);
  return check && ((value) => !Array.isArray(value) || value.every(check));
}

function propertiesCheck(schemas: Json): Fits | undefined {
  if (!isMap(schemas)) return undefined;
  const checks: (readonly [string, Fits])[] = [];
  for (const [key, schema] of Object.entries(schemas)) {
    const check = schema === undefined ? undefined : simpleSchema(schema);
    if (check === undefined) return undefined;
    checks.push([key, check]);
  }
  return (value) =>
    !isMap(value) || checks.every(([key, check]) => !Object.hasOwn(value, key) || check(value[key] ?? null));
}

function requiredCheck(names: Json): Fits | undefined {
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) return undefined;
  const keys: readonly string[] = names;
  return (value) => !isMap(value) || keys.every((key) => Object.hasOwn(value, key));
}

function additionalCheck(schema: Json, { properties = {}, patternProperties }: JsonMap): Fits | undefined {
  if (!isMap(properties) || patternProperties !== undefined) return undefined;
  const check = schema === false ? () => false : simpleSchema(schema);
  if (check === undefined) return undefined;
  const isOther = (key: string): boolean => !Object.hasOwn(properties, key);
  return (value) => !isMap(value) || Object.entries(value).every(([key, item]) => !isOther(key) || check(item ?? null));
}

/** Only for lists of texts: others would have to be compared in depth. */
function uniqueCheck(wanted: Json, { items }: JsonMap): Fits | undefined {
  if (wanted === false) return () => true;
  if (wanted !== true || items === undefined || !isMap(items) || items.type !== 'string') return undefined;
  return (value) => !Array.isArray(value) || new Set(value).size === value.length;
}

function notCheck(schema: Json): Fits | undefined {
  const check = simpleSchema(schema);
  return check && ((value) => !check(value));
}

function ifCheck(condition: Json, { then: whenTrue = true, else: whenFalse = true }: JsonMap): Fits | undefined {
  const [holds, yes, no] = [simpleSchema(condition), simpleSchema(whenTrue), simpleSchema(whenFalse)];
  if (holds === undefined || yes === undefined || no === undefined) return undefined;
  return (value) => (holds(value) ? yes(value) : no(value));
}

function isCount(value: Json): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isMap(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
