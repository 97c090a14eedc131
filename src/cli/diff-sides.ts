import { join } from 'node:path';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { changedSince } from '../git/changes.ts';
import type { Repository } from '../git/repository.ts';
import type { TreeEntry } from '../git/tree.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import { findWorkspaceRoot } from '../workspace/find-root.ts';
import { isWantedAtOnce } from '../workspace/git-files.ts';
import { type LoadedWorkspace, readWorkspace } from '../workspace/load.ts';
import { openParseCache, type ParseCache } from '../workspace/parse-cache.ts';
import { SharedTenants } from '../workspace/shared-tenants.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failure, failures, isFailure } from './failure.ts';
import { gitState } from './git.ts';
import { commonCommit, type NamedCommit, namedCommit, repositoryAt } from './git-failures.ts';
import { findPrefix, readRef } from './read-ref.ts';

/** A workspace at one end of a comparison. */
export interface DiffEnd {
  /** As it was typed; `the working tree` for the files as they are. */
  readonly label: string;
  /** Absent for the working tree. */
  readonly commit?: string;
  readonly loaded: LoadedWorkspace;
}

export interface DiffEnds {
  readonly kind: 'ends';
  readonly before: DiffEnd;
  readonly after: DiffEnd;
  /** Files of the workspace that differ; undefined when that is not known. */
  readonly files: readonly string[] | undefined;
  /** Something that the reader should know about what was compared. */
  readonly note?: string;
}

/** What was typed, as commits; no second one means the working tree. */
interface Asked {
  readonly kind: 'asked';
  readonly before: NamedCommit;
  readonly after: NamedCommit | undefined;
}

/** Reads both ends: `main`, `main feature`, `main..feature`, `main...feature` (since they parted), `main...`. */
export async function openDiffEnds(context: CommandContext, refs: readonly string[]): Promise<DiffEnds | Failure> {
  const repository = repositoryAt(context.directory, 'release diff');
  if (isFailure(repository)) return repository;
  const asked = askedCommits(repository, refs);
  if (isFailure(asked)) return asked;
  const place = placeOf(context, repository, asked.after ?? asked.before);
  if (isFailure(place)) return place;
  const ends =
    asked.after === undefined ? await treeEnds(place, asked.before) : commitEnds(place, asked.before, asked.after);
  if (isFailure(ends)) return ends;
  place.cache.save();
  return { ...ends, ...(await dirtyNote(asked, place.root)) };
}

async function treeEnds(place: Place, before: NamedCommit): Promise<DiffEnds | Failure> {
  const { repository, root } = place;
  const comparing = changedSince(repository, before.commit);
  const loaded = readWorkspace(root, place);
  const files = await comparing;
  const contentsOf = (entries: Entries): Contents => unchangedContents(root, entries, files);
  const was = readRef({ ...place, contentsOf }, before);
  if (isFailure(was)) return was;
  if (hasErrors(loaded.diagnostics)) return failures(loaded.diagnostics, loaded.sources.text);
  return { kind: 'ends', before: endOf(before, was.loaded), after: { label: 'the working tree', loaded }, files };
}

function commitEnds(place: Place, before: NamedCommit, after: NamedCommit): DiffEnds | Failure {
  const contents: Contents = new Map();
  const inBoth = { ...place, contentsOf: () => contents };
  const was = readRef(inBoth, before);
  if (isFailure(was)) return was;
  const is = readRef(inBoth, after);
  if (isFailure(is)) return is;
  const files = changedBetween(was.entries, is.entries);
  return { kind: 'ends', before: endOf(before, was.loaded), after: endOf(after, is.loaded), files };
}

type Entries = ReadonlyMap<string, TreeEntry>;
type Contents = Map<string, Uint8Array>;

/** What did not change is quicker read from the working tree than asked of git. */
function unchangedContents(root: string, entries: Entries, changed: readonly string[] | undefined): Contents {
  const contents: Contents = new Map();
  if (changed === undefined) return contents;
  const skipped = new Set(changed);
  for (const [path, { kind, object }] of entries) {
    if (kind !== 'file' || skipped.has(path) || !isWantedAtOnce(path)) continue;
    try {
      contents.set(object, diskFiles.read(join(root, path)));
    } catch {
      // Not everything that git calls unchanged is on the disk: see git sparse-checkout.
    }
  }
  return contents;
}

function endOf({ ref, commit }: NamedCommit, loaded: LoadedWorkspace): DiffEnd {
  return { label: ref, commit, loaded };
}

function askedCommits(repository: Repository, [one = '', other]: readonly string[]): Asked | Failure {
  const dots = /^(.*?)(\.{2,3})(.*)$/.exec(one);
  if (dots !== null && other !== undefined) {
    return failure('REL3005', `${one} names both ends already`, `leave out ${other}`);
  }
  const [, from = one, between = '', to = other ?? ''] = dots ?? [];
  // A bare repository has no working tree, so there HEAD is what is there now.
  const toRef = to !== '' ? to : dots !== null || repository.bare ? 'HEAD' : undefined;
  const after = toRef === undefined ? undefined : namedCommit(repository, toRef);
  if (after !== undefined && isFailure(after)) return after;
  const start = from === '' ? 'HEAD' : from;
  const before = between === '...' ? commonCommit(repository, start, toRef ?? 'HEAD') : namedCommit(repository, start);
  return isFailure(before) ? before : { kind: 'asked', before, after };
}

function changedBetween(before: Entries, after: Entries): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path)?.object !== after.get(path)?.object);
}

interface Place {
  readonly repository: Repository;
  readonly root: string;
  readonly prefix: string;
  readonly cache: ParseCache;
  readonly tenants: SharedTenants;
}

function placeOf({ directory }: CommandContext, repository: Repository, commit: NamedCommit): Place | Failure {
  const tenants = new SharedTenants();
  if (repository.bare) {
    const prefix = findPrefix(repository, commit);
    return typeof prefix === 'string'
      ? { repository, root: directory, prefix, cache: memoryCache(directory), tenants }
      : prefix;
  }
  const root = findWorkspaceRoot(directory, diskFiles);
  if (root === undefined) return failures(readWorkspace(directory, { cache: false }).diagnostics);
  const inside = repositoryAt(root, 'release diff');
  if (isFailure(inside)) return inside;
  return { repository: inside, root, prefix: inside.prefix, cache: openParseCache(root, diskFiles), tenants };
}

/** Remembers what both ends share, and keeps nothing: a bare repository is no place to write to. */
function memoryCache(root: string): ParseCache {
  return openParseCache(root, { ...diskFiles, exists: () => false, replace: () => undefined });
}

/** Between two commits, changes that nobody committed do not count; say so to who made them. */
async function dirtyNote({ after }: Asked, root: string): Promise<{ readonly note?: string }> {
  if (after === undefined) return {};
  const state = await gitState(root);
  if (state.kind !== 'commit' || !state.dirty || state.commit !== after.commit) return {};
  return { note: 'changes that are not committed are not in this: leave the second ref out to see them too' };
}
