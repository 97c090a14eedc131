import { askGit, splitNul } from './command.ts';
import type { Repository } from './repository.ts';

export interface TreeEntry {
  readonly kind: 'file' | 'link' | 'other';
  /** Name of the object that holds the content. */
  readonly object: string;
}

/** All files of a commit below a folder, by their path from there. `prefix` is empty or ends with a slash. */
export function readTree(
  { folder }: Repository,
  commit: string,
  prefix: string,
): ReadonlyMap<string, TreeEntry> | undefined {
  const below = prefix === '' ? [] : ['--', prefix];
  const answer = askGit(folder, ['ls-tree', '-r', '-z', '--full-tree', commit, ...below]);
  if (!answer.ok) return undefined;
  const entries = new Map<string, TreeEntry>();
  for (const line of splitNul(answer.output)) {
    const tab = line.indexOf('\t');
    const [mode = '', type = '', object = ''] = line.slice(0, tab).split(' ');
    const path = line.slice(tab + 1);
    if (path.startsWith(prefix)) entries.set(path.slice(prefix.length), { kind: kindOf(mode, type), object });
  }
  return entries;
}

function kindOf(mode: string, type: string): TreeEntry['kind'] {
  if (type !== 'blob') return 'other';
  return mode === '120000' ? 'link' : 'file';
}

/**
 * The content of files, all in one question, by what was asked for: the name of an object, or `<commit>:<path>`. What is
 * not there is left out.
 */
export function readObjects({ folder }: Repository, objects: Iterable<string>): ReadonlyMap<string, Buffer> {
  const wanted = [...new Set(objects)];
  const found = new Map<string, Buffer>();
  if (wanted.length === 0) return found;
  const answer = askGit(folder, ['cat-file', '--batch'], `${wanted.join('\n')}\n`);
  if (!answer.ok) return found;
  const { output } = answer;
  let at = 0;
  for (const object of wanted) {
    const end = output.indexOf(0x0a, at);
    if (end < 0) break;
    // `<name> missing` has no content behind it.
    const head = /^[\da-f]+ (\w+) (\d+)$/.exec(output.toString('latin1', at, end));
    at = end + 1;
    if (head === null) continue;
    const length = Number(head[2]);
    if (head[1] === 'blob') found.set(object, output.subarray(at, at + length));
    at += length + 1;
  }
  return found;
}
