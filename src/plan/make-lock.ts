import { hash } from 'node:crypto';
import type { ReleaseDraft } from './compile.ts';
import { finishProcess } from './finish.ts';
import { type Lock, type LockChange, type LockedPackage, requestKey } from './lock.ts';
import { decodeDigests, digestsOf, encodeDigests } from './value-digests.ts';

/**
 * The lock of a draft. What an earlier lock of the same release says about deployments that this draft does not touch
 * stays: a release that goes on from beta to release keeps its beta story, and the packages it was tried with.
 */
export function makeLock(
  draft: ReleaseDraft,
  packages: ReadonlyMap<string, LockedPackage>,
  previous: Lock | undefined,
  change: { readonly at: string; readonly did: string },
): Lock {
  const { release, project } = draft;
  const commit = draft.commit === undefined ? {} : { commit: draft.commit };
  const entry: LockChange = { ...change, environments: release.environments, ...commit };
  const before = previous === undefined ? [] : decodeDigests(previous);
  return {
    formatVersion: 1,
    release: release.id,
    releaseFile: release.file,
    project: project.id,
    version: release.version,
    channel: release.channel,
    ...commit,
    versions: versionsOf(draft),
    packages: mergePackages(draft, packages, previous),
    projects: { ...previous?.projects, ...processDigests(draft) },
    ...encodeDigests(new Map([...before, ...digestsOf(draft.drafts)])),
    history: [...(previous?.history ?? []), entry],
  };
}

/** The packages of a lock, by request. */
export function lockedPackages(lock: Lock): ReadonlyMap<string, LockedPackage> {
  return new Map(lock.packages.map((one) => [requestKey(one), one]));
}

export function versionsOf({ release }: Pick<ReleaseDraft, 'release'>): { readonly [project: string]: string } {
  return Object.fromEntries([...release.versions].map(([id, version]) => [id, version.text]));
}

/** One digest per process root; the steps of chained projects are part of their parent's. */
export function processDigests(draft: Pick<ReleaseDraft, 'processes'>): { readonly [project: string]: string } {
  const digests: Record<string, string> = {};
  for (const entry of draft.processes.entries) {
    // Steps that run once for a wave are a process of their own beside the project's.
    const { project, digest } = finishProcess(entry);
    const other = digests[project];
    digests[project] = other === undefined ? digest : hash('sha256', `${other}${digest}`);
  }
  return digests;
}

function mergePackages(
  draft: ReleaseDraft,
  packages: ReadonlyMap<string, LockedPackage>,
  previous: Lock | undefined,
): readonly LockedPackage[] {
  const merged = previous === undefined ? new Map<string, LockedPackage>() : new Map(lockedPackages(previous));
  for (const request of draft.requests) {
    const chosen = packages.get(requestKey(request));
    if (chosen !== undefined) merged.set(requestKey(request), chosen);
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, chosen]) => chosen);
}
