import type { Plan, PlanLane } from '../plan/model.ts';
import { countOf, nameSome } from '../resolve/name-some.ts';
import type { Deployed } from '../run/ports.ts';
import { type Failure, failure } from './failure.ts';
import type { KnownRun } from './read-run.ts';

/** The plan of a run; undefined when it cannot be read. */
export type PlanOfRun = (run: string) => Promise<Plan | undefined>;

/**
 * Why a run must not go on: since it began, other runs brought other versions to places that it has not done yet, or the
 * same ones in another way, and it would take them back without anybody having asked for that. Undefined when nothing
 * speaks against it.
 */
export async function overtaken(
  { stored, plan, state }: KnownRun,
  rows: readonly Deployed[],
  planOf: PlanOfRun,
): Promise<Failure | undefined> {
  const since = new Date(state.startedAt ?? 0).toISOString();
  const later = new Map<string, Deployed>();
  for (const row of rows) if (row.run !== stored.run && row.since > since) later.set(placeOf(row), row);
  if (later.size === 0) return undefined;
  const lost: Deployed[] = [];
  let how = '';
  for (const [index, lane] of plan.lanes.entries()) {
    if (state.lanes[index]?.end === 'succeeded') continue;
    for (const row of lane.locks.flatMap((place) => later.get(place) ?? [])) {
      const isOther = lane.versions[row.project] !== row.version;
      if (!isOther && !isOtherWay(plan, lane, await planOf(row.run))) continue;
      if (lost.length === 0 && !isOther) how = ', with other steps, values or packages';
      lost.push(row);
    }
  }
  const [first] = lost;
  if (first === undefined) return undefined;
  const places = nameSome([...new Set(lost.map(placeOf))]);
  const what = `run ${first.run} brought ${first.project} ${first.version} to ${places} since${how}`;
  const hint = `plan anew with release run, or give --force to put ${countOf(lost.length, 'version')} back`;
  return failure('REL3031', `Run ${stored.run} is overtaken: ${what}`, hint);
}

/** A process or a value may change and the version stay. What came by another train cannot be compared. */
function isOtherWay(plan: Plan, lane: PlanLane, other: Plan | undefined): boolean {
  const there = other?.lanes.find(({ address }) => address === lane.address);
  if (other === undefined || there === undefined) return false;
  if (plan.processes[lane.process]?.digest !== other.processes[there.process]?.digest) return true;
  if (!isSame([lane.values, lane.overrides], [there.values, there.overrides])) return true;
  // A step that one of them left out has no package there.
  return Object.entries(there.packages).some(([step, index]) => {
    const own = lane.packages[Number(step)];
    return own !== undefined && plan.header.packages[own]?.sha256 !== other.header.packages[index]?.sha256;
  });
}

/** Of what was read from two plans, whose texts are canonical. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function placeOf({ tenant, environment, project }: Deployed): string {
  return `${tenant ?? ''}@${environment}/${project}`;
}
