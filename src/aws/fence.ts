import type { AwsAccount } from './account.ts';
import { AwsFailure } from './failure.ts';
import { createParameter, deleteParameter, listParameters, type ParameterValue, readParameter } from './parameters.ts';
import { pause } from './poll.ts';

/**
 * One deployment at a time in a namespace, from whatever machine. SSM has one compare-and-set only: the creation of a
 * name. So the fence is a log of names that are made once, and whoever makes the next one has it. An entry `begin` holds
 * until the same owner adds `committed` or `aborted`, or until its lease ends and another owner adds a `begin`.
 */
export interface FenceEntry {
  readonly kind: 'begin' | 'committed' | 'aborted';
  readonly owner: string;
  readonly run: string;
  readonly release: string;
  readonly generation: string;
  /** RFC 3339. */
  readonly at: string;
  /** RFC 3339; after it another owner may take over. */
  readonly until?: string;
}

export interface Fence {
  /** `/<namespace>/release/log/<number>` of our own `begin`. */
  readonly name: string;
  readonly owner: string;
}

export type Acquired =
  | { readonly kind: 'acquired'; readonly name: string }
  | { readonly kind: 'busy'; readonly name: string; readonly holder: FenceEntry };

const keptEntries = 20;
const digits = 8;

function entryName(path: string, sequence: number): string {
  return `${path}/${String(sequence).padStart(digits, '0')}`;
}

function sequenceOf(name: string): number {
  return Number(name.slice(name.lastIndexOf('/') + 1));
}

function nextName(name: string): string {
  return entryName(name.slice(0, name.lastIndexOf('/')), sequenceOf(name) + 1);
}

export async function acquireFence(
  account: AwsAccount,
  path: string,
  begin: FenceEntry,
  signal: AbortSignal,
): Promise<Acquired> {
  for (;;) {
    const log = await readLog(account, path);
    const head = log.at(-1);
    const holder = head && decodeEntry(head.value);
    if (head !== undefined && holder?.kind === 'begin') {
      if (holder.owner === begin.owner) return { kind: 'acquired', name: head.name };
      if (!hasEnded(holder, account.clock.now())) return { kind: 'busy', name: head.name, holder };
    }
    const begun = log.at(-2);
    // The same deployment once more, which is done already.
    if (begun !== undefined && holder?.kind === 'committed' && holder.owner === begin.owner) {
      return { kind: 'acquired', name: begun.name };
    }
    const name = entryName(path, (head === undefined ? 0 : sequenceOf(head.name)) + 1);
    if (await createParameter(account, { name, value: JSON.stringify(begin) })) return { kind: 'acquired', name };
    // Somebody was faster, or our own first try had arrived: the log tells which.
    const there = await readParameter(account, name);
    const entry = there && decodeEntry(there.value);
    if (entry?.kind === 'begin' && entry.owner === begin.owner) return { kind: 'acquired', name };
    await pause({ clock: account.clock, signal }, 500);
  }
}

/** What follows our own entry; undefined while we hold the fence. */
export async function afterFence(account: AwsAccount, { name }: Fence): Promise<FenceEntry | undefined> {
  const next = await readParameter(account, nextName(name));
  return next && decodeEntry(next.value);
}

/** Throws when somebody else has taken over: nothing may be changed any more. */
export async function checkFence(account: AwsAccount, fence: Fence): Promise<void> {
  const next = await afterFence(account, fence);
  if (next === undefined || next.owner === fence.owner) return;
  throw superseded(next);
}

/** Ends the fence in one way for ever. Asked again it changes nothing; gives what it ended as. */
export async function endFence(
  account: AwsAccount,
  fence: Fence,
  end: FenceEntry & { readonly kind: 'committed' | 'aborted' },
): Promise<FenceEntry['kind']> {
  const name = nextName(fence.name);
  const known = await afterFence(account, fence);
  if (known === undefined && (await createParameter(account, { name, value: JSON.stringify(end) }))) return end.kind;
  const found = known ?? (await afterFence(account, fence));
  if (found === undefined) throw new AwsFailure('cannot-observe', 'StaleRead', `${name} cannot be read yet`);
  if (found.owner !== fence.owner) throw superseded(found);
  return found.kind;
}

export async function readLog(account: AwsAccount, path: string): Promise<readonly ParameterValue[]> {
  const found = await listParameters(account, path);
  return found
    .filter(({ name }) => /\/\d{8}$/.test(name))
    .toSorted((one, other) => sequenceOf(one.name) - sequenceOf(other.name));
}

/** Removes what nobody needs any more. Names are never used again, so this is safe at any time. */
export async function pruneLog(account: AwsAccount, path: string): Promise<void> {
  const entries = await readLog(account, path);
  for (const { name } of entries.slice(0, -keptEntries)) await deleteParameter(account, name);
}

export function decodeEntry(text: string): FenceEntry | undefined {
  try {
    const given = JSON.parse(text) as Partial<FenceEntry> | null;
    const { kind, owner } = given ?? {};
    if ((kind !== 'begin' && kind !== 'committed' && kind !== 'aborted') || typeof owner !== 'string') return undefined;
    const { run = '', release = '', generation = '', at = '', until } = given ?? {};
    return { kind, owner, run, release, generation, at, ...(until !== undefined && { until }) };
  } catch {
    return undefined;
  }
}

/** An entry that nobody can read holds for ever: a person has to look. */
function hasEnded({ until }: FenceEntry, now: number): boolean {
  const end = Date.parse(until ?? '');
  return Number.isFinite(end) && end <= now;
}

function superseded({ run, release }: FenceEntry): AwsFailure {
  return new AwsFailure(
    'refused',
    'Superseded',
    `run ${run} of release ${release} has taken over; nothing more is changed`,
  );
}
