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

/** The content of objects, all in one question. Objects that are not there are left out. */
export function readObjects({ folder }: Repository, objects: Iterable<string>): ReadonlyMap<string, Buffer> {
  const wanted = [...new Set(objects)];
  const found = new Map<string, Buffer>();
  if (wanted.length === 0) return found;
  const answer = askGit(folder, ['cat-file', '--batch'], `${wanted.join('\n')}\n`);
  if (!answer.ok) return found;
  const { output } = answer;
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0x0a, at);
    if (end < 0) break;
    const [object = '', type, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    // `<name> missing` has no content behind it.
    if (type !== 'blob' || size === undefined) continue;
    const length = Number(size);
    found.set(object, output.subarray(at, at + length));
    at += length + 1;
  }
  return found;
}
