import type { KnownDocument } from '../config/decode/decode.ts';
import type { TenantOutline } from '../config/decode/tenant.ts';
import type { ConfigKind } from '../config/reference.ts';
import { documentKind, unknownKind, workspaceFileName } from '../config/schema/kind.ts';
import { validateShape } from '../config/schema/validate.ts';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { parseYaml } from '../yaml/parse.ts';
import { keySpanOf, spanOf, type YamlDocument, type YamlMap } from '../yaml/tree.ts';
import { cannotRead, tooLarge } from './cannot-read.ts';
import type { WorkspaceFiles } from './files.ts';
import type { ParseCache } from './parse-cache.ts';

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

/** Reads files one by one and gives their documents with kind and verdict; a file's trees are the caller's to drop. */
export function* readDocuments(
  root: string,
  paths: Iterable<string>,
  files: WorkspaceFiles,
  cache: ParseCache,
  findings: Findings,
  isIdle: IsIdle = () => false,
): Iterable<KnownDocument> {
  for (const path of paths) {
    const bytes = readBytes(`${root}/${path}`, path, files, findings);
    const documents = bytes === undefined ? [] : knownDocuments(path, bytes, cache, findings, isIdle(path));
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

function knownDocuments(
  path: string,
  bytes: Uint8Array,
  cache: ParseCache,
  findings: Findings,
  idle: boolean,
): KnownDocument[] {
  const key = cache.keyOf(bytes);
  const vouched = cache.vouches(key);
  if (idle && vouched) {
    const tenants = idleTenants(key, path, bytes, cache);
    if (tenants.length > 0) return tenants;
  }
  const recalled = cache.recall(key, path);
  if (recalled !== undefined) {
    return recalled.flatMap((document) => withKind(document, true, []).map((known) => ({ ...known, vouched })));
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

/** Tenants by their outlines; the trees are read when somebody asks for one. None for a file that holds other things. */
function idleTenants(key: string, file: string, bytes: Uint8Array, cache: ParseCache): KnownDocument[] {
  let documents: readonly YamlDocument[] | undefined;
  const rootAt = (index: number): YamlMap => {
    documents ??= cache.recall(key, file, true) ?? parseYaml(file, bytes).documents;
    return documents[index]?.root ?? nothing;
  };
  const known = (outline: TenantOutline, index: number): KnownDocument => ({
    kind: 'tenant',
    valid: true,
    vouched: true,
    outline,
    document: {
      file,
      get root() {
        return rootAt(index);
      },
    },
  });
  return cache.outlines(key, file)?.map(known) ?? [];
}

const nothing: YamlMap = { kind: 'map', entries: [], start: 0, end: 0 };

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
