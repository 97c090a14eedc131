import type { YamlMap } from '../../yaml/tree.ts';
import type { SecretReference } from '../scope.ts';
import { textOf } from './reading.ts';

const sources: readonly SecretReference['source'][] = ['env', 'file', 'ssm', 'sops', 'site'];

/** `{ env: NAME }` and its siblings; undefined when no known source is named. */
export function decodeSecret(map: YamlMap): SecretReference | undefined {
  for (const entry of map.entries) {
    const source = sources.find((known) => known === entry.key);
    if (source !== undefined) return { source, ref: textOf(entry.value) ?? '' };
  }
  return undefined;
}
