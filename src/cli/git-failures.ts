import { didYouMean } from '../diagnostics/suggest.ts';
import {
  commitOf,
  looksLikeOption,
  mergeBase,
  openAtFork,
  openRepository,
  type Repository,
  refNames,
} from '../git/repository.ts';
import { type Failure, failure, isFailure } from './failure.ts';

/** The repository that a folder is in. `what` needs it: `release diff`. */
export function repositoryAt(folder: string, what: string): Repository | Failure {
  const opened = openRepository(folder);
  if (opened.kind === 'repository') return opened;
  if (opened.reason === 'no-git') {
    return failure('REL3014', `${what} reads git, and there is no git here`, 'install git, and see release doctor');
  }
  const hint = /dubious ownership/.test(opened.message)
    ? `git config --global --add safe.directory ${folder}`
    : 'run git init, or work in a clone';
  return failure('REL3014', `${what} reads git, and git refuses: ${opened.message}`, hint);
}

/** A commit, and what was typed for it. */
export interface NamedCommit {
  readonly kind: 'commit';
  readonly ref: string;
  readonly commit: string;
}

export function namedCommit(repository: Repository, ref: string): NamedCommit | Failure {
  const commit = commitOf(repository, ref);
  return commit === undefined ? unknownRef(repository, ref) : { kind: 'commit', ref, commit };
}

/** Where two histories parted: what a branch changed is what changed since then. */
export function commonCommit(repository: Repository, one: string, other: string): NamedCommit | Failure {
  // One question is enough where all is well.
  const named = ![one, other].some(looksLikeOption);
  const common = named ? mergeBase(repository, `${one}^{commit}`, `${other}^{commit}`) : undefined;
  if (common !== undefined) return { kind: 'commit', ref: one, commit: common };
  const [from, to] = [namedCommit(repository, one), namedCommit(repository, other)];
  if (isFailure(from)) return from;
  if (isFailure(to)) return to;
  const commit = mergeBase(repository, from.commit, to.commit);
  if (commit !== undefined) return { kind: 'commit', ref: one, commit };
  if (repository.shallow) {
    return failure(
      'REL3041',
      `This clone is shallow: the commit where ${one} and ${other} parted is not in it`,
      'git fetch --unshallow; on a build machine, check out with the whole history (fetch-depth: 0)',
    );
  }
  return failure('REL3041', `${one} and ${other} have no commit in common`, `name two refs: ${one} ${other}`);
}

/** `repositoryAt` and `commonCommit` together; nearly always that is one question to git instead of two. */
export function repositoryAtFork(
  folder: string,
  what: string,
  one: string,
  other: string,
): { readonly kind: 'fork'; readonly repository: Repository; readonly base: NamedCommit } | Failure {
  const opened = openAtFork(folder, one, other);
  if (opened !== undefined) {
    return { kind: 'fork', repository: opened.repository, base: { kind: 'commit', ref: one, commit: opened.fork } };
  }
  const repository = repositoryAt(folder, what);
  if (isFailure(repository)) return repository;
  const base = commonCommit(repository, one, other);
  return isFailure(base) ? base : { kind: 'fork', repository, base };
}

function unknownRef(repository: Repository, ref: string): Failure {
  const near = didYouMean(ref, refNames(repository));
  const hint = repository.shallow ? 'git fetch --unshallow, and name it again' : (near ?? howToGet(ref));
  const shallow = repository.shallow ? ', and this clone is shallow: it lacks most of the history' : '';
  return failure('REL3040', `There is no commit, branch or tag "${ref}"${shallow}`, hint);
}

function howToGet(ref: string): string {
  if (!/^[\w./-]+$/.test(ref) || ref.startsWith('-')) return 'see git log --oneline, and git branch --all';
  const [remote, ...branch] = ref.split('/');
  const fetch = branch.length > 0 ? `git fetch ${remote} ${branch.join('/')}` : `git fetch origin ${ref}`;
  return `${fetch}, if it is a branch`;
}
