import { closeSync, openSync, readSync } from 'node:fs';
import { join, posix } from 'node:path';
import { askGit } from '../git/command.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import { type Failure, failure } from './failure.ts';
import { lockFileOf } from './lock-file.ts';

/** What is known of a lock without reading all of it, which for ten thousand deployments is a lot. */
const headBytes = 1024;

/**
 * Whether another lock says that it belongs to the release: after a release file was renamed or copied, for example. A
 * run that took the wrong one would deploy packages that nobody tried.
 */
export function otherLock(root: string, releaseFile: string, release: string): Failure | undefined {
  const own = lockFileOf(releaseFile);
  const other = lockFilesIn(root, posix.dirname(own)).find(
    (file) => file !== own && releaseOf(join(root, file)) === release,
  );
  if (other === undefined) return undefined;
  const both = diskFiles.exists(join(root, own));
  const summary = both
    ? `Release ${release} has two locks: ${own} and ${other}`
    : `The lock of release ${release} is ${other}, and its release file is ${releaseFile}`;
  const hint = both
    ? `keep the right one: git rm ${other}, or git mv --force ${other} ${own}`
    : `git mv ${other} ${own}`;
  return failure('REL1707', summary, hint);
}

/**
 * Whether git still has the lock that is not there any more. A new one in its place would take the newest packages, not
 * those that the release was tried with.
 */
export function deletedLock(root: string, releaseFile: string): Failure | undefined {
  const file = lockFileOf(releaseFile);
  if (!askGit(root, ['cat-file', '-e', `HEAD:./${file}`]).ok) return undefined;
  return failure(
    'REL1708',
    `The lock ${file} was deleted, and git still has it`,
    `git checkout HEAD -- ${file}; or write a new one, with the newest packages: release lock ${releaseFile}`,
  );
}

function lockFilesIn(root: string, folder: string): readonly string[] {
  const files = diskFiles.list(join(root, folder)).filter(({ name }) => /\.lock\.ya?ml$/.test(name));
  return files.map(({ name }) => posix.join(folder, name)).sort();
}

/** What stands behind `release:` near the top of a lock. */
function releaseOf(path: string): string | undefined {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(headBytes);
    const length = readSync(file, head, 0, headBytes, 0);
    return /^release: "?([^"\n]*?)"?\s*$/m.exec(head.toString('utf8', 0, length))?.[1];
  } finally {
    closeSync(file);
  }
}
