import { execFile, spawnSync } from 'node:child_process';

export type GitAnswer =
  | { readonly ok: true; readonly output: Buffer }
  /** `message` is the first line of what git says; `missing` when there is no git to ask. */
  | { readonly ok: false; readonly missing: boolean; readonly message: string };

/** A large repository on a slow disk takes its time; nothing here is asked interactively. */
const timeoutMilliseconds = 120_000;

const limits = { timeout: timeoutMilliseconds, maxBuffer: Number.POSITIVE_INFINITY } as const;

/** No lock is taken that would get in the way of whoever works there, and no password is asked for. */
function questionIn(folder: string, words: readonly string[]): readonly string[] {
  return ['--no-optional-locks', '-C', folder, ...words];
}

/** Asks git something about the repository that a folder is in. Synchronous, as the reading of a workspace is. */
export function askGit(folder: string, words: readonly string[], input?: string): GitAnswer {
  const { error, status, stdout, stderr } = spawnSync('git', questionIn(folder, words), {
    ...limits,
    ...(input === undefined ? {} : { input }),
  });
  if (error !== undefined) return notAsked(error);
  return status === 0 ? { ok: true, output: stdout } : refused(stderr);
}

/** The same, while the caller does something else: git looks at every file for what may have changed. */
export function askGitMeanwhile(folder: string, words: readonly string[]): Promise<GitAnswer> {
  return new Promise((resolve) => {
    execFile('git', questionIn(folder, words), { ...limits, encoding: 'buffer' }, (error, stdout, stderr) => {
      if (error === null) resolve({ ok: true, output: stdout });
      else resolve(typeof error.code === 'string' || error.killed === true ? notAsked(error) : refused(stderr));
    });
  });
}

function notAsked(error: Error & { readonly code?: unknown }): GitAnswer {
  return { ok: false, missing: error.code === 'ENOENT', message: error.message };
}

function refused(stderr: Buffer): GitAnswer {
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
