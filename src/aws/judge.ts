import type { FenceEntry } from './fence.ts';
import type { Inventory } from './inventory.ts';
import { timeOfGeneration } from './names.ts';
import { tagKeys } from './tags.ts';

/** Why a generation stays, or that nobody needs it. */
export type Verdict = 'active' | 'live' | 'referenced' | 'retained' | 'young' | 'newer' | 'unwanted';

export interface JudgedGeneration {
  readonly generation: string;
  readonly verdict: Verdict;
}

export interface JudgeOptions {
  /** Generations besides the active one that stay, for a quick way back: those that were in use last. */
  readonly keep: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds that a generation must have been there before it counts as unwanted. */
  readonly grace: number;
  /** Nothing made after this generation is touched: later deployments look after theirs. */
  readonly upTo?: string;
}

/** Newest first: all generations of which anything is there. */
export function judgeGenerations(inventory: Inventory, options: JudgeOptions): readonly JudgedGeneration[] {
  const { databases, parameters, snapshots, active, log, referenced } = inventory;
  const all = new Set([
    ...databases.map(({ generation }) => generation),
    ...snapshots.filter(({ final }) => !final).map(({ generation }) => generation),
    ...parameters.keys(),
  ]);
  const live = liveGeneration(log, options.now);
  const needed = (generation: string): Verdict | undefined => {
    if (generation === active?.generation) return 'active';
    if (generation === live) return 'live';
    // Without a look at the tasks nobody knows.
    if (referenced === undefined || referenced.has(generation)) return 'referenced';
    return options.upTo !== undefined && generation > options.upTo ? 'newer' : undefined;
  };
  const others = [...all].filter((generation) => needed(generation) === undefined);
  const retained = new Set(waysBack(inventory, others).slice(0, options.keep));
  return [...all]
    .toSorted()
    .toReversed()
    .map((generation) => {
      const verdict = needed(generation) ?? (retained.has(generation) ? 'retained' : undefined);
      if (verdict !== undefined) return { generation, verdict };
      const young = timeOfGeneration(generation) + options.grace > options.now;
      return { generation, verdict: young ? 'young' : 'unwanted' };
    });
}

/** Those that could be put back, the one that was in use last first: to put one back is to use it, however old it is. */
function waysBack(inventory: Inventory, generations: readonly string[]): readonly string[] {
  const { databases, parameters, active, log } = inventory;
  const owners = new Map(databases.map(({ generation, tags }) => [generation, tags.get(tagKeys.owner)]));
  const lastUse = (generation: string): number =>
    log.findLastIndex((entry) => entry.kind === 'committed' && entry.generation === generation);
  const possible = generations.filter((generation) => {
    if (!owners.has(generation) || !parameters.has(generation)) return false;
    if (lastUse(generation) >= 0) return true;
    // One that is newer than the active one was never put into use, and one whose own deployment was taken back neither.
    if (typeof active?.generation === 'string' && generation > active.generation) return false;
    return !log.some((one) => isTakenBack(one, generation, owners.get(generation)));
  });
  return possible.toSorted((one, other) => lastUse(other) - lastUse(one) || (one < other ? 1 : -1));
}

/** The deployment that made the generation; that somebody could not put it back later says nothing against it. */
function isTakenBack({ kind, generation, owner }: FenceEntry, made: string, by: string | undefined): boolean {
  return kind === 'aborted' && generation === made && owner === by;
}

/** That of the deployment which holds the fence. */
export function liveGeneration(log: Inventory['log'], now: number): string | undefined {
  return holderOf(log, now)?.generation;
}

/** The entry of the deployment that holds the fence; undefined when nobody does, or its lease has ended. */
export function holderOf(log: Inventory['log'], now: number): FenceEntry | undefined {
  const head = log.at(-1);
  if (head?.kind !== 'begin') return undefined;
  return head.until !== undefined && Date.parse(head.until) <= now ? undefined : head;
}
