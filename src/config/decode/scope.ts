import type { YamlNode } from '../../yaml/tree.ts';
import type { Scope, ScopeDimension } from '../scope.ts';
import { scopeDimensions } from '../scope.ts';
import type { Reading } from './reading.ts';
import { entriesOf, namesOf } from './reading.ts';

const dimensions: ReadonlyMap<string, ScopeDimension> = new Map(
  scopeDimensions.flatMap((dimension) => [
    [dimension, dimension],
    [`${dimension}s`, dimension],
  ]),
);

/** A scope as written: each dimension one name or a list, and `not` of the same shape. Plural keys mean the same. */
export function decodeScope(reading: Reading, node: YamlNode | undefined): Scope {
  const scope: { -readonly [D in ScopeDimension]?: readonly string[] } & { not?: Scope } = {};
  for (const entry of entriesOf(node)) {
    const dimension = dimensions.get(entry.key);
    if (dimension !== undefined) scope[dimension] = namesOf(reading, entry.value, dimension, 'the scope');
    else if (entry.key === 'not') scope.not = decodeScope(reading, entry.value);
  }
  return scope;
}

/**
 * What the place of writing adds. Names written for the same dimension are narrowed to it, so another tenant's name in
 * a tenant's file leaves an empty list: a candidate for nobody, which the rules report.
 */
export function narrowScope(scope: Scope, dimension: ScopeDimension, name: string): Scope {
  const written = scope[dimension];
  return { ...scope, [dimension]: written === undefined ? [name] : written.filter((other) => other === name) };
}
