import type { NodeValues } from '../resolve/node-values.ts';
import type { LaneValue } from '../resolve/values.ts';
import { valueReferences } from '../template/value-templates.ts';
import type { PlanValue, PlanValues } from './model.ts';
import { pathFilter } from './used-names.ts';

type Values = ReadonlyMap<string, LaneValue>;

export interface UsedValues {
  readonly values: PlanValues;
  /** Whether anything that runs can ask for the name: a step, or a value that waits for the run. */
  readonly asksFor: (name: string) => boolean;
}

/** The values that steps use, and what these refer to in turn while they wait for a secret or for the run. */
export function usedValues(all: Values, uses: (name: string) => boolean): UsedValues {
  const open: string[] = [];
  const kept: [string, PlanValue][] = [];
  let waiting = false;
  for (const [name, value] of all) {
    if (!uses(name)) continue;
    open.push(name);
    kept.push([name, planValue(value)]);
    waiting ||= pathsIn(value).length > 0;
  }
  if (!waiting) return { values: Object.fromEntries(kept), asksFor: uses };
  const { names, paths } = closure(all, open);
  const referred = pathFilter(paths);
  return { values: planValues(all, names), asksFor: (name) => uses(name) || referred(name) };
}

/** What a place changes of the used values, with all that the changed ones refer to. */
export function overridesOf({ values, removed }: NodeValues, used: UsedValues, ofLane: Values): PlanValues | undefined {
  if (values.size === 0 && removed.length === 0) return undefined;
  const here = new Map([...ofLane, ...values]);
  const { names, paths } = closure(here, [...values.keys()].filter(used.asksFor));
  const referred = pathFilter(paths);
  const isNew = (name: string): boolean => values.has(name) || !Object.hasOwn(used.values, name);
  const kept = planValues(here, new Set([...names].filter(isNew)));
  const gone = removed.filter((name) => used.asksFor(name) || referred(name));
  const entries = [...Object.entries(kept), ...gone.map((name): [string, PlanValue] => [name, { none: true }])];
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

interface Closure {
  readonly names: ReadonlySet<string>;
  /** What the values refer to, also where nothing has that name. */
  readonly paths: ReadonlySet<string>;
}

function closure(all: Values, from: readonly string[]): Closure {
  const open = [...from];
  const names = new Set<string>();
  const paths = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (names.has(name)) continue;
    names.add(name);
    for (const path of pathsIn(all.get(name))) {
      paths.add(path.join('.'));
      open.push(...namesAt(all, path));
    }
  }
  return { names, paths };
}

/** In the order of resolution, whatever order they were found in: equal inputs give equal bytes. */
function planValues(all: Values, names: ReadonlySet<string>): PlanValues {
  const kept: [string, PlanValue][] = [];
  for (const [name, value] of all) if (names.has(name)) kept.push([name, planValue(value)]);
  return Object.fromEntries(kept);
}

function planValue(value: LaneValue): PlanValue {
  return 'template' in value ? { template: value.template } : value;
}

function pathsIn(value: LaneValue | undefined): readonly (readonly string[])[] {
  if (value === undefined || 'value' in value) return [];
  const written = 'template' in value ? value.template : value.secret.ref;
  return valueReferences(written).references.map(({ reference }) => reference.path);
}

/** The variable that a path is, or is inside of; else those of the group that it names. */
function namesAt(all: Values, path: readonly string[]): readonly string[] {
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join('.');
    if (all.has(name)) return [name];
  }
  const group = `${path.join('.')}.`;
  return [...all.keys()].filter((name) => name.startsWith(group));
}
