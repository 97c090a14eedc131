import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import type { YamlEntry, YamlMap, YamlNode } from './tree.ts';

/** The maps that a `<<` names: one map, or a list of maps. Anything else cannot be merged. */
export function mergeSources(value: YamlNode): readonly YamlMap[] | undefined {
  switch (value.kind) {
    case 'map':
      return [value];
    case 'list': {
      const maps = value.items.filter((item) => item.kind === 'map');
      return maps.length === value.items.length ? maps : undefined;
    }
    case 'scalar':
      return undefined;
    default:
      return value satisfies never;
  }
}

/** The entries that a merge adds: those whose key is not there yet. The map's own keys win, then earlier sources. */
export function mergedEntries(own: readonly YamlEntry[], sources: readonly YamlMap[]): readonly YamlEntry[] {
  const taken = new Set(own.map((entry) => entry.key));
  const added: YamlEntry[] = [];
  for (const source of sources) {
    for (const entry of source.entries) {
      if (taken.has(entry.key)) continue;
      taken.add(entry.key);
      added.push(entry);
    }
  }
  return added;
}

export function mergeOfNonMap(span: Span): Diagnostic {
  return {
    code: 'REL1009',
    severity: 'error',
    summary: 'The merge key "<<" needs a map or a list of maps',
    hint: 'point it at an anchored map, as in `<<: *defaults`; write "<<" in quotes for a key of that name',
    span,
  };
}
