import { spawnSync } from 'node:child_process';

export type GitAnswer =
  | { readonly ok: true; readonly output: Buffer }
  /** `message` is the first line of what git says; `missing` when there is no git to ask. */
  | { readonly ok: false; readonly missing: boolean; readonly message: string };

/** A large repository on a slow disk takes its time; nothing here is asked interactively. */
const timeoutMilliseconds = 120_000;

/**
 * Asks git something about the repository that a folder is in. Synchronous, as the reading of a workspace is. Never
 * takes a lock that would get in the way of whoever works there, and never asks for a password.
 */
export function askGit(folder: string, words: readonly string[], input?: string): GitAnswer {
  const { error, status, stdout, stderr } = spawnSync('git', ['--no-optional-locks', '-C', folder, ...words], {
    timeout: timeoutMilliseconds,
    maxBuffer: Number.POSITIVE_INFINITY,
    ...(input === undefined ? {} : { input }),
  });
  if (error !== undefined) {
    return { ok: false, missing: 'code' in error && error.code === 'ENOENT', message: error.message };
  }
  if (status === 0) return { ok: true, output: stdout };
  const [message = ''] = stderr.toString('utf8').split('\n');
  return { ok: false, missing: false, message };
}

/** What git answers on one line, or undefined when it refuses. */
export function gitLine(folder: string, words: readonly string[]): string | undefined {
  const answer = askGit(folder, words);
  return answer.ok ? answer.output.toString('utf8').trimEnd() : undefined;
}

/** What git answers with `-z`. */
export function splitNul(output: Buffer): readonly string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((text) => text !== '');
}
