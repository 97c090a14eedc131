import { join } from 'node:path';
import { workspaceFileName } from '../config/schema/kind.ts';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { changesSince } from '../git/changes.ts';
import type { Repository } from '../git/repository.ts';
import { readTree, type TreeEntry } from '../git/tree.ts';
import { type Impact, impactOf } from '../plan/impact/impact.ts';
import { identity, validateSince } from '../plan/impact/validate-since.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import type { WorkspaceFiles } from '../workspace/files.ts';
import { findWorkspaceRoot } from '../workspace/find-root.ts';
import { gitFiles } from '../workspace/git-files.ts';
import { type LoadedWorkspace, readWorkspace } from '../workspace/load.ts';
import { openParseCache } from '../workspace/parse-cache.ts';
import { type CheckedWorkspace, checkWorkspace, pathFilter } from './check-workspace.ts';
import { textReader } from './compile.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failure, isFailure } from './failure.ts';
import { type NamedCommit, repositoryAtFork } from './git-failures.ts';
import { openKinds } from './step-kinds.ts';

/** What `checkWorkspace` says, as far as the changes since a git ref can have to do with it. */
export async function checkSince(
  context: CommandContext,
  ref: string,
  paths: readonly string[],
): Promise<CheckedWorkspace | Failure> {
  const root = findWorkspaceRoot(context.directory, diskFiles) ?? context.directory;
  const opening = repositoryAtFork(root, 'release validate --since', ref, 'HEAD');
  if (isFailure(opening)) return opening;
  const { repository, base } = opening;
  const comparing = changesSince(repository, base.commit);
  const loaded = readWorkspace(context.directory, { isIdle: (path) => path.startsWith('tenants/') });
  const changes = await comparing;
  if (changes === undefined) return failure('REL3014', `Git cannot compare with ${ref}`, 'git fsck');
  const { workspace, sources } = loaded;
  const before = changedPart(repository, root, base, changes);
  const impact = impactOf({ workspace, before, files: [...changes.keys()], configuration: workspaceFileName });
  if (impact.everything) return checkWorkspace(context, paths);
  const isMeant = pathFilter(context.directory, root, paths);
  const answer = (diagnostics: readonly Diagnostic[], checked: CheckedWorkspace['checked']): CheckedWorkspace => {
    return {
      kind: 'checked',
      root,
      workspace,
      sources: sources.text,
      diagnostics: diagnostics.filter(isMeant),
      checked,
    };
  };
  const old = lazily(() => baseline({ repository, root, base, impact }));
  const mine = await onlyNew(loaded.diagnostics, impact, old);
  if (hasErrors(loaded.diagnostics)) return answer(mine, { releases: 0, deployments: 0 });
  const opened = await openKinds(root, workspace.config.stepKinds, sources.text);
  if (isFailure(opened)) return answer([...mine, ...opened.diagnostics], { releases: 0, deployments: 0 });
  const input = { workspace, kinds: opened.catalog, readText: textReader(loaded) };
  const { certain, elsewhere, checked } = validateSince(input, impact);
  return answer([...mine, ...certain, ...(await onlyNew(elsewhere, impact, old))], checked);
}

/** The changed files as they were. Undefined when there was no workspace. */
function changedPart(
  repository: Repository,
  root: string,
  { commit }: NamedCommit,
  changes: ReadonlyMap<string, TreeEntry | undefined>,
) {
  const entries = new Map<string, TreeEntry>();
  for (const [path, entry] of changes) if (entry !== undefined) entries.set(path, entry);
  // A configuration that did not change is asked for by its place in the commit.
  const object = `${commit}:${repository.prefix}${workspaceFileName}`;
  if (!changes.has(workspaceFileName) && !object.includes('\n'))
    entries.set(workspaceFileName, { kind: 'file', object });
  const files = gitFiles({ repository, root, entries });
  if (!isThere(files, join(root, workspaceFileName))) return undefined;
  return readWorkspace(root, { files, cache: false }).workspace;
}

function isThere({ read }: WorkspaceFiles, file: string): boolean {
  try {
    return read(file).length >= 0;
  } catch {
    return false;
  }
}

/** Mistakes in changed files, and those elsewhere that were not there before. */
async function onlyNew(
  found: readonly Diagnostic[],
  { files }: Impact,
  old: () => Promise<ReadonlySet<string>>,
): Promise<readonly Diagnostic[]> {
  const isHere = ({ span }: Diagnostic): boolean => span !== undefined && files.has(span.file);
  if (found.every(isHere)) return found;
  const known = await old();
  return found.filter((one) => isHere(one) || !known.has(identity(one)));
}

interface BaselineQuestion {
  readonly repository: Repository;
  readonly root: string;
  readonly base: NamedCommit;
  readonly impact: Impact;
}

/** What was wrong before the change. Costs as much as the check itself, so it is asked for only when it matters. */
async function baseline({ repository, root, base, impact }: BaselineQuestion): Promise<ReadonlySet<string>> {
  const cache = openParseCache(root, diskFiles);
  const entries = readTree(repository, base.commit, repository.prefix);
  if (entries === undefined) return new Set();
  const loaded = readWorkspace(root, { files: gitFiles({ repository, root, entries }), cache });
  const found = hasErrors(loaded.diagnostics) ? loaded.diagnostics : await validatedThen(loaded, impact);
  return new Set([...loaded.diagnostics, ...found].map(identity));
}

async function validatedThen(loaded: LoadedWorkspace, impact: Impact): Promise<readonly Diagnostic[]> {
  const { root, workspace, sources } = loaded;
  const opened = await openKinds(root, workspace.config.stepKinds, sources.text);
  if (isFailure(opened)) return opened.diagnostics;
  const { certain, elsewhere } = validateSince(
    { workspace, kinds: opened.catalog, readText: textReader(loaded) },
    impact,
  );
  return [...certain, ...elsewhere];
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
