import type { KnownDocument, ReadTenant } from '../config/decode/decode.ts';
import type { ConfigKind } from '../config/reference.ts';
import { documentKind, unknownKind, workspaceFileName } from '../config/schema/kind.ts';
import { validateShape } from '../config/schema/validate.ts';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { parseYaml } from '../yaml/parse.ts';
import { keySpanOf, spanOf, type YamlDocument } from '../yaml/tree.ts';
import { cannotRead, tooLarge } from './cannot-read.ts';
import type { WorkspaceFiles } from './files.ts';
import { idleTenants } from './idle-tenants.ts';
import type { ParseCache } from './parse-cache.ts';
import type { SharedTenants } from './shared-tenants.ts';

/** Where a load puts what it finds beside documents. */
export interface Findings {
  readonly diagnostics: Diagnostic[];
  /** Kinds of which a file could not be read as YAML at all. */
  readonly unread: Set<ConfigKind>;
  /** By file, the key under which its trees were remembered. */
  readonly remembered: Map<string, string>;
}

/** Whether a file is most likely not looked at, so that what it holds need not be read. */
export type IsIdle = (path: string) => boolean;

export interface Reading {
  readonly root: string;
  readonly files: WorkspaceFiles;
  readonly cache: ParseCache;
  readonly isIdle: IsIdle | undefined;
  readonly tenants: SharedTenants | undefined;
  readonly findings: Findings;
}

/** Reads files one by one and gives their documents with kind and verdict; a file's trees are the caller's to drop. */
export function* readDocuments(reading: Reading, paths: Iterable<string>): Iterable<KnownDocument | ReadTenant> {
  const { root, files, findings } = reading;
  for (const path of paths) {
    const bytes = readBytes(`${root}/${path}`, path, files, findings);
    const documents = bytes === undefined ? [] : knownDocuments(reading, path, bytes);
    if (documents.length === 0) findings.unread.add(kindByPath(path));
    yield* documents;
  }
}

/** Ten thousand tenants fit into one file of this size; a tree of a larger one could fill the memory. Bytes. */
const largestFile = 16 * 1024 * 1024;

function readBytes(
  place: string,
  path: string,
  files: WorkspaceFiles,
  { diagnostics }: Findings,
): Uint8Array | undefined {
  try {
    const bytes = files.read(place);
    if (bytes.length <= largestFile) return bytes;
    diagnostics.push(tooLarge(path, largestFile));
    return undefined;
  } catch (error) {
    diagnostics.push(cannotRead(path, error));
    return undefined;
  }
}

function knownDocuments(reading: Reading, path: string, bytes: Uint8Array): readonly (KnownDocument | ReadTenant)[] {
  const { cache, findings, isIdle, tenants } = reading;
  const key = cache.keyOf(bytes);
  const vouched = cache.vouches(key);
  const read = tenants?.get(key, path) ?? (vouched && isIdle?.(path) === true && idleTenants(key, path, bytes, cache));
  if (read) return read.map((written) => ({ kind: 'tenant', written, vouched }));
  const recalled = cache.recall(key, path);
  if (recalled !== undefined) {
    const known = recalled.flatMap((document) => withKind(document, true, []).map((one) => ({ ...one, vouched })));
    return tenants?.share(key, path, known) ?? known;
  }
  const { documents, diagnostics } = parseYaml(path, bytes);
  const found = [...diagnostics];
  const whole = !hasErrors(diagnostics);
  const known = documents.flatMap((document) => withKind(document, whole && checkShape(document, found), found));
  // What a configuration is depends on where it stands, so its content alone says too little.
  if (isConfiguration(path)) checkConfiguration(path, documents, found);
  else if (found.length === 0) {
    cache.remember(key, documents);
    findings.remembered.set(path, key);
  }
  findings.diagnostics.push(...found);
  return known;
}

function withKind(document: YamlDocument, valid: boolean, found: Diagnostic[]): readonly KnownDocument[] {
  const kind = documentKind(document);
  if (kind === undefined) found.push(unknownKind(document));
  return kind === undefined || kind === 'lock' ? [] : [{ kind, document, valid }];
}

function checkShape(document: YamlDocument, found: Diagnostic[]): boolean {
  const kind = documentKind(document);
  const problems = kind === undefined ? [] : validateShape(kind, document);
  found.push(...problems);
  return !hasErrors(problems);
}

function isConfiguration(path: string): boolean {
  return path === workspaceFileName || path.endsWith(`/${workspaceFileName}`);
}

/** A workspace has one configuration: one document, at the root. */
function checkConfiguration(path: string, documents: readonly YamlDocument[], found: Diagnostic[]): void {
  const extra = documents[path === workspaceFileName ? 1 : 0];
  if (extra === undefined) return;
  const [entry] = extra.root.entries;
  found.push({
    code: 'REL1236',
    severity: 'error',
    summary: 'The workspace has more than one configuration',
    hint: `keep one document in one ${workspaceFileName}, at the root of the workspace`,
    span: entry ? keySpanOf(path, entry) : spanOf(path, extra.root),
  });
}

const kindByFolder: ReadonlyMap<string | undefined, ConfigKind> = new Map([
  ['tenants', 'tenant'],
  ['projects', 'project'],
  ['releases', 'release'],
  ['variables', 'variables'],
]);

/** What a file that cannot be read would most likely have held. */
export function kindByPath(path: string): ConfigKind {
  return kindByFolder.get(path.split('/')[0]) ?? 'workspace';
}
