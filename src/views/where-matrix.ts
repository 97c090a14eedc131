import { nameSome } from '../resolve/name-some.ts';
import { compareVersions } from '../versions/compare.ts';
import { parseVersion } from '../versions/version.ts';
import type { Layout } from './layout.ts';
import { type Cell, type Column, table } from './table.ts';
import { clean } from './text.ts';
import { ago } from './time.ts';
import { type Standing, stateWords } from './where-now.ts';
import { thousands } from './words.ts';

/** Tenants that nothing tells apart share a line from this number on. */
const smallestGroup = 5;

interface MatrixRow {
  readonly tenants: string[];
  /** By environment; of several tenants the latest. */
  readonly places: Map<string, Standing>;
}

/** Tenants down, environments across; what lags behind the newest version of its environment is marked. */
export function matrixLines(rows: readonly Standing[], order: readonly string[], layout: Layout): readonly string[] {
  const { style } = layout;
  const present = new Set(rows.map(({ environment }) => environment));
  const environments = [...new Set([...order.filter((name) => present.has(name)), ...present])];
  const newest = new Map(environments.map((name) => [name, newestIn(rows, name)]));
  const columns: readonly Column[] = [
    { title: 'tenant', flexible: true },
    ...environments.map((name) => ({ title: clean(name), flexible: true })),
  ];
  const cells = group(rows).map(({ tenants, places }): readonly Cell[] => [
    { text: tenantWords(tenants) },
    ...environments.map((name) => cellOf(places.get(name), newest.get(name), layout)),
  ]);
  return table(columns, cells, { columns: layout.columns, title: style.faint });
}

function tenantWords(tenants: readonly string[]): string {
  const names = tenants.map((name) => clean(name === '' ? '(no tenant)' : name));
  return names.length < smallestGroup ? nameSome(names) : `${thousands(names.length)}: ${nameSome(names)}`;
}

function cellOf(place: Standing | undefined, newest: string | undefined, { style, now }: Layout): Cell {
  if (place === undefined) return { text: '-', mark: style.faint };
  const { version, state, since, lastGood } = place;
  const age = ago(Date.parse(since), now);
  if (state !== 'succeeded') {
    const before = lastGood === undefined ? '' : `, was ${clean(lastGood.version)}`;
    return {
      text: `${clean(version)} ${stateWords(state)} ${age}${before}`,
      mark: state === 'failed' ? style.error : style.warning,
    };
  }
  // Colour never says anything alone.
  return version === newest
    ? { text: `${clean(version)} ${age}` }
    : { text: `${clean(version)} ${age} (older)`, mark: style.warning };
}

function newestIn(rows: readonly Standing[], environment: string): string | undefined {
  let newest: string | undefined;
  for (const row of rows) {
    if (row.environment !== environment) continue;
    if (newest === undefined || isNewer(row.version, newest)) newest = row.version;
  }
  return newest;
}

function isNewer(version: string, than: string): boolean {
  const [one, other] = [parseVersion(version), parseVersion(than)];
  return one.ok && other.ok && compareVersions(one.value, other.value) > 0;
}

/** One row per tenant, then tenants with equal versions and states together if they are many. */
function group(rows: readonly Standing[]): readonly MatrixRow[] {
  const byTenant = new Map<string, Map<string, Standing>>();
  for (const row of rows) {
    const places = byTenant.get(row.tenant ?? '') ?? new Map<string, Standing>();
    byTenant.set(row.tenant ?? '', places.set(row.environment, row));
  }
  const byLook = new Map<string, MatrixRow[]>();
  for (const [tenant, places] of [...byTenant].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const look = [...places.values()].map(({ environment, version, state }) => [environment, version, state].join(' '));
    const key = look.sort().join('\n');
    const equal = byLook.get(key) ?? [];
    equal.push({ tenants: [tenant], places });
    byLook.set(key, equal);
  }
  return [...byLook.values()].flatMap((equal) => (equal.length < smallestGroup ? equal : [merge(equal)]));
}

function merge(rows: readonly MatrixRow[]): MatrixRow {
  const places = new Map<string, Standing>();
  for (const place of rows.flatMap((row) => [...row.places.values()])) {
    const known = places.get(place.environment);
    if (known === undefined || place.since > known.since) places.set(place.environment, place);
  }
  return { tenants: rows.flatMap(({ tenants }) => tenants), places };
}
