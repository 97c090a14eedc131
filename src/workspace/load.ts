import { join } from 'node:path';
import { decodeDocuments } from '../config/decode/decode.ts';
import { emptyConfig } from '../config/decode/workspace-config.ts';
import type { Workspace } from '../config/model.ts';
import type { ConfigKind } from '../config/reference.ts';
import { candidateCodes } from '../config/rules/candidate-lists.ts';
import { checkRules } from '../config/rules/index.ts';
import { workspaceFileName } from '../config/schema/kind.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { TextLookup } from '../diagnostics/sources.ts';
import { diskFiles } from './disk-files.ts';
import type { WorkspaceFiles } from './files.ts';
import { findWorkspaceRoot } from './find-root.ts';
import { type ListedFiles, listWorkspaceFiles } from './list-files.ts';
import { openParseCache, type ParseCache, withoutCache } from './parse-cache.ts';
import { type Findings, type IsIdle, kindByPath, type Reading, readDocuments } from './read-documents.ts';
import type { SharedTenants } from './shared-tenants.ts';

export interface LoadedWorkspace {
  /** Absolute path of the folder with the workspace configuration; the start of the search when there is none. */
  readonly root: string;
  /** Without the documents that have mistakes of their own; look at `diagnostics` before you rely on it. */
  readonly workspace: Workspace;
  /** Every file that was looked at, relative to the root. */
  readonly files: readonly string[];
  readonly sources: { readonly text: TextLookup };
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadOptions {
  /** Where files are read from; the disk by default. */
  readonly files?: WorkspaceFiles;
  /** Whether parsed files are kept under `.release/cache` (true by default), or a cache that the caller shares and saves. */
  readonly cache?: boolean | ParseCache;
  /** Files whose tenants are most likely not looked at: their variables are read when somebody asks for them. */
  readonly isIdle?: IsIdle;
  /** Tenants that the caller's loads have in common. */
  readonly tenants?: SharedTenants;
  /** Kinds whose files `files` hides: a name of such a kind is never called missing. None by default. */
  readonly leftOut?: readonly ConfigKind[];
}

/**
 * Reads the workspace that `start` (an absolute path) is in, and says everything that is wrong with its documents, by
 * themselves and together. Never throws for what stands in a file or for a file that cannot be read.
 */
export async function loadWorkspace(start: string, options: LoadOptions = {}): Promise<LoadedWorkspace> {
  return readWorkspace(start, options);
}

/** `loadWorkspace` for callers that cannot wait. */
export function readWorkspace(start: string, options: LoadOptions = {}): LoadedWorkspace {
  const { files = diskFiles, cache: caching = true, isIdle, tenants, leftOut = [] } = options;
  const root = findWorkspaceRoot(start, files);
  if (root === undefined) return noWorkspace(start);
  const listed = listWorkspaceFiles(root, files);
  const shared = typeof caching === 'object' ? caching : undefined;
  const cache = shared ?? (caching === true ? openParseCache(root, files) : withoutCache);
  const { workspace, diagnostics } = decodeAll({ root, files, cache, isIdle, tenants }, listed, leftOut);
  if (shared === undefined) cache.save();
  const sources = { text: textLookup(root, files) };
  return { root, workspace, files: listed.paths, sources, diagnostics };
}

function decodeAll(
  reading: Omit<Reading, 'findings'>,
  { paths, diagnostics }: ListedFiles,
  leftOut: readonly ConfigKind[],
) {
  const findings: Findings = {
    diagnostics: [...diagnostics],
    unread: new Set([...leftOut, ...diagnostics.map(({ span }) => kindByPath(span?.file ?? ''))]),
    remembered: new Map(),
  };
  const decoded = decodeDocuments(readDocuments({ ...reading, findings }, paths), findings.unread);
  const broken = checkRules(decoded);
  for (const { code, span } of broken) {
    const key = candidateCodes.has(code) ? findings.remembered.get(span?.file ?? '') : undefined;
    if (key !== undefined) reading.cache.forget(key);
  }
  return { workspace: decoded.workspace, diagnostics: [...findings.diagnostics, ...broken] };
}

/** The text of a file for code frames, read when it is asked for. A byte order mark does not count. */
function textLookup(root: string, files: WorkspaceFiles): TextLookup {
  return (file) => {
    try {
      return new TextDecoder().decode(files.read(join(root, file)));
    } catch {
      return undefined;
    }
  };
}

function noWorkspace(start: string): LoadedWorkspace {
  const config = emptyConfig(workspaceFileName);
  const workspace = { config, tenants: new Map(), variableSets: [], projects: new Map(), releases: new Map() };
  const summary = `There is no ${workspaceFileName} in ${start} or above it`;
  const hint = 'run `release init` to make a workspace, or name one with `-C <folder>`';
  const diagnostics: readonly Diagnostic[] = [{ code: 'REL1233', severity: 'error', summary, hint }];
  return { root: start, workspace, files: [], sources: { text: () => undefined }, diagnostics };
}
