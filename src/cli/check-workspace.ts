import { relative, resolve } from 'node:path';
import type { Workspace } from '../config/model.ts';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { TextLookup } from '../diagnostics/sources.ts';
import { deploymentCount } from '../plan/deployment-count.ts';
import { validateWorkspace } from '../plan/validate.ts';
import type { Checked } from '../views/validate.ts';
import { loadWorkspace } from '../workspace/load.ts';
import { textReader } from './compile.ts';
import type { CommandContext } from './context.ts';
import { isFailure } from './failure.ts';
import { openKinds } from './step-kinds.ts';

export interface CheckedWorkspace {
  readonly kind: 'checked';
  /** Absolute path. */
  readonly root: string;
  readonly workspace: Workspace;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: TextLookup;
  readonly checked: Checked;
}

/** Everything that can be known without running or asking a feed, for all deployments of all releases. */
export async function checkWorkspace(context: CommandContext, paths: readonly string[]): Promise<CheckedWorkspace> {
  const loaded = await loadWorkspace(context.directory);
  const { root, workspace } = loaded;
  const sources = loaded.sources.text;
  const isMeant = pathFilter(context.directory, root, paths);
  const onlyThese = (found: readonly Diagnostic[]): CheckedWorkspace => ({
    kind: 'checked',
    root,
    workspace,
    diagnostics: found.filter(isMeant),
    sources,
    checked: { releases: 0, deployments: 0 },
  });
  // What is compiled from documents with mistakes would repeat these in other words.
  if (hasErrors(loaded.diagnostics)) return onlyThese(loaded.diagnostics);
  const opened = await openKinds(root, workspace.config.stepKinds, sources);
  if (isFailure(opened)) return onlyThese([...loaded.diagnostics, ...opened.diagnostics]);
  const found = validateWorkspace(workspace, opened.catalog, textReader(loaded));
  const releases = [...workspace.releases.values()];
  const deployments = releases.reduce((sum, release) => sum + deploymentCount(workspace, release), 0);
  return { ...onlyThese([...loaded.diagnostics, ...found]), checked: { releases: releases.length, deployments } };
}

/** Diagnostics in files under one of the paths; all of them when there is none. What stands in no file stays. */
export function pathFilter(
  directory: string,
  root: string,
  paths: readonly string[],
): (diagnostic: Diagnostic) => boolean {
  const wanted = paths.map((path) => relative(root, resolve(directory, path)).replaceAll('\\', '/'));
  return ({ span }) =>
    wanted.length === 0 ||
    span === undefined ||
    wanted.some((path) => path === '' || span.file === path || span.file.startsWith(`${path}/`));
}
