import type { Workspace } from '../config/model.ts';
import { deploymentCount } from '../plan/deployment-count.ts';
import { diffRelease } from '../plan/diff/diff-release.ts';
import type { ReleaseDiff } from '../plan/diff/model.ts';
import { type DiffSide, diffSide } from '../plan/diff/side.ts';
import type { Lock } from '../plan/lock.ts';
import type { Narrowing } from '../plan/narrow.ts';
import type { StepKindCatalog } from '../plan/step-kind.ts';
import type { LoadedWorkspace } from '../workspace/load.ts';
import { beyondReleases, compileForDiff } from './diff-beyond.ts';
import { type EndNarrowing, everybody, narrowingFor } from './diff-narrowing.ts';
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
export async function diffReleases({ before, after, files }: DiffEnds): Promise<DiffedReleases | Failure> {
  const releases: ReleaseDiff[] = [];
  const [kindsBefore, kindsAfter] = [await kindsOf(before), await kindsOf(after)];
  if (isFailure(kindsBefore)) return kindsBefore;
  if (isFailure(kindsAfter)) return kindsAfter;
  const narrowing = narrowingFor({ before, after, files });
  const compare = ({ old, file }: FilePair, narrowed: EndNarrowing): Compared => {
    const was = sideOf(before, kindsBefore.catalog, old, narrowed.before);
    if (was !== undefined && isFailure(was)) return was;
    const is = sideOf(after, kindsAfter.catalog, file, narrowed.after);
    if (is !== undefined && isFailure(is)) return is;
    return { kind: 'compared', diff: diffRelease({ ...(was && { before: was.side }), ...(is && { after: is.side }) }) };
  };
  for (const [old, file] of pairs(before.loaded.workspace, after.loaded.workspace)) {
    const narrowed = narrowing(old, file);
    if (narrowed === 'same') {
      releases.push(sameRelease(after.loaded.workspace, file ?? ''));
      continue;
    }
    const compared = compare({ old, file }, narrowed);
    // A wave or a shared deployment is there as long as anybody needs it, so that takes a look at everybody.
    const sure = isFailure(compared) || !losesShared(compared.diff) ? compared : compare({ old, file }, everybody);
    if (isFailure(sure)) return sure;
    if (sure.diff !== undefined) releases.push(withAll(sure.diff, after.loaded.workspace));
  }
  const kinds = { before: kindsBefore.catalog, after: kindsAfter.catalog };
  return { kind: 'diffed', releases: [...releases, ...beyondReleases({ before, after }, kinds)] };
}

interface FilePair {
  readonly old: string | undefined;
  readonly file: string | undefined;
}

type Compared = { readonly kind: 'compared'; readonly diff: ReleaseDiff | undefined } | Failure;

/** Whether a deployment that belongs to no tenant seems to come or go. */
function losesShared(diff: ReleaseDiff | undefined): boolean {
  return (diff?.groups ?? []).some(
    ({ deployments, changes }) =>
      changes.some(({ kind }) => kind === 'deployment') && deployments.some((address) => /^[@+]/.test(address)),
  );
}

function sameRelease(workspace: Workspace, file: string): ReleaseDiff {
  const release = workspace.releases.get(file);
  const all = release === undefined ? 0 : deploymentCount(workspace, release);
  const deployments = { all, changed: 0 };
  return { release: release?.id ?? '', file, reach: 'release', state: 'same', settings: [], groups: [], deployments };
}

/** What was not looked at counts too. */
function withAll(diff: ReleaseDiff, workspace: Workspace): ReleaseDiff {
  const release = workspace.releases.get(diff.file);
  const { all, changed } = diff.deployments;
  const known = release === undefined ? 0 : deploymentCount(workspace, release);
  return { ...diff, deployments: { all: Math.max(all, known), changed } };
}

type Pair = readonly [before: string | undefined, after: string | undefined];

/** Release files that belong together: of the same path, else of the same id, for a file may be renamed. */
function pairs({ releases: before }: Workspace, { releases: after }: Workspace): readonly Pair[] {
  const renamed = new Map<string, string>();
  for (const [file, { id }] of after) {
    if (before.has(file)) continue;
    const old = [...before].find(([path, release]) => release.id === id && !after.has(path));
    if (old !== undefined) renamed.set(file, old[0]);
  }
  const gone = [...before.keys()].filter((file) => !after.has(file) && ![...renamed.values()].includes(file));
  const now = [...after.keys()].map((file): Pair => [before.has(file) ? file : renamed.get(file), file]);
  return [...now, ...gone.map((file): Pair => [file, undefined])];
}

function kindsOf({ loaded: { root, workspace, sources } }: DiffEnd) {
  return openKinds(root, workspace.config.stepKinds, sources.text);
}

type Compiled = { readonly kind: 'compiled'; readonly side: DiffSide } | Failure | undefined;

function sideOf(
  { label, commit, loaded }: DiffEnd,
  kinds: StepKindCatalog,
  file: string | undefined,
  narrowing: Narrowing,
): Compiled {
  const { workspace } = loaded;
  const release = workspace.releases.get(file ?? '');
  if (release === undefined) return undefined;
  const { draft, diagnostics } = compileForDiff(loaded, kinds, { workspace, release }, narrowing);
  if (draft !== undefined) return { kind: 'compiled', side: diffSide(draft, lockAt(loaded, release.file)) };
  return commit === undefined
    ? failures(diagnostics, loaded.sources.text)
    : brokenAt(label, { ...loaded, diagnostics });
}

/** The lock beside the release file, if there is one that can be read. */
function lockAt({ sources }: Pick<LoadedWorkspace, 'sources'>, releaseFile: string): Lock | undefined {
  const file = lockFileOf(releaseFile);
  const text = sources.text(file);
  const read = text === undefined ? undefined : parseLock(file, Buffer.from(text));
  return read === undefined || isFailure(read) ? undefined : read.lock;
}
