import { resolveRequests } from '../feeds/resolve-requests.ts';
import type { ReleaseDraft } from '../plan/compile.ts';
import { driftOf } from '../plan/drift.ts';
import { type Lock, type LockedPackage, requestKey } from '../plan/lock.ts';
import { lockedPackages, makeLock } from '../plan/make-lock.ts';
import { createSecrets } from '../secrets/secrets.ts';
import type { CommandContext } from './context.ts';
import { driftDiff } from './drift-diff.ts';
import { driftFailure } from './drift-failure.ts';
import { type Failure, failure, failures, isFailure } from './failure.ts';
import { lockDigestOf, lockFileOf, type ReadLock, readLock, saveLock } from './lock-file.ts';
import { deletedLock, otherLock } from './lost-lock.ts';
import { awsSecretSources } from './open-aws.ts';
import { openFeeds } from './open-feeds.ts';
import type { PreparedRelease } from './prepare-release.ts';

export interface SettledLock {
  readonly kind: 'settled';
  readonly file: string;
  readonly lock: Lock;
  readonly previous: Lock | undefined;
  readonly digest: string;
  /** Answers every request of the draft. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  readonly outcome: 'written' | 'unchanged';
}

export interface SettleOptions {
  /** What is to be done where the lock is missing, or does not know a deployment yet. */
  readonly whenMissing: 'write' | 'refuse' | 'keep-in-mind';
  /** The command, for the story in the lock. */
  readonly did: string;
  /** Feeds are not asked: what they answered before is in the cache. */
  readonly offline?: boolean;
  /** A lock that git still has and the working tree has not is written anew: only who asks for a lock wants that. */
  readonly replaceDeleted?: boolean;
}

/** The lock that a release runs with: the one that is there if it still fits, or a new one where none is. */
export async function settleLock(
  context: CommandContext,
  prepared: PreparedRelease,
  options: SettleOptions,
): Promise<SettledLock | Failure> {
  const { loaded, draft } = prepared;
  const file = lockFileOf(draft.release.file);
  const read = readLock(loaded.root, file);
  if (isFailure(read)) return read;
  const lost = otherLock(loaded.root, draft.release.file, draft.release.id) ?? lostLock(read, prepared, options);
  if (lost !== undefined) return lost;
  if (read.kind === 'none') return extend(context, prepared, file, undefined, options);
  const { lock } = read;
  if (lock.release !== draft.release.id) return otherRelease(file, lock.release, draft.release.id);
  const plain = prepared.plain();
  if (isFailure(plain)) return plain;
  const drift = driftOf(lock, plain);
  if (drift.length > 0) {
    const diff = driftDiff(prepared, file, lock, plain);
    return driftFailure(drift, { releaseFile: draft.release.file, sources: loaded.sources.text, draft: plain, diff });
  }
  if (!covers(lock, draft)) return extend(context, prepared, file, lock, options);
  const packages = lockedPackages(lock);
  return { kind: 'settled', file, lock, previous: lock, digest: read.digest, packages, outcome: 'unchanged' };
}

function lostLock({ kind }: ReadLock, prepared: PreparedRelease, options: SettleOptions): Failure | undefined {
  const { loaded, draft, git } = prepared;
  if (kind !== 'none' || git.kind === 'none' || options.replaceDeleted === true) return undefined;
  return deletedLock(loaded.root, draft.release.file);
}

/** Whether the lock knows all deployments and packages of a draft. */
function covers(lock: Lock, { drafts, requests }: ReleaseDraft): boolean {
  const packages = lockedPackages(lock);
  const knowsLanes = drafts.every(({ lane }) => lock.values[lane.address] !== undefined);
  return knowsLanes && requests.every((request) => packages.has(requestKey(request)));
}

async function extend(
  context: CommandContext,
  prepared: PreparedRelease,
  file: string,
  previous: Lock | undefined,
  { whenMissing, did, offline }: SettleOptions,
): Promise<SettledLock | Failure> {
  const { release } = prepared.draft;
  if (whenMissing === 'refuse') {
    const what = previous === undefined ? 'has no lock' : 'goes to deployments that its lock does not know yet';
    return failure(
      'REL1701',
      `The release ${release.id} ${what}, and --frozen allows none to be written`,
      `run release lock ${release.file}, and commit ${file}`,
    );
  }
  const draft = prepared.whole();
  if (isFailure(draft)) return draft;
  const packages = await choosePackages(context, prepared, draft, { previous, offline });
  if (isFailure(packages)) return packages;
  // A run that gives a package another name on the command line needs what no lock holds.
  const known = { packages: [...packages.chosen.values()] };
  const extra = await choosePackages(context, prepared, prepared.draft, { previous: known, offline });
  if (isFailure(extra)) return extra;
  const lock = makeLock(draft, packages.chosen, previous, {
    at: new Date(context.surroundings.now()).toISOString(),
    did,
  });
  const digest = whenMissing === 'write' ? saveLock(prepared.loaded.root, file, lock) : lockDigestOf(lock);
  const chosen = new Map([...packages.chosen, ...extra.chosen]);
  return { kind: 'settled', file, lock, previous, digest, packages: chosen, outcome: 'written' };
}

export interface ChosenPackages {
  readonly kind: 'chosen';
  readonly chosen: ReadonlyMap<string, LockedPackage>;
}

export interface ChoosePackagesOptions {
  readonly previous: Pick<Lock, 'packages'> | undefined;
  /** Ids that are asked for again although they are locked. */
  readonly renew?: (id: string) => boolean;
  readonly offline?: boolean | undefined;
}

/** Packages for all requests of a draft: as locked where they are, else asked of the feeds. */
export async function choosePackages(
  { surroundings, print }: CommandContext,
  { loaded }: Pick<PreparedRelease, 'loaded'>,
  draft: ReleaseDraft,
  { previous, renew = () => false, offline = false }: ChoosePackagesOptions,
): Promise<ChosenPackages | Failure> {
  const known = new Map((previous?.packages ?? []).map((one) => [requestKey(one), one]));
  const wanted = draft.requests.filter((request) => renew(request.id) || !known.has(requestKey(request)));
  const { root, workspace } = loaded;
  // Nothing that a feed is asked or answers is written where a secret could stand in it.
  const register = (): void => undefined;
  const secrets = createSecrets({
    environment: surroundings.environment,
    workspaceRoot: root,
    register,
    ...awsSecretSources(surroundings),
  });
  const world = { surroundings, root, secrets, offline, notice: print.note };
  const { feeds, diagnostics } = openFeeds(world, workspace.config.feeds.values());
  if (diagnostics.length > 0 && wanted.length > 0) return failures(diagnostics, loaded.sources.text);
  const resolved = await resolveRequests(wanted, feeds, { signal: new AbortController().signal });
  if (resolved.diagnostics.length > 0) return failures(resolved.diagnostics, loaded.sources.text);
  return { kind: 'chosen', chosen: new Map([...known, ...resolved.packages]) };
}

function otherRelease(file: string, locked: string, release: string): Failure {
  const summary = `The lock ${file} belongs to release ${locked}, and the file now describes ${release}`;
  return failure('REL1704', summary, `give release ${release} a file of its own, or delete the lock`);
}
