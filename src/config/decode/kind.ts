import type { YamlDocument } from '../../yaml/tree.ts';
import type { DocumentKind } from '../reference.ts';

export const configFileName = 'release.config.yaml';

/** The key that says what a document is. A release also has `project`, so the order matters. */
const identifyingKeys: ReadonlyMap<string, DocumentKind> = new Map([
  ['release', 'release'],
  ['tenant', 'tenant'],
  ['variableSet', 'variable-set'],
  ['project', 'project'],
]);

const folders: ReadonlyMap<string, DocumentKind> = new Map([
  ['releases', 'release'],
  ['tenants', 'tenant'],
  ['variables', 'variable-set'],
  ['projects', 'project'],
]);

/** By file name, then by identifying key, then by folder, so that a forgotten key is reported as forgotten. */
export function kindOf(document: YamlDocument): DocumentKind | undefined {
  if (document.file === configFileName) return 'workspace';
  for (const [key, kind] of identifyingKeys) if (document.root.entries.some((entry) => entry.key === key)) return kind;
  return folders.get(document.file.split('/')[0] ?? '');
}

export function identifyingKey(kind: DocumentKind): string | undefined {
  for (const [key, known] of identifyingKeys) if (known === kind) return key;
  return undefined;
}
