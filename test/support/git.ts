import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');
const sampleParts = ['release.config.yaml', 'tenants', 'variables', 'projects', 'releases', 'packages'];

/** Nothing of the machine's own git configuration counts, and commits are the same everywhere. */
const environment = {
  PATH: process.env.PATH ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Tester',
  GIT_AUTHOR_EMAIL: 'tester@example.com',
  GIT_COMMITTER_NAME: 'Tester',
  GIT_COMMITTER_EMAIL: 'tester@example.com',
  GIT_AUTHOR_DATE: '2024-06-01T12:00:00Z',
  GIT_COMMITTER_DATE: '2024-06-01T12:00:00Z',
};

/** Runs git; what it prints, without blanks at the end. Throws when it fails. */
export function git(folder: string, ...words: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...words], { env: environment, encoding: 'utf8', stdio: 'pipe' }).trimEnd();
}

/** Makes the folder a repository and commits all that is in it, on the branch main. */
export function commitAll(folder: string, message: string): string {
  if (!isRepository(folder)) {
    git(folder, 'init', '--quiet', '--initial-branch=main');
    writeFileSync(join(folder, '.gitignore'), '.release/\n');
  }
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(folder, 'rev-parse', 'HEAD');
}

function isRepository(folder: string): boolean {
  try {
    git(folder, 'rev-parse', '--git-dir');
    return true;
  } catch {
    return false;
  }
}

/** Puts the sample workspace of this repository into a folder. */
export function copySample(folder: string): void {
  for (const part of sampleParts) cpSync(join(repository, part), join(folder, part), { recursive: true });
}
