import { join } from 'node:path';
import type { KnownDocument } from '../config/decode/decode.ts';
import type { ConfigKind } from '../config/reference.ts';
import { documentKind, unknownKind, workspaceFileName } from '../config/schema/kind.ts';
import { validateShape } from '../config/schema/validate.ts';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { parseYaml } from '../yaml/parse.ts';
import { keySpanOf, spanOf, type YamlDocument } from '../yaml/tree.ts';
import { cannotRead } from './cannot-read.ts';
import type { WorkspaceFiles } from './files.ts';
import type { ParseCache } from './parse-cache.ts';

/** Where a load puts what it finds beside documents. */
export interface Findings {
  readonly diagnostics: Diagnostic[];
  /** Kinds of which a file could not be read as YAML at all. */
  readonly unread: Set<ConfigKind>;
}

/** Reads files one by one and gives their documents with kind and verdict; the file's tree is the caller's to drop. */
export function* readDocuments(
  root: string,
  paths: Iterable<string>,
  files: WorkspaceFiles,
  cache: ParseCache,
  findings: Findings,
): Iterable<KnownDocument> {
  for (const path of paths) {
    const documents = documentsOf(path, readBytes(join(root, path), path, files, findings), cache, findings);
    if (documents.length === 0) findings.unread.add(kindByPath(path));
    if (path === workspaceFileName) checkSingle(documents, findings);
    for (const document of documents) yield* judge(document.document, document.whole, findings);
  }
}

function readBytes(
  place: string,
  path: string,
  files: WorkspaceFiles,
  { diagnostics }: Findings,
): Uint8Array | undefined {
  try {
    return files.read(place);
  } catch (error) {
    diagnostics.push(cannotRead(path, error));
    return undefined;
  }
}

interface ReadDocument {
  readonly document: YamlDocument;
  /** False when the parser found a mistake in the file, so that parts may be missing. */
  readonly whole: boolean;
}

function documentsOf(
  path: string,
  bytes: Uint8Array | undefined,
  cache: ParseCache,
  { diagnostics }: Findings,
): readonly ReadDocument[] {
  if (bytes === undefined) return [];
  let damaged: readonly YamlDocument[] = [];
  let whole = true;
  const documents = cache.documents(path, bytes, () => {
    const parsed = parseYaml(path, bytes);
    if (parsed.diagnostics.length === 0) return parsed.documents;
    diagnostics.push(...parsed.diagnostics);
    damaged = parsed.documents;
    whole = !hasErrors(parsed.diagnostics);
    return undefined;
  });
  return (documents ?? damaged).map((document) => ({ document, whole }));
}

function* judge(document: YamlDocument, whole: boolean, { diagnostics }: Findings): Iterable<KnownDocument> {
  const kind = documentKind(document);
  if (kind === undefined) diagnostics.push(unknownKind(document));
  if (kind === undefined || kind === 'lock') return;
  const problems = whole ? validateShape(kind, document) : [];
  diagnostics.push(...problems);
  yield { kind, document, valid: whole && !hasErrors(problems) };
}

function kindByPath(path: string): ConfigKind {
  if (path.startsWith('tenants/')) return 'tenant';
  if (path.startsWith('projects/')) return 'project';
  if (path.startsWith('releases/')) return 'release';
  return path.startsWith('variables/') ? 'variables' : 'workspace';
}

function checkSingle(documents: readonly ReadDocument[], { diagnostics }: Findings): void {
  const second = documents[1]?.document;
  if (second === undefined) return;
  const [entry] = second.root.entries;
  diagnostics.push({
    code: 'REL1236',
    severity: 'error',
    summary: `${workspaceFileName} holds ${documents.length} documents, but a workspace has one configuration`,
    hint: 'remove the line `---`, or move what follows it to a file of its own',
    span: entry ? keySpanOf(second.file, entry) : spanOf(second.file, second.root),
  });
}
