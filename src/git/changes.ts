import { askGitMeanwhile, splitNul } from './command.ts';
import type { Repository } from './repository.ts';
import type { TreeEntry } from './tree.ts';

/**
 * Files below the folder that differ between a commit and the working tree, those that git does not know yet included,
 * with what they were in the commit: undefined for those that it does not have. Paths are relative to the folder, in
 * alphabetical order. Undefined when git cannot tell. Never rejects, so that it may go on while a workspace is read.
 */
export async function changesSince(
  { folder }: Repository,
  commit: string,
): Promise<ReadonlyMap<string, TreeEntry | undefined> | undefined> {
  const raw = ['diff', '--raw', '--no-abbrev', '--no-renames', '--relative', '-z', commit, '--', '.'];
  const [tracked, others] = await Promise.all([
    askGitMeanwhile(folder, raw),
    askGitMeanwhile(folder, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.']),
  ]);
  if (!tracked.ok || !others.ok) return undefined;
  const changes = new Map<string, TreeEntry | undefined>();
  const words = splitNul(tracked.output);
  for (let at = 0; at + 1 < words.length; at += 2) changes.set(words[at + 1] ?? '', entryBefore(words[at] ?? ''));
  for (const path of splitNul(others.output)) if (!changes.has(path)) changes.set(path, undefined);
  return new Map([...changes].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Their paths alone. */
export async function changedSince(repository: Repository, commit: string): Promise<readonly string[] | undefined> {
  const changes = await changesSince(repository, commit);
  return changes && [...changes.keys()];
}

/** `:<mode before> <mode after> <object before> <object after> <letter>`; the mode of what is not there is all zeros. */
function entryBefore(line: string): TreeEntry | undefined {
  const [mode = '', , object = ''] = line.slice(1).split(' ');
  if (/^0+$/.test(mode)) return undefined;
  return { kind: mode === '120000' ? 'link' : mode === '160000' ? 'other' : 'file', object };
}
