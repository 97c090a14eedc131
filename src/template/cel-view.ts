import type { Json } from '../util/json.ts';
import { rootFor } from './cel-source.ts';
import { readPath } from './read-path.ts';
import { isRuntimePath } from './roots.ts';
import type { LaterReason, Reference, TemplateScope } from './scope.ts';
import { isList, isRecord } from './values.ts';

/** All names of one condition, by segment. `whole` marks the end of a name. */
export interface NameTree {
  readonly children: Map<string, NameTree>;
  whole: boolean;
}

export function nameTree(references: readonly Reference[]): NameTree {
  const root: NameTree = { children: new Map(), whole: false };
  for (const reference of references) {
    let node = root;
    for (const segment of reference.path) {
      const next = node.children.get(segment) ?? { children: new Map(), whole: false };
      node.children.set(segment, next);
      node = next;
    }
    node.whole = true;
  }
  return root;
}

/** What one evaluation found out on its way. */
export interface CelReading {
  readonly scope: TemplateScope;
  /** Names that exist only while running count as not known yet. */
  readonly planning: boolean;
  readonly later: Set<LaterReason>;
  secret: boolean;
}

/** Stops the evaluation of the operand that needs a value nobody has yet; `||` and `&&` may do without it. */
class NotKnownYet extends Error {}

/**
 * The names of a condition as CEL sees them: maps that look a name up only when it is used. CEL maps are instances of
 * Map with our own `get`, because plain objects would give a meaning to keys such as `constructor`.
 */
export function celView(reading: CelReading, tree: NameTree, path: readonly string[] = []): Map<string, unknown> {
  const view = new Map<string, unknown>();
  view.get = (key) => {
    const segment = path.length === 0 ? rootFor(key) : key;
    const child = tree.children.get(segment);
    if (child === undefined) return undefined;
    const inner = [...path, segment];
    return child.whole ? read(reading, inner) : celView(reading, child, inner);
  };
  return view;
}

function read(reading: CelReading, path: readonly string[]): unknown {
  if (reading.planning && isRuntimePath(path)) return notYet(reading, ['runtime']);
  const lookup = readPath(reading.scope, path[0] === 'vars' ? path.slice(1) : path);
  switch (lookup.found) {
    case false:
      return undefined;
    case 'later':
      return notYet(reading, lookup.reasons);
    case 'broken':
      throw new Error(`${path.join('.')} has no value because of another mistake`);
    case true:
      if (lookup.secret === true) reading.secret = true;
      return celValue(lookup.value);
    default:
      return lookup satisfies never;
  }
}

function notYet(reading: CelReading, reasons: readonly LaterReason[]): never {
  for (const reason of reasons) reading.later.add(reason);
  throw new NotKnownYet('not known yet');
}

/** Whole numbers become CEL ints, so that `vars.retries + 1` and `vars.list[0]` mean what they seem to mean. */
function celValue(value: Json): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (isList(value)) return value.map(celValue);
  if (isRecord(value)) return new Map(Object.entries(value).map(([key, item]) => [key, celValue(item)]));
  return value;
}
