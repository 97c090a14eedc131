import { hash } from 'node:crypto';
import { commitsOf, type Repository } from '../git/repository.ts';
import { readObjects, readTree } from '../git/tree.ts';
import type { Lock } from '../plan/lock.ts';
import type { PlanHeader } from '../plan/model.ts';
import { type Failure, failure, isFailure } from './failure.ts';
import { lockFileOf, parseLock } from './lock-file.ts';

export interface OldLock {
  readonly kind: 'old-lock';
  readonly lock: Lock;
  readonly digest: string;
  /** A commit that has it. */
  readonly commit: string;
}

/** Finds the very lock that a run used, in the history of its file. */
export function oldLock(
  repository: Repository,
  run: string,
  { releaseFile, lockDigest }: Pick<PlanHeader, 'releaseFile' | 'lockDigest'>,
): OldLock | Failure {
  const file = lockFileOf(releaseFile);
  for (const commit of commitsOf(repository, file)) {
    const path = `${repository.prefix}${file}`;
    const object = readTree(repository, commit, path)?.get('')?.object;
    const bytes = object === undefined ? undefined : readObjects(repository, [object]).get(object);
    if (bytes === undefined || `sha256:${hash('sha256', bytes)}` !== lockDigest) continue;
    const read = parseLock(file, bytes);
    return isFailure(read) ? read : { kind: 'old-lock', lock: read.lock, digest: read.digest, commit };
  }
  const hint = repository.shallow
    ? 'git fetch --unshallow'
    : `commit locks after release run; now put the older versions into ${releaseFile}: release lock ${releaseFile} --update all`;
  return failure('REL3051', `Git does not have the lock ${file} that run ${run} used`, hint);
}
