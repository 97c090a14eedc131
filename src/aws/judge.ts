import type { Inventory } from './inventory.ts';
import { timeOfGeneration } from './names.ts';

/** Why a generation stays, or that nobody needs it. */
export type Verdict = 'active' | 'live' | 'referenced' | 'retained' | 'young' | 'newer' | 'unwanted';

export interface JudgedGeneration {
  readonly generation: string;
  readonly verdict: Verdict;
}

export interface JudgeOptions {
  /** Generations before the active one that stay, for a quick way back. */
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
  const aborted = new Set(log.filter(({ kind }) => kind === 'aborted').map(({ generation }) => generation));
  for (const { kind, generation } of log) if (kind === 'committed') aborted.delete(generation);
  const complete = new Set(databases.map(({ generation }) => generation).filter((one) => parameters.has(one)));
  let kept = 0;
  return [...all]
    .toSorted()
    .toReversed()
    .map((generation) => {
      if (generation === active?.generation) return { generation, verdict: 'active' };
      if (generation === live) return { generation, verdict: 'live' };
      // Without a look at the tasks nobody knows.
      if (referenced === undefined || referenced.has(generation)) return { generation, verdict: 'referenced' };
      if (options.upTo !== undefined && generation > options.upTo) return { generation, verdict: 'newer' };
      // One that is newer than the active one was never put into use.
      const older = typeof active?.generation !== 'string' || generation < active.generation;
      if (older && complete.has(generation) && !aborted.has(generation) && kept < options.keep) {
        kept += 1;
        return { generation, verdict: 'retained' };
      }
      if (timeOfGeneration(generation) + options.grace > options.now) return { generation, verdict: 'young' };
      return { generation, verdict: 'unwanted' };
    });
}

/** That of the deployment which holds the fence. */
function liveGeneration(log: Inventory['log'], now: number): string | undefined {
  const head = log.at(-1);
  if (head?.kind !== 'begin') return undefined;
  return head.until !== undefined && Date.parse(head.until) <= now ? undefined : head.generation;
}
