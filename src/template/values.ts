import type { Json, JsonMap } from '../util/json.ts';

export function isRecord(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !isList(value);
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** What Handlebars takes for a yes: everything but false, null, 0, the empty text and the empty list. */
export function isTruthy(value: Json): boolean {
  return isList(value) ? value.length > 0 : Boolean(value);
}

/** How a scalar reads inside text; undefined for null, a map or a list, which have no such form. */
export function scalarText(value: Json): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return undefined;
  }
}

/** The kind of a value in the words of the documentation. */
export function kindOf(value: Json): string {
  if (value === null) return 'empty';
  if (isList(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'a boolean';
    default:
      return 'a map';
  }
}

/** Equality of data: same kind and same contents; the order of keys does not count. */
export function sameJson(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (isList(left)) return isList(right) && sameList(left, right);
  return isRecord(left) && isRecord(right) && sameMap(left, right);
}

function sameList(left: readonly Json[], right: readonly Json[]): boolean {
  return left.length === right.length && left.every((item, index) => sameJson(item, right[index] ?? null));
}

function sameMap(left: JsonMap, right: JsonMap): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key] ?? null, right[key] ?? null));
}
