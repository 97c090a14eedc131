import { askGit, gitLine } from './command.ts';

/** A git repository as seen from one of its folders. */
export interface Repository {
  readonly kind: 'repository';
  /** Where git is asked: the folder, or the git directory of a bare repository. */
  readonly folder: string;
  /** Path of the folder inside the working tree with a final slash; empty at its top, and in a bare repository. */
  readonly prefix: string;
  readonly bare: boolean;
  /** History is cut off, as build machines like to do. */
  readonly shallow: boolean;
}

export type OpenedRepository =
  | Repository
  | { readonly kind: 'none'; readonly reason: 'no-git' | 'no-repository'; readonly message: string };

const whereWeAre = ['rev-parse', '--is-bare-repository', '--is-shallow-repository', '--show-prefix'] as const;

export function openRepository(folder: string): OpenedRepository {
  const answer = askGit(folder, whereWeAre);
  if (!answer.ok) {
    return { kind: 'none', reason: answer.missing ? 'no-git' : 'no-repository', message: answer.message };
  }
  return repositoryAt(folder, answer.output.toString('utf8').split('\n'));
}

function repositoryAt(folder: string, [bare, shallow, prefix = '']: readonly string[]): Repository {
  return { kind: 'repository', folder, prefix, bare: bare === 'true', shallow: shallow === 'true' };
}

/** The same together with `mergeBase` of two refs, in one question; undefined when any of it cannot be answered. */
export function openAtFork(
  folder: string,
  one: string,
  other: string,
): { readonly repository: Repository; readonly fork: string } | undefined {
  if ([one, other].some(looksLikeOption)) return undefined;
  const lines = gitLine(folder, [...whereWeAre, `${one}^{commit}...${other}^{commit}`])?.split('\n') ?? [];
  const fork = lines.slice(3).find((line) => line.startsWith('^'));
  return fork === undefined ? undefined : { repository: repositoryAt(folder, lines), fork: fork.slice(1) };
}

/** What is typed must not become an option. */
export function looksLikeOption(ref: string): boolean {
  return ref.startsWith('-');
}

/** The commit that a branch, tag or hash means. Nothing that is typed can become an option of git. */
export function commitOf({ folder }: Repository, ref: string): string | undefined {
  return gitLine(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
}

/** The commit from which two histories went their own ways. */
export function mergeBase({ folder }: Repository, one: string, other: string): string | undefined {
  return gitLine(folder, ['merge-base', one, other])?.split('\n')[0];
}

/** Branches and tags, for suggestions. */
export function refNames({ folder }: Repository): readonly string[] {
  const format = ['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes', 'refs/tags'];
  return (gitLine(folder, format) ?? '').split('\n').filter((name) => name !== '');
}

/** The commits that touched a file below the folder, newest first, on any branch; deleting it counts too. */
export function commitsOf({ folder }: Repository, file: string): readonly string[] {
  const commits = gitLine(folder, ['log', '--all', 'HEAD', '--format=%H', '--', `:(literal)${file}`]) ?? '';
  return commits.split('\n').filter((commit) => commit !== '');
}
