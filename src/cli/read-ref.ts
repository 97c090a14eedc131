import { posix } from 'node:path';
import { workspaceFileName } from '../config/schema/kind.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { Repository } from '../git/repository.ts';
import { readTree, type TreeEntry } from '../git/tree.ts';
import { gitFiles } from '../workspace/git-files.ts';
import { type LoadedWorkspace, readWorkspace } from '../workspace/load.ts';
import type { ParseCache } from '../workspace/parse-cache.ts';
import type { SharedTenants } from '../workspace/shared-tenants.ts';
import { type Failure, failure, failures } from './failure.ts';
import type { NamedCommit } from './git-failures.ts';

export interface ReadRef {
  readonly repository: Repository;
  /** Absolute path that the files are said to be below. */
  readonly root: string;
  /** Where the workspace is in the repository; empty or with a final slash. */
  readonly prefix: string;
  readonly cache: ParseCache;
  readonly tenants?: SharedTenants;
  /** Content of objects of a commit that need not be asked of git. */
  readonly contentsOf?: (entries: ReadonlyMap<string, TreeEntry>) => Map<string, Uint8Array>;
}

export type LoadedRef =
  | { readonly kind: 'loaded'; readonly loaded: LoadedWorkspace; readonly entries: ReadonlyMap<string, TreeEntry> }
  | Failure;

/**
 * The workspace as it is in a commit, read from git's objects. One that is not there yet is an empty one: everything in
 * the other is new then.
 */
export function readRef(
  { repository, root, prefix, cache, tenants, contentsOf }: ReadRef,
  { ref, commit }: NamedCommit,
): LoadedRef {
  const entries = readTree(repository, commit, prefix);
  if (entries === undefined) {
    const hint = repository.shallow ? 'git fetch --unshallow' : 'git fsck';
    return failure('REL3014', `Git cannot read the files of ${ref}`, hint);
  }
  const contents = contentsOf?.(entries);
  const files = gitFiles({ repository, root, entries, ...(contents && { contents }) });
  const loaded = readWorkspace(root, { files, cache, ...(tenants && { tenants }) });
  if (!entries.has(workspaceFileName)) return { kind: 'loaded', loaded: { ...loaded, root, diagnostics: [] }, entries };
  return hasErrors(loaded.diagnostics) ? brokenAt(ref, loaded) : { kind: 'loaded', loaded, entries };
}

/** The mistakes of a commit, said to be those of that commit. */
export function brokenAt(
  ref: string,
  { sources, diagnostics }: Pick<LoadedWorkspace, 'sources' | 'diagnostics'>,
): Failure {
  const summary = `The workspace has mistakes in ${ref}, so nothing can be compared with it`;
  const hint = 'compare with a ref where release validate passes; what is wrong there stands below';
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return failures([{ code: 'REL3042', severity: 'error', summary, hint }, ...errors], sources.text);
}

/** The one place in a commit with a workspace, for a bare repository, which has no folder to stand in. */
export function findPrefix(repository: Repository, { ref, commit }: NamedCommit): string | Failure {
  const entries = readTree(repository, commit, '');
  const found = [...(entries?.keys() ?? [])].filter((path) => posix.basename(path) === workspaceFileName);
  const [only, ...others] = found.sort((one, other) => one.length - other.length);
  if (only === undefined) return failure('REL1233', `There is no ${workspaceFileName} in ${ref}`, 'name another ref');
  const nested = others.every((path) => path.startsWith(posix.dirname(only) === '.' ? '' : `${posix.dirname(only)}/`));
  if (others.length > 0 && !nested) {
    const hint = `work in a clone, in the folder of one of them: git worktree add ../tree ${ref}`;
    return failure('REL3043', `There are ${found.length} workspaces in ${ref}: ${found.join(', ')}`, hint);
  }
  return only.slice(0, -workspaceFileName.length);
}
