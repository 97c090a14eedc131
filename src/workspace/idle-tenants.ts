import { readLazily, type WrittenTenant } from '../config/decode/tenant.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { YamlDocument, YamlMap } from '../yaml/tree.ts';
import type { ParseCache } from './parse-cache.ts';

const nothing: YamlMap = { kind: 'map', entries: [], start: 0, end: 0 };

/**
 * The tenants of a file by their outlines; its trees are read when somebody asks for one. Undefined for a file that holds
 * other things. `key`: of the bytes, for which the cache vouches.
 */
export function idleTenants(
  key: string,
  file: string,
  bytes: Uint8Array,
  cache: ParseCache,
): readonly WrittenTenant[] | undefined {
  let documents: readonly YamlDocument[] | undefined;
  const rootAt = (index: number): YamlMap => {
    // A cache that holds the outlines and has lost the trees was damaged.
    documents ??= cache.recall(key, file, true) ?? parseYaml(file, bytes).documents;
    return documents[index]?.root ?? nothing;
  };
  return cache.outlines(key, file)?.map((outline, index) => readLazily(outline, cache.names, () => rootAt(index)));
}
