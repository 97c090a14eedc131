import { commitsOf, openRepository } from '../git/repository.ts';
import type { ReleaseDraft } from '../plan/compile.ts';
import { diffRelease } from '../plan/diff/diff-release.ts';
import type { ReleaseDiff } from '../plan/diff/model.ts';
import { diffSide } from '../plan/diff/side.ts';
import { driftOf } from '../plan/drift.ts';
import type { Lock } from '../plan/lock.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import type { LoadedWorkspace } from '../workspace/load.ts';
import { openParseCache } from '../workspace/parse-cache.ts';
import { isFailure } from './failure.ts';
import type { PreparedRelease } from './prepare-release.ts';
import { readRef } from './read-ref.ts';

/** The drift of a working tree from its lock, with the values and steps as they were. */
export interface DriftDiff {
  readonly diff: ReleaseDiff;
  /** Commit that the lock fits. */
  readonly commit: string;
  readonly loaded: LoadedWorkspace;
}

/** A lock holds digests, not values; what they were is looked for in so many commits. */
const mostCommits = 3;

/**
 * Finds a commit in which the workspace is as the lock says, and compares the working tree with it. Undefined when there
 * is no git, or no such commit: then the lock alone has to tell.
 */
export function driftDiff(
  prepared: PreparedRelease,
  file: string,
  lock: Lock,
  now: ReleaseDraft,
): DriftDiff | undefined {
  const { root } = prepared.loaded;
  const repository = openRepository(root);
  if (repository.kind === 'none' || repository.bare) return undefined;
  const cache = openParseCache(root, diskFiles);
  const told = [
    ...commitsOf(repository, file).slice(0, 1),
    lock.commit,
    ...lock.history.map(({ commit }) => commit).reverse(),
  ];
  const commits = [...new Set(told.filter((commit) => commit !== undefined))].slice(0, mostCommits);
  for (const commit of commits) {
    const read = readRef(
      { repository, root, prefix: repository.prefix, cache },
      { kind: 'commit', ref: commit, commit },
    );
    if (isFailure(read)) continue;
    const then = prepared.compiledIn(read.loaded);
    if (then === undefined || driftOf(lock, then).length > 0) continue;
    const diff = diffRelease({ before: diffSide(then, lock), after: diffSide(now, lock) });
    return diff && { diff, commit, loaded: read.loaded };
  }
  return undefined;
}
