import { posix } from 'node:path';
import type { FolderEntry, WorkspaceFiles } from '../../src/workspace/files.ts';

/**
 * Files held in memory. A text that begins `# link: <path>` is a link, relative to its folder; one that begins
 * `# unreadable` may be listed but not read.
 */
export function memoryFiles(texts: ReadonlyMap<string, string | Uint8Array>): WorkspaceFiles {
  const stored = new Map(texts);
  return {
    list: (folder) => entriesBelow([...stored], folder),
    read: (file) => bytesOf(stored.get(follow(stored, file))),
    resolve: (path) => follow(stored, path),
    kindOf: (path) => (stored.has(path) ? 'file' : isFolder(stored, path) ? 'folder' : missing()),
    exists: (path) => stored.has(path) || isFolder(stored, path),
    replace: (file, parts) => stored.set(file, Buffer.concat(parts)),
  };
}

type Stored = ReadonlyMap<string, string | Uint8Array>;

function entriesBelow(stored: readonly (readonly [string, string | Uint8Array])[], folder: string): FolderEntry[] {
  const found = new Map<string, FolderEntry['kind']>();
  for (const [path, text] of stored) {
    if (!path.startsWith(`${folder}/`)) continue;
    const [name = '', ...rest] = path.slice(folder.length + 1).split('/');
    found.set(name, rest.length > 0 ? 'folder' : linkOf(text) === undefined ? 'file' : 'link');
  }
  return [...found].map(([name, kind]) => ({ name, kind }));
}

function linkOf(text: string | Uint8Array | undefined): string | undefined {
  return typeof text === 'string' ? /^# link: (\S+)/.exec(text)?.[1] : undefined;
}

function follow(stored: Stored, path: string): string {
  const link = linkOf(stored.get(path));
  return link === undefined ? path : follow(stored, posix.resolve(posix.dirname(path), link));
}

function isFolder(stored: Stored, path: string): boolean {
  return [...stored.keys()].some((file) => file.startsWith(`${path}/`));
}

function bytesOf(text: string | Uint8Array | undefined): Uint8Array {
  if (text === undefined) return missing();
  if (typeof text !== 'string') return text;
  if (text.startsWith('# unreadable')) throw Object.assign(new Error('refused'), { code: 'EACCES' });
  return new TextEncoder().encode(text);
}

function missing(): never {
  throw Object.assign(new Error('missing'), { code: 'ENOENT' });
}
