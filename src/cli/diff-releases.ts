import { compileRelease } from '../plan/compile.ts';
import { diffRelease } from '../plan/diff/diff-release.ts';
import type { ReleaseDiff } from '../plan/diff/model.ts';
import { type DiffSide, diffSide } from '../plan/diff/side.ts';
import type { Lock } from '../plan/lock.ts';
import type { StepKindCatalog } from '../plan/step-kind.ts';
import type { LoadedWorkspace } from '../workspace/load.ts';
import { textReader } from './compile.ts';
import type { DiffEnd, DiffEnds } from './diff-sides.ts';
import { type Failure, failures, isFailure } from './failure.ts';
import { lockFileOf, parseLock } from './lock-file.ts';
import { brokenAt } from './read-ref.ts';
import { openKinds } from './step-kinds.ts';

export interface DiffedReleases {
  readonly kind: 'diffed';
  readonly releases: readonly ReleaseDiff[];
}

/** Compiles every release at both ends and compares them, deployment by deployment. */
export async function diffReleases({ before, after }: DiffEnds): Promise<DiffedReleases | Failure> {
  const releases: ReleaseDiff[] = [];
  const [kindsBefore, kindsAfter] = [await kindsOf(before), await kindsOf(after)];
  if (isFailure(kindsBefore)) return kindsBefore;
  if (isFailure(kindsAfter)) return kindsAfter;
  const files = new Set([...before.loaded.workspace.releases.keys(), ...after.loaded.workspace.releases.keys()]);
  for (const file of [...files].sort()) {
    const was = sideOf(before, kindsBefore.catalog, file);
    if (was !== undefined && isFailure(was)) return was;
    const is = sideOf(after, kindsAfter.catalog, file);
    if (is !== undefined && isFailure(is)) return is;
    const diff = diffRelease({ ...(was && { before: was.side }), ...(is && { after: is.side }) });
    if (diff !== undefined) releases.push(diff);
  }
  return { kind: 'diffed', releases };
}

function kindsOf({ loaded: { root, workspace, sources } }: DiffEnd) {
  return openKinds(root, workspace.config.stepKinds, sources.text);
}

type Compiled = { readonly kind: 'compiled'; readonly side: DiffSide } | Failure | undefined;

function sideOf({ label, commit, loaded }: DiffEnd, kinds: StepKindCatalog, file: string): Compiled {
  const { workspace } = loaded;
  const release = workspace.releases.get(file);
  if (release === undefined) return undefined;
  const { draft, diagnostics } = compileRelease({
    workspace,
    release,
    kinds,
    readText: textReader(loaded),
    narrowing: {},
    commandLine: [],
    // What is deployed where is no part of git: a chain that deploys only what is different counts as one that does.
    deployed: [],
    now: 0,
  });
  if (draft !== undefined) return { kind: 'compiled', side: diffSide(draft, lockAt(loaded, file)) };
  return commit === undefined
    ? failures(diagnostics, loaded.sources.text)
    : brokenAt(label, { ...loaded, diagnostics });
}

/** The lock beside the release file, if there is one that can be read. */
export function lockAt({ sources }: Pick<LoadedWorkspace, 'sources'>, releaseFile: string): Lock | undefined {
  const file = lockFileOf(releaseFile);
  const text = sources.text(file);
  const read = text === undefined ? undefined : parseLock(file, Buffer.from(text));
  return read === undefined || isFailure(read) ? undefined : read.lock;
}
