import { lstat, mkdir, readdir, readlink, rename, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { checkInstall, isFolderName, placeFolder, versionFolderName } from '../package-names.ts';
import type {
  InstalledFiles,
  InstalledVersion,
  InstallRequest,
  InstallResult,
  PackagePlace,
  PackageStore,
} from '../package-store.ts';
import { applyEdits } from './edit-files.ts';
import { isCode, syncFolder } from './files.ts';
import { type HiddenNames, isAbandoned } from './hidden-names.ts';
import { noteOnce, pruneNotes } from './package-notes.ts';
import { syncTree } from './sync-tree.ts';

export interface PackageFolderOptions {
  /** Absolute; everything is under `<directory>/applications/`. */
  readonly directory: string;
  /** Unpacks an archive safely to a folder that is not there yet; returns errors. */
  readonly extract: (archiveFile: string, intoFolder: string, label: string) => Promise<readonly Diagnostic[]>;
  readonly hiddenNames: HiddenNames;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createPackageFolders(options: PackageFolderOptions): PackageStore {
  const folderOf = (place: PackagePlace) => join(options.directory, 'applications', placeFolder(place));
  return {
    install: async (request) => {
      const diagnostics = checkInstall(request);
      return diagnostics.length > 0
        ? { kind: 'refused', diagnostics }
        : install(options, folderOf(request.place), request);
    },
    switchTo: (place, name) => switchTo(options, folderOf(place), name),
    noteCurrent: (place, key) => noteOnce(folderOf(place), key, currentName),
    look: (place, name, files) => look(join(folderOf(place), checkedName(name)), files),
    list: (place) => list(folderOf(place)),
    prune: (place, keep) => prune(options, folderOf(place), keep),
  };
}

/** Everything happens under a hidden name; the rename at the end is the moment the version exists. */
async function install(options: PackageFolderOptions, folder: string, request: InstallRequest): Promise<InstallResult> {
  const name = versionFolderName(request);
  const path = join(folder, name);
  if (await exists(path)) return { kind: 'installed', name, path, fresh: false };
  const incoming = join(folder, options.hiddenNames.next('incoming'));
  await mkdir(incoming, { recursive: true });
  try {
    const tree = join(incoming, 'tree');
    const diagnostics = await fill(options, tree, request);
    if (diagnostics.length > 0) return { kind: 'refused', diagnostics };
    await touch(tree, options.now());
    await syncTree(tree);
    const fresh = await renameUnlessThere(tree, path);
    syncFolder(folder);
    return { kind: 'installed', name, path, fresh };
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

async function fill(
  options: PackageFolderOptions,
  tree: string,
  request: InstallRequest,
): Promise<readonly Diagnostic[]> {
  const diagnostics = await options.extract(request.archiveFile, tree, `${request.place.packageId} ${request.version}`);
  const failed = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  return failed.length > 0 ? failed : applyEdits(tree, request.edits ?? []);
}

/** False when another process made the same version meanwhile: a non-empty folder is never replaced by a rename. */
async function renameUnlessThere(from: string, to: string): Promise<boolean> {
  if (await exists(to)) return false;
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOTEMPTY') || isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** A relative link under a hidden name, renamed over `current`: at no moment is there none. */
async function switchTo(
  options: PackageFolderOptions,
  folder: string,
  name: string | undefined,
): Promise<string | undefined> {
  if (name === undefined) return removeCurrent(folder);
  await touch(join(folder, checkedName(name)), options.now()); // Throws ENOENT when it is not installed.
  const before = await currentName(folder);
  if (before === name) return before;
  const link = join(folder, options.hiddenNames.next('current'));
  await symlink(name, link, 'dir');
  await rename(link, join(folder, 'current'));
  syncFolder(folder);
  return before;
}

async function removeCurrent(folder: string): Promise<string | undefined> {
  const before = await currentName(folder);
  if (before === undefined) return undefined;
  await rm(join(folder, 'current'), { force: true });
  syncFolder(folder);
  return before;
}

async function look(path: string, files: readonly string[]): Promise<InstalledFiles | undefined> {
  if ((await lstatIfThere(path))?.isDirectory() !== true) return undefined;
  const stats = await Promise.all(files.map((file) => lstatIfThere(join(path, file))));
  return { path, files: files.filter((_, index) => stats[index]?.isFile() === true) };
}

function checkedName(name: string): string {
  if (!isFolderName(name)) throw new RangeError(`Not a version folder: ${JSON.stringify(name)}`);
  return name;
}

async function list(folder: string): Promise<InstalledVersion[]> {
  const names = (await namesIn(folder)).filter(isFolderName);
  const current = await currentName(folder);
  const versions = await Promise.all(
    names.map(async (name) => ({ name, stat: await lstatIfThere(join(folder, name)) })),
  );
  return versions
    .flatMap(({ name, stat }) =>
      stat?.isDirectory() ? [{ name, current: name === current, usedAt: stat.mtimeMs }] : [],
    )
    .sort((left, right) => right.usedAt - left.usedAt || (left.name < right.name ? 1 : -1));
}

async function prune(options: PackageFolderOptions, folder: string, keep: number): Promise<readonly string[]> {
  if (!Number.isInteger(keep) || keep < 0) throw new RangeError(`Cannot keep ${keep} versions`);
  const versions = await list(folder);
  const old = versions.slice(keep).filter((version) => !version.current);
  for (const { name } of old) await remove(options, folder, name);
  const left = (await namesIn(folder)).filter(isAbandoned);
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true });
  await pruneNotes(folder);
  return old.map(({ name }) => name);
}

/** Hidden first, so that a half-deleted version is never taken for a whole one. */
async function remove(options: PackageFolderOptions, folder: string, name: string): Promise<void> {
  const hidden = join(folder, options.hiddenNames.next('removing'));
  await rename(join(folder, name), hidden);
  await rm(hidden, { recursive: true, force: true });
}

async function currentName(folder: string): Promise<string | undefined> {
  try {
    return await readlink(join(folder, 'current'));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  });
}

async function lstatIfThere(path: string) {
  return lstat(path).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  });
}

async function exists(path: string): Promise<boolean> {
  return (await lstatIfThere(path)) !== undefined;
}

async function touch(path: string, now: number): Promise<void> {
  await utimes(path, now / 1000, now / 1000);
}
