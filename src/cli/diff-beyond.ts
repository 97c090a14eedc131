import { type CompiledRelease, compileRelease } from '../plan/compile.ts';
import { type BeyondRelease, beyondRelease, withoutDeployments } from '../plan/diff/beyond.ts';
import { diffRelease } from '../plan/diff/diff-release.ts';
import type { ReleaseDiff } from '../plan/diff/model.ts';
import { diffSide } from '../plan/diff/side.ts';
import type { Narrowing } from '../plan/narrow.ts';
import type { StepKindCatalog } from '../plan/step-kind.ts';
import type { LoadedWorkspace } from '../workspace/load.ts';
import { textReader } from './compile.ts';
import type { DiffEnd, DiffEnds } from './diff-sides.ts';

export interface DiffKinds {
  readonly before: StepKindCatalog;
  readonly after: StepKindCatalog;
}

/** What changes where no release goes yet; a tenant's production is worth knowing about before it is released to. */
export function beyondReleases(
  { before, after }: Pick<DiffEnds, 'before' | 'after'>,
  kinds: DiffKinds,
): readonly ReleaseDiff[] {
  const now = [...after.loaded.workspace.releases.values()];
  return [...new Set(now.map(({ project }) => project.text))].flatMap((project) => {
    // Who no release selects may not fit the project at all; then those that the last one selects are compared.
    for (const everybody of [true, false]) {
      const was = beyondSide(before, kinds.before, beyondRelease(before.loaded.workspace, project, now, everybody));
      const is = beyondSide(after, kinds.after, beyondRelease(after.loaded.workspace, project, now, everybody));
      const diff = was && is && diffRelease({ before: was, after: is });
      if (diff !== undefined) return withoutDeployments(diff) ?? [];
    }
    return [];
  });
}

function beyondSide({ loaded }: DiffEnd, kinds: StepKindCatalog, beyond: BeyondRelease | undefined) {
  const draft = beyond && compileForDiff(loaded, kinds, beyond).draft;
  return draft && diffSide(draft, undefined);
}

/** A release at one end of a comparison, or as much of it as the narrowing leaves. */
export function compileForDiff(
  loaded: LoadedWorkspace,
  kinds: StepKindCatalog,
  of: BeyondRelease,
  narrowing: Narrowing = {},
): CompiledRelease {
  return compileRelease({
    ...of,
    kinds,
    readText: textReader(loaded),
    narrowing,
    commandLine: [],
    // What is deployed where is no part of git: a chain that deploys only what is different counts as one that does.
    deployed: [],
    now: 0,
  });
}
