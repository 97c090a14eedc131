import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { startOf } from '../../diagnostics/span.ts';
import type { YamlDocument } from '../../yaml/tree.ts';

/** One JSON Schema each, `schema/<kind>.schema.json`. */
export const documentKinds = ['workspace', 'tenant', 'variables', 'project', 'release', 'lock'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const workspaceFileName = 'release.config.yaml';

/** In this order: a release names its project too. */
const kindByKey: ReadonlyMap<string, DocumentKind> = new Map([
  ['tenant', 'tenant'],
  ['variableSet', 'variables'],
  ['release', 'release'],
  ['project', 'project'],
]);

const kindByFolder: ReadonlyMap<string, DocumentKind> = new Map([
  ['tenants', 'tenant'],
  ['variables', 'variables'],
  ['projects', 'project'],
  ['releases', 'release'],
]);

/**
 * What a document describes: by its file name (workspace, lock), else by the key that names it, else by the folder it
 * is in. Undefined when nothing tells; see `unknownKind`.
 */
export function documentKind(document: YamlDocument): DocumentKind | undefined {
  if (document.file === workspaceFileName || document.file.endsWith(`/${workspaceFileName}`)) return 'workspace';
  if (document.file.endsWith('.lock.yaml')) return 'lock';
  const keys = new Set(document.root.entries.map((entry) => entry.key));
  for (const [key, kind] of kindByKey) if (keys.has(key)) return kind;
  return kindByFolder.get(document.file.split('/')[0] ?? '');
}

/** The diagnostic for a document that is of no kind. */
export function unknownKind(document: YamlDocument): Diagnostic {
  const first = document.root.entries[0];
  const start = startOf(document.file);
  return {
    code: 'REL1114',
    severity: 'error',
    summary: 'The document does not say what it describes',
    hint: 'start it with `tenant:`, `variableSet:`, `project:` or `release:` and an id',
    span: first ? { ...start, offset: first.keyStart, length: first.keyEnd - first.keyStart } : start,
  };
}
