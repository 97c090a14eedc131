import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import type { FolderEntry, WorkspaceFiles } from './files.ts';

/** The files of this machine. Synchronous on purpose: thousands of small files are read several times faster so. */
export const diskFiles: WorkspaceFiles = {
  list: (folder) =>
    fs.readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
  read: (file) => fs.readFileSync(file),
  resolve: (path) => fs.realpathSync.native(path),
  kindOf: (path) => kindOf(fs.statSync(path)),
  exists: (path) => fs.existsSync(path),
  replace,
};

function kindOf(stats: fs.Dirent | fs.Stats): FolderEntry['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

function replace(file: string, parts: readonly Uint8Array[]): void {
  fs.mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}.draft`;
  try {
    writeAll(draft, parts);
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw error;
  }
}

function writeAll(file: string, parts: readonly Uint8Array[]): void {
  const descriptor = fs.openSync(file, 'wx', 0o600);
  try {
    const bytes = Buffer.concat(parts);
    for (let written = 0; written < bytes.length; ) written += fs.writeSync(descriptor, bytes, written);
  } finally {
    fs.closeSync(descriptor);
  }
}
