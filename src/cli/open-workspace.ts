import { join } from 'node:path';
import type { WorkspaceConfig } from '../config/model.ts';
import type { ConfigKind } from '../config/reference.ts';
import { workspaceFileName } from '../config/schema/kind.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { TextLookup } from '../diagnostics/sources.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import type { WorkspaceFiles } from '../workspace/files.ts';
import { findWorkspaceRoot } from '../workspace/find-root.ts';
import { type LoadedWorkspace, loadWorkspace } from '../workspace/load.ts';
import type { CommandContext } from './context.ts';
import { type Failure, failures } from './failure.ts';

export interface OpenedWorkspace {
  readonly kind: 'opened';
  readonly loaded: LoadedWorkspace;
}

/** The whole workspace, without errors of its own. */
export async function openWorkspace(context: CommandContext): Promise<OpenedWorkspace | Failure> {
  const loaded = await loadWorkspace(context.directory);
  if (hasErrors(loaded.diagnostics)) return failures(loaded.diagnostics, loaded.sources.text);
  return { kind: 'opened', loaded };
}

export interface OpenedConfig {
  readonly kind: 'opened';
  readonly root: string;
  readonly config: WorkspaceConfig;
  readonly sources: TextLookup;
}

/**
 * The configuration alone: enough to find runs and what they left behind, also while a tenant's file is broken, and
 * as quick with ten thousand tenants as with one.
 */
export async function openConfig(context: CommandContext): Promise<OpenedConfig | Failure> {
  const root = findWorkspaceRoot(context.directory, diskFiles);
  const files = root === undefined ? diskFiles : configurationOnly(root);
  const options = { files, cache: false, leftOut: allButConfiguration };
  const { diagnostics, workspace, sources } = await loadWorkspace(context.directory, options);
  if (root === undefined || hasErrors(diagnostics)) return failures(diagnostics, sources.text);
  return { kind: 'opened', root, config: workspace.config, sources: sources.text };
}

/** The configuration may name what these declare, such as the tenants of a freeze. */
const allButConfiguration = ['tenant', 'project', 'release', 'variables'] as const satisfies readonly ConfigKind[];

function configurationOnly(root: string): WorkspaceFiles {
  const top = join(root, '.');
  const list: WorkspaceFiles['list'] = (folder) =>
    join(folder, '.') === top ? diskFiles.list(folder).filter(({ name }) => name === workspaceFileName) : [];
  return { ...diskFiles, list };
}
