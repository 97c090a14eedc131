import { join, relative, sep } from 'node:path';
import { workspaceFileName } from '../config/schema/kind.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { startOf } from '../diagnostics/span.ts';
import { cannotRead } from './cannot-read.ts';
import type { FolderEntry, WorkspaceFiles } from './files.ts';

export interface ListedFiles {
  /** Paths relative to the root with forward slashes, in the order of their names. */
  readonly paths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Walk {
  readonly root: string;
  readonly realRoot: string;
  readonly files: WorkspaceFiles;
  /** Real paths of folders reached through links, so that links in a circle end. */
  readonly linked: Set<string>;
  readonly paths: string[];
  readonly diagnostics: Diagnostic[];
}

/** What is read of a workspace, in this order; releases are not nested. */
const places: readonly (readonly [name: string, depth: 'file' | 'flat' | 'deep'])[] = [
  [workspaceFileName, 'file'],
  ['variables', 'deep'],
  ['projects', 'deep'],
  ['tenants', 'deep'],
  ['releases', 'flat'],
];

/** The configuration, then the YAML files without locks. Hidden folders and `node_modules` are passed over. */
export function listWorkspaceFiles(root: string, files: WorkspaceFiles): ListedFiles {
  const walk: Walk = { root, realRoot: files.resolve(root), files, linked: new Set(), paths: [], diagnostics: [] };
  const top = entriesOf(walk, '.');
  for (const [name, depth] of places) {
    const entry = top.find((candidate) => candidate.name === name);
    const kind = entry && kindOf(walk, name, entry);
    if (kind === 'file' && depth === 'file') walk.paths.push(name);
    else if (kind === 'folder' && depth !== 'file') visit(walk, name, depth === 'deep');
  }
  return walk;
}

function visit(walk: Walk, folder: string, deep: boolean): void {
  for (const entry of entriesOf(walk, folder)) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = `${folder}/${entry.name}`;
    const kind = kindOf(walk, path, entry);
    if (kind === 'folder' && deep) visit(walk, path, deep);
    else if (kind === 'file' && isConfiguration(entry.name)) walk.paths.push(path);
  }
}

function kindOf(walk: Walk, path: string, { kind }: FolderEntry): FolderEntry['kind'] {
  return kind === 'link' ? followed(walk, path) : kind;
}

function entriesOf({ root, files, diagnostics }: Walk, folder: string): readonly FolderEntry[] {
  try {
    return files.list(join(root, folder)).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    diagnostics.push(cannotRead(folder, error));
    return [];
  }
}

function isConfiguration(name: string): boolean {
  return /\.ya?ml$/.test(name) && !/\.lock\.ya?ml$/.test(name);
}

/** What a link leads to, if that is inside the workspace and was not visited yet. */
function followed({ root, realRoot, files, linked, diagnostics }: Walk, path: string): FolderEntry['kind'] {
  try {
    const real = files.resolve(join(root, path));
    const inside = relative(realRoot, real);
    if (inside === '..' || inside.startsWith(`..${sep}`) || inside === real) {
      diagnostics.push(leavesWorkspace(path));
      return 'other';
    }
    const kind = files.kindOf(real);
    if (kind === 'folder' && (linked.has(real) || isAbove(real, join(realRoot, path)))) return 'other';
    linked.add(real);
    return kind;
  } catch (error) {
    diagnostics.push(cannotRead(path, error));
    return 'other';
  }
}

function isAbove(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function leavesWorkspace(path: string): Diagnostic {
  return {
    code: 'REL1235',
    severity: 'error',
    summary: `The link "${path}" leads out of the workspace`,
    hint: 'put the file itself into the workspace, or remove the link',
    span: startOf(path),
  };
}
