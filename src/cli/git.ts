import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type GitState =
  | { readonly kind: 'commit'; readonly commit: string; readonly dirty: boolean }
  /** No git here, no repository, or no commit yet. */
  | { readonly kind: 'none' };

/** The commit of a working tree, and whether the folder holds changes that are not committed; our own state is none. */
export async function gitState(folder: string): Promise<GitState> {
  const commit = await ask(folder, ['rev-parse', 'HEAD']);
  if (commit === undefined) return { kind: 'none' };
  const changes = await ask(folder, ['status', '--porcelain', '--', '.', ':(exclude).release']);
  return { kind: 'commit', commit: commit.trim(), dirty: changes !== undefined && changes.trim() !== '' };
}

async function ask(folder: string, words: readonly string[]): Promise<string | undefined> {
  try {
    // No optional locks: looking at a repository must not get in the way of whoever works in it.
    const { stdout } = await run('git', ['--no-optional-locks', '-C', folder, ...words], {
      timeout: 10_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch {
    return undefined;
  }
}
