import { askGitMeanwhile } from '../git/command.ts';

export type GitState =
  | { readonly kind: 'commit'; readonly commit: string; readonly dirty: boolean }
  /** No git here, no repository, or no commit yet. */
  | { readonly kind: 'none' };

/** The commit of a working tree, and whether the folder holds changes that are not committed; our own state is none. */
export async function gitState(folder: string): Promise<GitState> {
  const head = await askGitMeanwhile(folder, ['rev-parse', 'HEAD']);
  if (!head.ok) return { kind: 'none' };
  const changes = await askGitMeanwhile(folder, ['status', '--porcelain', '--', '.', ':(exclude).release']);
  return {
    kind: 'commit',
    commit: head.output.toString('utf8').trim(),
    dirty: changes.ok && changes.output.toString('utf8').trim() !== '',
  };
}
