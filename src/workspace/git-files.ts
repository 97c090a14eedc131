import { dirname, join, relative, resolve } from 'node:path';
import { workspaceFileName } from '../config/schema/kind.ts';
import type { Repository } from '../git/repository.ts';
import { readObjects, type TreeEntry } from '../git/tree.ts';
import type { FolderEntry, WorkspaceFiles } from './files.ts';

export interface GitFilesInput {
  readonly repository: Repository;
  /** Absolute path that the files pretend to be below. Nothing is ever read from there. */
  readonly root: string;
  /** By path from the root. */
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** Content of objects, as far as it is known; what is read is added. */
  readonly contents?: Map<string, Uint8Array>;
}

/** What a workspace is made of is fetched in one go; scripts and the like when somebody asks. */
export function isWantedAtOnce(path: string): boolean {
  return path === workspaceFileName || /^(?:variables|projects|tenants|releases)\/.*\.ya?ml$/.test(path);
}

const mostLinks = 40;

/** The files of a commit, read from git's objects: no working tree is looked at or touched. */
export function gitFiles({ repository, root, entries, contents = new Map() }: GitFilesInput): WorkspaceFiles {
  const folders = foldersOf(entries);
  const first = [...entries].flatMap(([path, { object }]) => (isWantedAtOnce(path) ? object : []));
  const read = (objects: readonly string[]): void => {
    const unknown = objects.filter((object) => !contents.has(object));
    for (const [object, content] of readObjects(repository, unknown)) contents.set(object, content);
  };
  read(first);
  const contentOf = (object: string): Uint8Array | undefined => {
    read([object]);
    return contents.get(object);
  };
  const inside = (path: string): string => relative(root, path).replaceAll('\\', '/');
  const follow = (path: string): string => followLinks(inside(path), { entries, contentOf, path });
  const kindAt = (path: string): FolderEntry['kind'] | undefined =>
    folders.has(path) ? 'folder' : entries.get(path)?.kind;
  return {
    list: (folder) => {
      const names = folders.get(follow(folder));
      if (names === undefined) throw notThere(folder);
      return [...names].map(([name, kind]) => ({ name, kind }));
    },
    read: (file) => {
      const entry = entries.get(follow(file));
      const content = entry?.kind === 'file' ? contentOf(entry.object) : undefined;
      if (content === undefined) throw notThere(file);
      return content;
    },
    resolve: (path) => resolve(root, follow(path)),
    kindOf: (path) => {
      const kind = kindAt(follow(path));
      if (kind === undefined) throw notThere(path);
      return kind;
    },
    exists: (path) => kindAt(inside(path)) !== undefined,
    replace: (file) => {
      throw Object.assign(new Error(`A commit cannot be written to: ${file}`), { code: 'EROFS' });
    },
  };
}

/** Names and kinds by folder; the root is the empty path. */
function foldersOf(
  entries: ReadonlyMap<string, TreeEntry>,
): ReadonlyMap<string, ReadonlyMap<string, FolderEntry['kind']>> {
  const folders = new Map<string, Map<string, FolderEntry['kind']>>([['', new Map()]]);
  const add = (path: string, kind: FolderEntry['kind']): void => {
    const above = dirname(path);
    const folder = above === '.' ? '' : above;
    const known = folders.get(folder);
    if (known !== undefined) known.set(path.slice(folder === '' ? 0 : folder.length + 1), kind);
    else {
      folders.set(folder, new Map([[path.slice(folder.length + 1), kind]]));
      add(folder, 'folder');
    }
  };
  for (const [path, { kind }] of entries) add(path, kind);
  return folders;
}

interface Following {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly contentOf: (object: string) => Uint8Array | undefined;
  /** As it was asked for, for errors. */
  readonly path: string;
}

/** The path inside the tree with every link on the way followed; what leads out of the tree begins with `..`. */
function followLinks(start: string, { entries, contentOf, path: asked }: Following): string {
  let path = start;
  for (let links = 0; links < mostLinks; links += 1) {
    const link = linkOn(path, entries);
    if (link === undefined) return path;
    const written = contentOf(link.entry.object);
    if (written === undefined) throw notThere(asked);
    const target = Buffer.from(written).toString('utf8');
    path = target.startsWith('/') ? `..${target}` : join(dirname(link.path), target, path.slice(link.path.length));
    if (path === '.' || path === './') path = '';
    path = path.replace(/\/$/, '');
    if (path.startsWith('..')) return path;
  }
  throw Object.assign(new Error(`Links go in a circle: ${asked}`), { code: 'ELOOP' });
}

function linkOn(path: string, entries: ReadonlyMap<string, TreeEntry>) {
  for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
    const part = end < 0 ? path : path.slice(0, end);
    const entry = entries.get(part);
    if (entry?.kind === 'link') return { path: part, entry };
    if (end < 0) return undefined;
  }
}

function notThere(path: string): Error {
  return Object.assign(new Error(`There is no ${path} in the commit`), { code: 'ENOENT' });
}
