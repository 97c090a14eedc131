import { dirname, join } from 'node:path';
import { workspaceFileName } from '../config/schema/kind.ts';
import type { WorkspaceFiles } from './files.ts';

/** The nearest folder, from `start` upwards, that holds a workspace configuration. `start` is an absolute path. */
export function findWorkspaceRoot(start: string, files: WorkspaceFiles): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (files.exists(join(folder, workspaceFileName))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
