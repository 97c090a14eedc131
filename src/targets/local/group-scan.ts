import { listProcesses } from './process-table.ts';

/** Finds process groups that hold more than their leader, looking only at processes that it has not seen before. */
export class GroupScan {
  /** Leaders of groups. A leader stays one for life, so it can be left out of later looks. */
  #leaders: ReadonlySet<number> = new Set();

  /** The numbers of all groups with a live member besides the leader. */
  crowdedGroups(): ReadonlySet<number> {
    const { pids, read } = listProcesses(this.#leaders);
    const members = read.filter(({ pid, group }) => pid !== group);
    const followers = new Set(members.map(({ pid }) => pid));
    this.#leaders = new Set(pids.filter((pid) => !followers.has(pid)));
    return new Set(members.map(({ group }) => group));
  }
}
