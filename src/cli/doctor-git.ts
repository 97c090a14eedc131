import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Check } from './doctor-check.ts';

const git = async (...words: readonly string[]): Promise<string> =>
  (await promisify(execFile)('git', words, { timeout: 10_000 })).stdout.trim();

export async function gitCheck(): Promise<Check> {
  try {
    return { name: 'git', state: 'ok', found: await git('--version') };
  } catch {
    const hint = 'install git; without it plans and locks name no commit';
    return { name: 'git', state: 'warning', found: 'not found', hint };
  }
}

/** What `diff`, `rollback` and `validate --since` go by. */
export async function historyCheck(root: string): Promise<Check> {
  const name = 'history';
  try {
    const shallow = await git('-C', root, 'rev-parse', '--is-shallow-repository');
    if (shallow === 'true') {
      const hint = 'git fetch --unshallow; in GitHub Actions give actions/checkout `fetch-depth: 0`';
      return { name, state: 'warning', found: 'the clone is shallow, so older commits cannot be compared', hint };
    }
    const head = await git('-C', root, 'rev-parse', '--short', 'HEAD').catch(() => undefined);
    if (head === undefined)
      return { name, state: 'warning', found: 'there is no commit yet', hint: 'git add . && git commit' };
    return { name, state: 'ok', found: `at commit ${head}` };
  } catch {
    const hint = 'git init; then changes of the workspace can be compared, and taken back';
    return { name, state: 'warning', found: 'the workspace is not in git', hint };
  }
}
