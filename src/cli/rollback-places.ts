import type { RollbackPlace } from '../plan/rollback.ts';
import { nameSome } from '../resolve/name-some.ts';
import type { Deployed } from '../run/ports.ts';
import { compareVersions } from '../versions/compare.ts';
import { parseVersion } from '../versions/version.ts';
import { type Failure, failure } from './failure.ts';

/** Where a project goes back, and to what: the last thing there that worked. */
export interface WayBack extends RollbackPlace {
  readonly now: Deployed;
  readonly good: Deployed;
}

export interface WaysBack {
  readonly kind: 'found';
  readonly ways: readonly WayBack[];
  /** Places, as `tenant@environment`, where nothing older ever worked: they stay as they are. */
  readonly without: readonly string[];
}

export interface RollbackQuestion {
  readonly project: string;
  readonly tenants: readonly string[] | undefined;
  readonly environments: readonly string[] | undefined;
  /** A version to go back to, instead of the last good one before the present one. */
  readonly to: string | undefined;
}

/** The way back of every place that is asked for. `rows` come oldest first. */
export function waysBack(rows: readonly Deployed[], question: RollbackQuestion): WaysBack | Failure {
  const { project, tenants, environments } = question;
  const byPlace = new Map<string, Deployed[]>();
  for (const row of rows) {
    const place = `${row.tenant ?? ''}@${row.environment}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), row]);
  }
  const unknown = unknownName(rows, question);
  if (unknown !== undefined) return unknown;
  const ways: WayBack[] = [];
  const without: string[] = [];
  for (const [place, history] of byPlace) {
    const now = history.at(-1);
    if (now === undefined || tenants?.includes(now.tenant ?? '') === false) continue;
    if (environments?.includes(now.environment) === false) continue;
    const good = lastGood(history, now, question.to);
    if (good === undefined) without.push(place);
    else ways.push({ tenant: now.tenant, environment: now.environment, now, good });
  }
  if (ways.length > 0) return { kind: 'found', ways, without };
  const wanted = question.to === undefined ? 'an older version of it' : `version ${question.to}`;
  const where = without.length === 0 ? '' : ` at ${nameSome(without)}`;
  return failure('REL3050', `${project} cannot go back: ${wanted} never worked${where}`, `release where ${project}`);
}

function lastGood(history: readonly Deployed[], now: Deployed, to: string | undefined): Deployed | undefined {
  return history.findLast((row) => {
    if (row.state !== 'succeeded') return false;
    if (to !== undefined) return row.version === to && (row !== now || now.state !== 'succeeded');
    return isOlder(row.version, now.version) || (now.state !== 'succeeded' && row.version === now.version);
  });
}

/** Versions that cannot be compared are another version, and that is all that is known. */
function isOlder(version: string, than: string): boolean {
  const [one, other] = [parseVersion(version), parseVersion(than)];
  return one.ok && other.ok ? compareVersions(one.value, other.value) < 0 : version !== than;
}

function unknownName(rows: readonly Deployed[], { project, tenants, environments }: RollbackQuestion) {
  const hint = `release where ${project}`;
  if (rows.length === 0) return failure('REL3050', `Nothing of project ${project} is anywhere`, 'release where');
  const tenant = tenants?.find((name) => rows.every((row) => row.tenant !== name));
  if (tenant !== undefined) return failure('REL3050', `The tenant ${tenant} has no ${project} anywhere`, hint);
  const environment = environments?.find((name) => rows.every((row) => row.environment !== name));
  return environment === undefined
    ? undefined
    : failure('REL3050', `There is no ${project} anywhere in ${environment}`, hint);
}
