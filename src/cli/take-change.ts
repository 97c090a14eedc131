import type { Lock } from '../plan/lock.ts';
import { decodeDigests, encodeDigests } from '../plan/value-digests.ts';
import { matchesPattern } from '../resolve/package-pattern.ts';

/** Which part of a change a lock takes over. */
export type Update =
  | { readonly kind: 'packages'; readonly pattern: string }
  /** Of one tenant, or of all. */
  | { readonly kind: 'variables'; readonly tenant: string | undefined }
  | { readonly kind: 'process'; readonly project: string | undefined }
  | { readonly kind: 'all' };

/** The lock as it was, but for what the update takes from `next`, the lock of the working tree. */
export function takeChange(previous: Lock, next: Lock, update: Update): Lock {
  const { history } = next;
  switch (update.kind) {
    case 'all':
      return next;
    case 'packages':
      return { ...previous, history, ...packagesOf(previous, next, update.pattern) };
    case 'variables':
      return { ...previous, history, ...valuesOf(previous, next, update.tenant) };
    case 'process': {
      const { project } = update;
      const taken = Object.entries(next.projects).filter(([id]) => project === undefined || id === project);
      return { ...previous, history, projects: { ...previous.projects, ...Object.fromEntries(taken) } };
    }
    default:
      return update satisfies never;
  }
}

/** Package ids and ids of chained projects share one pattern: both say which version of something is deployed. */
function packagesOf(previous: Lock, next: Lock, pattern: string): Pick<Lock, 'packages' | 'versions'> {
  const isMeant = (id: string): boolean => matchesPattern(pattern, id);
  const packages = [
    ...previous.packages.filter(({ id }) => !isMeant(id)),
    ...next.packages.filter(({ id }) => isMeant(id)),
  ];
  const kept = Object.entries(previous.versions).filter(([id]) => !isMeant(id));
  const taken = Object.entries(next.versions).filter(([id]) => isMeant(id));
  return { packages, versions: Object.fromEntries([...kept, ...taken]) };
}

function valuesOf(previous: Lock, next: Lock, tenant: string | undefined): Pick<Lock, 'names' | 'values'> {
  const isMeant = (lane: string): boolean => tenant === undefined || lane.startsWith(`${tenant}@`);
  const before = [...decodeDigests(previous)];
  const now = [...decodeDigests(next)].filter(([lane]) => isMeant(lane));
  return encodeDigests(new Map([...before, ...now]));
}
