import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compareGolden, formOf, type GoldenFile, readCases } from '../diagnostics/golden.ts';
import { cli, folderWith, writeFiles } from './kit.ts';

/** For what is typed beside `release`: git with a name, and `main` as its first branch. */
const shell = {
  PATH: process.env.PATH ?? '',
  ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' },
  ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'init.defaultBranch', GIT_CONFIG_VALUE_0: 'main' },
};

/**
 * Writes the files and types the commands of a case in their order, in a folder of its own. What counts is the last
 * command: what it says on stderr, and its exit code. `NAME=value` before `release` goes to its environment.
 */
async function play(steps: readonly GoldenFile[]): Promise<string> {
  const folder = folderWith({});
  let told = { code: 0, out: '', err: '' };
  for (const { path, text } of steps) {
    if (path.startsWith('$ ') && !/^\$ (?:[A-Z_]+=\S+ )*release /.test(path)) {
      execFileSync('sh', ['-c', path.slice(2)], { cwd: folder, env: shell, stdio: 'ignore' });
    } else if (path.startsWith('$ ')) told = await cli(folder, ...typed(path.slice(2)));
    else writeFiles(folder, { [path]: text.replaceAll('<folder>', folder) });
  }
  const said = (told.err === '' ? told.out : told.err)
    .replaceAll(folder, '<folder>')
    // What git says here depends on where the temporary folder is mounted.
    .replace(/\(or any [^)]*\).*/, '(or any of the parent directories): .git');
  return `exit code ${told.code}\n\n${said}`;
}

/** Words and environment of a command line; quotes keep blanks in a word. */
function typed(line: string): readonly [words: readonly string[], world: { environment: Record<string, string> }] {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const start = words.indexOf('release');
  expect(start, line).toBeGreaterThanOrEqual(0);
  const given = words.slice(0, start).map((word) => word.split('=') as [string, string]);
  return [words.slice(start + 1), { environment: { PATH: process.env.PATH ?? '', ...Object.fromEntries(given) } }];
}

describe('what commands refuse, as people read it', () => {
  for (const golden of readCases().filter((one) => formOf(one) === 'commands')) {
    it(golden.name, async () => {
      const actual = await play(golden.files);
      expect(actual).toContain(golden.code);
      compareGolden(golden, actual);
    });
  }
});
