import { spanOf, type YamlMap } from '../../yaml/tree.ts';
import type { VariableSet } from '../model.ts';
import { decodeVariables } from './candidates.ts';
import { field, type Reading, textAt } from './reading.ts';

export function decodeVariableSet(reading: Reading, root: YamlMap): VariableSet {
  const id = textAt(root, 'variableSet') ?? '';
  const home = { origin: { kind: 'set', set: id }, narrow: unchanged } as const;
  return {
    id,
    variables: decodeVariables(reading, field(root, 'variables'), home),
    span: spanOf(reading.file, field(root, 'variableSet') ?? root),
  };
}

export function unchanged<T>(value: T): T {
  return value;
}
