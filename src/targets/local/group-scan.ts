import { listProcesses } from './process-table.ts';

/** What was seen longer ago may have died since, and its number may be another process's. */
const memoryMs = 2_000;

/**
 * Finds process groups that hold more than their leader, looking only at processes that it has not seen before, or that
 * may still move. Groups belong to sessions, and no process ever joins a session that is there already: whoever is in a
 * session that no launcher leads stays out of their groups for life, and a leader of a group stays one.
 */
export class GroupScan {
  #settled: ReadonlySet<number> = new Set();
  #at = 0;

  /**
   * Of these launchers, each leader of a session and a group of its own: the numbers of those with a live member
   * besides themselves. All live launchers are to be named, also busy ones.
   */
  crowdedGroups(launchers: ReadonlySet<number>): ReadonlySet<number> {
    const now = performance.now();
    const { pids, read } = listProcesses(now - this.#at < memoryMs ? this.#settled : new Set());
    const members = read.filter(({ pid, group }) => pid !== group);
    const near = members.filter(({ session }) => session === undefined || launchers.has(session));
    const movable = new Set(near.map(({ pid }) => pid));
    this.#settled = new Set(pids.filter((pid) => !movable.has(pid)));
    this.#at = now;
    return new Set(near.map(({ group }) => group));
  }
}
