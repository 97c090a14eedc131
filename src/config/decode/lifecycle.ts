import { keySpanOf, spanOf, type YamlEntry, type YamlMap, type YamlNode } from '../../yaml/tree.ts';
import type { Lifecycle, Phase } from '../model.ts';
import { durationOf } from './duration.ts';
import { entriesOf, field, flagAt, itemsOf, namesOf, numberAt, type Reading, textAt } from './reading.ts';

export function decodeLifecycles(reading: Reading, node: YamlNode | undefined): ReadonlyMap<string, Lifecycle> {
  return new Map(entriesOf(node).map((entry) => [entry.key, decodeLifecycle(reading, entry)]));
}

function decodeLifecycle(reading: Reading, entry: YamlEntry): Lifecycle {
  const phases = entry.value.kind === 'map' ? itemsOf(field(entry.value, 'phases')) : [];
  return {
    name: entry.key,
    phases: phases.flatMap((phase, index) => (phase.kind === 'map' ? [decodePhase(reading, phase, index)] : [])),
    span: keySpanOf(reading.file, entry),
  };
}

function decodePhase(reading: Reading, map: YamlMap, index: number): Phase {
  const tenants = field(map, 'tenants');
  return {
    name: textAt(map, 'name') ?? `phase-${index + 1}`,
    environments: namesOf(reading, field(map, 'environments'), 'environment', 'the phase'),
    minimum: numberAt(map, 'minimum', 0),
    optional: flagAt(map, 'optional'),
    tenantsAtLeast: tenants?.kind === 'map' ? numberAt(tenants, 'atLeast', 0) : 0,
    soakSeconds: durationOf(field(map, 'soak')) ?? 0,
    span: spanOf(reading.file, field(map, 'name') ?? map),
  };
}
