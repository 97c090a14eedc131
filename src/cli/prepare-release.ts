import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { BlockedDeployment } from '../plan/blocked.ts';
import type { ReleaseDraft } from '../plan/compile.ts';
import type { RunStore } from '../run/ports.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import { findWorkspaceRoot } from '../workspace/find-root.ts';
import type { LoadedWorkspace } from '../workspace/load.ts';
import { chooseRelease } from './choose-release.ts';
import { readVariables } from './command-line-variables.ts';
import { type CompileQuestion, compile, deployedVersions, isNarrowed, narrowingOf } from './compile.ts';
import type { CommandContext } from './context.ts';
import { driving } from './driving.ts';
import { type Failure, failure, failures, isFailure } from './failure.ts';
import { type GitState, gitState } from './git.ts';
import { createStore } from './open-store.ts';
import { openWorkspace } from './open-workspace.ts';
import type { ParsedArguments } from './parsed-arguments.ts';
import { openKinds } from './step-kinds.ts';

/** A release as far as it is known without asking a feed: what `plan`, `lock` and `run` start from. */
export interface PreparedRelease {
  readonly kind: 'prepared';
  readonly loaded: LoadedWorkspace;
  readonly store: RunStore;
  readonly git: GitState;
  /** With what the command line narrows and gives. */
  readonly draft: ReleaseDraft;
  readonly blocked: readonly BlockedDeployment[];
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * The whole release without anything from the command line, as if nothing were deployed yet: what a lock is written
   * from. A lock that left out what is there already would not fit for anybody who has not got it.
   */
  readonly whole: () => ReleaseDraft | Failure;
  /** All deployments of the draft, as they are without variables of the command line: what a lock is compared with. */
  readonly plain: () => ReleaseDraft | Failure;
  /** The same deployments in another state of the workspace; undefined where it has no such release, or mistakes. */
  readonly compiledIn: (other: LoadedWorkspace) => ReleaseDraft | undefined;
}

export interface PrepareOptions {
  /** Takes secrets out of everything that the store writes. */
  readonly mask: (text: string) => string;
}

/** Reads the workspace, finds the release that the first argument names, and compiles it. */
export async function prepareRelease(
  context: CommandContext,
  args: ParsedArguments,
  { mask }: PrepareOptions,
): Promise<PreparedRelease | Failure> {
  // Git looks while we read and compile.
  const place = findWorkspaceRoot(context.directory, diskFiles);
  const asked = place === undefined ? undefined : gitState(place);
  const opened = await openWorkspace(context);
  if (isFailure(opened)) return opened;
  const { loaded } = opened;
  const { root, workspace } = loaded;
  const chosen = chooseRelease({ workspace, root, directory: context.directory, named: args.at(0) });
  if (isFailure(chosen)) return chosen;
  const variables = readVariables(args.list('var'));
  if (isFailure(variables)) return variables;
  const store = createStore(context, root, workspace.config.state, driving({ mask }));
  if (isFailure(store)) return store;
  const git = await (asked ?? gitState(root));
  const kinds = await openKinds(root, workspace.config.stepKinds, loaded.sources.text);
  if (isFailure(kinds)) return kinds;
  const deployed = await deployedVersions(store);
  const now = context.surroundings.now();
  const commit = git.kind === 'commit' ? git.commit : undefined;
  const question = { loaded, release: chosen.release, kinds: kinds.catalog, now, commit };
  const draftWith = (asked: Pick<CompileQuestion, 'narrowing' | 'deployed'>): ReleaseDraft | Failure => {
    const { draft: made, diagnostics } = compile({ ...question, ...asked, commandLine: [] });
    return made ?? failures(diagnostics, loaded.sources.text);
  };
  const narrowing = narrowingOf(args);
  const compiled = compile({ ...question, narrowing, commandLine: variables.candidates, deployed });
  const { draft, blocked } = compiled;
  if (draft === undefined) return failures(compiled.diagnostics, loaded.sources.text);
  const given = variables.candidates.length > 0;
  return {
    kind: 'prepared',
    loaded,
    store,
    git,
    draft,
    blocked,
    diagnostics: [...loaded.diagnostics, ...compiled.diagnostics],
    whole: () =>
      given || isNarrowed(narrowing) || deployed.length > 0 ? draftWith({ narrowing: {}, deployed: [] }) : draft,
    plain: () => (given ? draftWith({ narrowing, deployed }) : draft),
    compiledIn: (other) => {
      const release = other.workspace.releases.get(chosen.release.file);
      if (release === undefined) return undefined;
      return compile({ ...question, loaded: other, release, narrowing, commandLine: [], deployed }).draft;
    },
  };
}

/** A build machine must not release what is in no commit. */
export function refusesDirtyTree({ surroundings }: CommandContext, git: GitState): Failure | undefined {
  if (git.kind !== 'commit' || !git.dirty || surroundings.environment.CI !== 'true') return undefined;
  const hint = 'commit them, or run outside CI';
  return failure('REL3013', 'The working tree has changes that are not committed, and CI is set', hint);
}
