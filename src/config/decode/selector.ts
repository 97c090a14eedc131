import type { Span } from '../../diagnostics/span.ts';
import { spanOf, type YamlMap, type YamlNode } from '../../yaml/tree.ts';
import type { TenantSelector, TenantSelectorPart } from '../scope.ts';
import { field, flagAt, itemsOf, namesOf, type Reading, textOf } from './reading.ts';

/**
 * A tenant selector: `all`, a name, `{ tags }`, `{ names }`, `{ not }`, or a list of these, whose union it is.
 * A map means all that it says: `{ names, tags }` chooses those of the names that carry the tags.
 */
export function decodeSelector(reading: Reading, node: YamlNode, inside: string): TenantSelector {
  const items = itemsOf(node);
  const parts = items.flatMap((item) => partsOf(reading, item, inside));
  const allowEmpty = items.some((item) => item.kind === 'map' && flagAt(item, 'allowEmpty'));
  return { parts: joinNames(parts), allowEmpty, span: spanOf(reading.file, node) };
}

/** `decodeSelector` for an optional key: an empty object when it is absent, for spreading. */
export function selectorAt(reading: Reading, map: YamlMap, inside: string): { readonly tenants?: TenantSelector } {
  const node = field(map, 'tenants');
  return node === undefined ? {} : { tenants: decodeSelector(reading, node, inside) };
}

function partsOf(reading: Reading, item: YamlNode, inside: string): readonly TenantSelectorPart[] {
  if (item.kind === 'map') return mapParts(reading, item, inside);
  const text = textOf(item);
  if (text === undefined) return [];
  if (text === 'all') return [{ kind: 'all' }];
  return [{ kind: 'names', names: namesOf(reading, item, 'tenant', inside), span: spanOf(reading.file, item) }];
}

function mapParts(reading: Reading, map: YamlMap, inside: string): readonly TenantSelectorPart[] {
  const span = spanOf(reading.file, map);
  const { not: excluded, names: written, tags: writtenTags } = fields(map);
  const not = excluded === undefined ? undefined : decodeSelector(reading, excluded, inside);
  const names = written === undefined ? undefined : namesOf(reading, written, 'tenant', inside);
  const tags = writtenTags === undefined ? undefined : namesOf(reading, writtenTags, 'tag', inside);
  if (names !== undefined) {
    const excluding = tags === undefined ? not : excludingOthers(tags, not, span);
    return [{ kind: 'names', names, ...(excluding && { not: excluding }), span }];
  }
  if (tags !== undefined) return [{ kind: 'tags', tags, ...(not && { not }), span }];
  return not === undefined ? [] : [{ kind: 'not', not, span }];
}

function fields(map: YamlMap): { readonly [key in 'not' | 'names' | 'tags']: YamlNode | undefined } {
  return { not: field(map, 'not'), names: field(map, 'names'), tags: field(map, 'tags') };
}

/** Leaves out everybody without the tags, and whom `not` leaves out. */
function excludingOthers(tags: readonly string[], not: TenantSelector | undefined, span: Span): TenantSelector {
  const tagged = { parts: [{ kind: 'tags', tags, span }], allowEmpty: true, span } as const;
  return { parts: [{ kind: 'not', not: tagged, span }, ...(not?.parts ?? [])], allowEmpty: true, span };
}

/** A long list of plain names becomes one part, so that matching a tenant stays one look-up. */
function joinNames(parts: readonly TenantSelectorPart[]): readonly TenantSelectorPart[] {
  const plain = parts.flatMap((part) => (part.kind === 'names' && part.not === undefined ? [part] : []));
  const [first] = plain;
  if (first === undefined || plain.length === 1) return parts;
  const last = plain.at(-1) ?? first;
  const length = last.span.offset + last.span.length - first.span.offset;
  const joined = {
    kind: 'names',
    names: plain.flatMap((part) => part.names),
    span: { ...first.span, length },
  } as const;
  return [joined, ...parts.filter((part) => part.kind !== 'names' || part.not !== undefined)];
}
