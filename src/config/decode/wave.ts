import { spanOf, type YamlMap, type YamlNode } from '../../yaml/tree.ts';
import type { Budget, Wave } from '../model.ts';
import { durationOf } from './duration.ts';
import { field, flagAt, itemsOf, numberAt, type Reading, textAt } from './reading.ts';
import { selectorAt } from './selector.ts';

export function decodeWaves(reading: Reading, node: YamlNode | undefined): readonly Wave[] {
  return itemsOf(node).flatMap((item, index) => (item.kind === 'map' ? [decodeWave(reading, item, index)] : []));
}

function decodeWave(reading: Reading, map: YamlMap, index: number): Wave {
  return {
    name: textAt(map, 'name') ?? `wave-${index + 1}`,
    ...selectorAt(reading, map, 'the wave'),
    approve: flagAt(map, 'approve'),
    soakSeconds: durationOf(field(map, 'soak')) ?? 0,
    concurrency: numberAt(map, 'concurrency', 0),
    budget: decodeBudget(field(map, 'budget')),
    span: spanOf(reading.file, field(map, 'name') ?? map),
  };
}

function decodeBudget(node: YamlNode | undefined): Budget {
  if (node?.kind !== 'map') return { tenants: 0, percent: 0 };
  return { tenants: numberAt(node, 'tenants', 0), percent: numberAt(node, 'percent', 0) };
}
