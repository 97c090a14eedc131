import { countOf, nameSome } from '../resolve/name-some.ts';
import type { Deployed } from '../run/ports.ts';
import { type Failure, failure } from './failure.ts';
import type { KnownRun } from './read-run.ts';

/**
 * Why a run must not go on: since it began, other runs brought other versions to places that it has not done yet, and
 * it would take them back without anybody having asked for that. Undefined when nothing speaks against it.
 */
export function overtaken({ stored, plan, state }: KnownRun, rows: readonly Deployed[]): Failure | undefined {
  const since = new Date(state.startedAt ?? 0).toISOString();
  const later = new Map<string, Deployed>();
  for (const row of rows) if (row.run !== stored.run && row.since > since) later.set(placeOf(row), row);
  if (later.size === 0) return undefined;
  const lost = plan.lanes.flatMap((lane, index) => {
    if (state.lanes[index]?.end === 'succeeded') return [];
    const found = lane.locks.flatMap((place) => later.get(place) ?? []);
    return found.filter(({ project, version }) => lane.versions[project] !== version);
  });
  const [first] = lost;
  if (first === undefined) return undefined;
  const places = nameSome([...new Set(lost.map(placeOf))]);
  const summary = `Run ${stored.run} is overtaken: run ${first.run} brought ${first.project} ${first.version} to ${places} since`;
  const hint = `plan anew with release run, or give --force to put ${countOf(lost.length, 'version')} back`;
  return failure('REL3031', summary, hint);
}

function placeOf({ tenant, environment, project }: Deployed): string {
  return `${tenant ?? ''}@${environment}/${project}`;
}
