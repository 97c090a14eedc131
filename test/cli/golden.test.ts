import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compareGolden, formOf, type GoldenFile, readCases } from '../diagnostics/golden.ts';
import { cli, folderWith, writeFiles } from './kit.ts';

const gitWords = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'init.defaultBranch=main'];

/**
 * Writes the files and types the commands of a case in their order, in a folder of its own. What counts is the last
 * command: what it says on stderr, and its exit code. `NAME=value` before `release` goes to its environment.
 */
async function play(steps: readonly GoldenFile[]): Promise<string> {
  const folder = folderWith({});
  let told = { code: 0, out: '', err: '' };
  for (const { path, text } of steps) {
    if (path.startsWith('$ git '))
      execFileSync('git', [...gitWords, ...path.slice('$ git '.length).split(' ')], { cwd: folder });
    else if (path.startsWith('$ ')) told = await cli(folder, ...typed(path.slice(2)));
    else writeFiles(folder, { [path]: text.replaceAll('<folder>', folder) });
  }
  const said = (told.err === '' ? told.out : told.err).replaceAll(folder, '<folder>');
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
