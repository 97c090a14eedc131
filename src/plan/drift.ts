import type { ReleaseDraft } from './compile.ts';
import type { Lock } from './lock.ts';
import { requestKey } from './lock.ts';
import { lockedPackages, processDigests, versionsOf } from './make-lock.ts';
import { decodeDigests, digestsOf, projectOf } from './value-digests.ts';

/** One thing in which the working tree differs from the lock. */
export interface Drift {
  readonly kind: 'release' | 'process' | 'variable' | 'package';
  readonly project?: string;
  /** Of the variable or package. */
  readonly name?: string;
  /** Addresses of the deployments it concerns; empty when it concerns all. */
  readonly lanes: readonly string[];
  /** One sentence without a final full stop. */
  readonly summary: string;
}

/** Exactly what changed since the lock was written, and for whom. Deployments that the lock does not know are no drift. */
export function driftOf(lock: Lock, draft: ReleaseDraft): readonly Drift[] {
  return [
    ...releaseDrift(lock, draft),
    ...processDrift(lock, draft),
    ...variableDrift(lock, draft),
    ...packageDrift(lock, draft),
  ];
}

function releaseDrift(lock: Lock, { release, project }: ReleaseDraft): readonly Drift[] {
  const drift: Drift[] = [];
  const compare = (what: string, before: string | undefined, now: string | undefined): void => {
    if (before === now) return;
    drift.push({
      kind: 'release',
      lanes: [],
      summary: `${what} was ${before ?? 'not given'} and is ${now ?? 'not given'}`,
    });
  };
  compare('the version', lock.version, release.version);
  compare('the project', lock.project, project.id);
  compare('the channel', lock.channel, release.channel);
  const now = versionsOf({ release });
  for (const id of new Set([...Object.keys(lock.versions), ...Object.keys(now)])) {
    if (lock.versions[id] === now[id]) continue;
    const summary = `the version of ${id} was ${lock.versions[id] ?? 'not given'} and is ${now[id] ?? 'not given'}`;
    drift.push({ kind: 'package', project: id, name: id, lanes: [], summary });
  }
  return drift;
}

function processDrift(lock: Lock, draft: ReleaseDraft): readonly Drift[] {
  return Object.entries(processDigests(draft)).flatMap(([project, digest]): readonly Drift[] => {
    const before = lock.projects[project];
    if (before === undefined || before === digest) return [];
    return [{ kind: 'process', project, lanes: [], summary: `the process of ${project} changed` }];
  });
}

function variableDrift(lock: Lock, draft: ReleaseDraft): readonly Drift[] {
  const before = decodeDigests(lock);
  const changed = new Map<string, { project: string; name: string; lanes: string[] }>();
  for (const [lane, places] of digestsOf(draft.drafts)) {
    const known = before.get(lane);
    if (known === undefined) continue;
    for (const [place, digests] of places) {
      const old = known.get(place) ?? new Map<string, string>();
      for (const name of changedNames(old, digests)) {
        const key = `${projectOf(place)}\n${name}`;
        const entry = changed.get(key) ?? { project: projectOf(place), name, lanes: [] };
        if (entry.lanes.at(-1) !== lane) entry.lanes.push(lane);
        changed.set(key, entry);
      }
    }
  }
  return [...changed.values()].map(({ project, name, lanes }) => ({
    kind: 'variable',
    project,
    name,
    lanes,
    summary: `variable ${name} of ${project} changed for ${lanes.length} deployment${lanes.length === 1 ? '' : 's'}`,
  }));
}

function changedNames(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): readonly string[] {
  const names = new Set([...before.keys(), ...now.keys()]);
  return [...names].filter((name) => before.get(name) !== now.get(name));
}

/** Packages that deployments known to the lock ask for now and did not ask for then. */
function packageDrift(lock: Lock, { drafts }: ReleaseDraft): readonly Drift[] {
  const locked = lockedPackages(lock);
  const changed = new Map<string, { name: string; wanted: string; lanes: string[] }>();
  for (const { lane, requests } of drafts) {
    if (lock.values[lane.address] === undefined) continue;
    for (const request of requests.values()) {
      const key = requestKey(request);
      if (locked.has(key)) continue;
      const entry = changed.get(key) ?? { name: request.id, wanted: request.wanted, lanes: [] };
      if (entry.lanes.at(-1) !== lane.address) entry.lanes.push(lane.address);
      changed.set(key, entry);
    }
  }
  return [...changed.values()].map(({ name, wanted, lanes }) => ({
    kind: 'package',
    name,
    lanes,
    summary: `package ${name} is now wanted as ${wanted}`,
  }));
}
