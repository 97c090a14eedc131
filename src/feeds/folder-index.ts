import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText, compareVersions } from '../versions/compare.ts';
import { type PackageName, parsePackageName } from './package-name.ts';

export interface IndexedFile extends PackageName {
  readonly path: string;
  /** Path inside the feed's folder, forward slashes. */
  readonly relative: string;
}

/** Package files by lower-case id, lowest version first, then by path. */
export type FolderIndex = ReadonlyMap<string, readonly IndexedFile[]>;

/**
 * Reads the names of all package files in a folder and the folders in it; opens none of them. Files and folders whose
 * name starts with a dot, and links, are left out. Throws what the file system throws.
 */
export async function indexFolder(folder: string): Promise<FolderIndex> {
  const index = new Map<string, IndexedFile[]>();
  for (const file of await packageFiles(folder, '')) {
    const key = file.id.toLowerCase();
    const list = index.get(key);
    if (list === undefined) index.set(key, [file]);
    else list.push(file);
  }
  for (const list of index.values()) list.sort(inOrder);
  return index;
}

async function packageFiles(folder: string, prefix: string): Promise<IndexedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: IndexedFile[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const relative = prefix + entry.name;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await packageFiles(path, `${relative}/`)));
    else files.push(...packageFile(entry, path, relative));
  }
  return files;
}

function packageFile(entry: Dirent, path: string, relative: string): readonly IndexedFile[] {
  const name = entry.isFile() ? parsePackageName(entry.name) : undefined;
  return name === undefined ? [] : [{ ...name, path, relative }];
}

function inOrder(left: IndexedFile, right: IndexedFile): number {
  return compareVersions(left.version, right.version) || compareText(left.relative, right.relative);
}
