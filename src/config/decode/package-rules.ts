import { keySpanOf, spanOf, type YamlNode } from '../../yaml/tree.ts';
import type { Located, PackageRule } from '../model.ts';
import { entriesOf, type Reading, refer, textOf, versionOf } from './reading.ts';

/** `{ pattern: range }`; each rule's span is that of its range, where a range that does not parse is shown. */
export function decodePackageRules(reading: Reading, node: YamlNode | undefined): readonly PackageRule[] {
  return entriesOf(node).map((entry) => ({
    pattern: entry.key,
    range: textOf(entry.value) ?? '',
    span: spanOf(reading.file, entry.value),
  }));
}

/** `{ project: version }` for chained projects. */
export function decodeVersions(
  reading: Reading,
  node: YamlNode | undefined,
  inside: string,
): ReadonlyMap<string, Located> {
  const versions = new Map<string, Located>();
  for (const entry of entriesOf(node)) {
    refer(reading, 'project', { text: entry.key, span: keySpanOf(reading.file, entry) }, inside);
    const version = versionOf(reading, entry.value);
    if (version !== undefined) versions.set(entry.key, version);
  }
  return versions;
}
