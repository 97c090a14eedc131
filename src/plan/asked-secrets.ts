import type { SecretReference } from '../config/scope.ts';
import { valueReferences } from '../template/value-templates.ts';
import type { Json } from '../util/json.ts';
import { aroundOf } from './instances.ts';
import type { Plan, PlanLane, PlanProcess, PlanValue, PlanValues } from './model.ts';
import { pathFilter } from './used-names.ts';

export interface AskedSecret {
  readonly reference: SecretReference;
  /** Addresses of the deployments that ask for it. */
  readonly deployments: readonly string[];
}

/**
 * The secrets that the steps of a plan name in their inputs, each once; steps that were pruned do not count, nor what a
 * file inside a package may ask for, nor steps that `counts` does not choose. Left out: secrets whose place is known only while running.
 */
export function askedSecrets(
  { lanes, processes }: Plan,
  counts: (lane: PlanLane, step: number) => boolean = () => true,
): readonly AskedSecret[] {
  const found = new Map<string, { reference: SecretReference; deployments: string[] }>();
  const pathsOf = cachedPaths();
  for (const lane of lanes) {
    const process = processes[lane.process];
    if (process === undefined || !hasSecrets(lane)) continue;
    for (const reference of secretsOfLane(lane, process, pathsOf, counts)) {
      const key = `${reference.source}:${reference.ref}`;
      const known = found.get(key) ?? { reference, deployments: [] };
      if (known.deployments.at(-1) !== lane.address) known.deployments.push(lane.address);
      found.set(key, known);
    }
  }
  return [...found.values()];
}

type Paths = (written: Json) => readonly string[];

/** The inputs of a step are one object for all deployments of a process. */
function cachedPaths(): Paths {
  const known = new WeakMap<object, readonly string[]>();
  const read: Paths = (written) => valueReferences(written).references.map(({ reference }) => reference.path.join('.'));
  return (written) => {
    if (typeof written !== 'object' || written === null) return read(written);
    const paths = known.get(written) ?? read(written);
    known.set(written, paths);
    return paths;
  };
}

function secretsOfLane(
  lane: PlanLane,
  { steps }: PlanProcess,
  pathsOf: Paths,
  counts: (lane: PlanLane, step: number) => boolean,
): readonly SecretReference[] {
  const found: SecretReference[] = [];
  for (const [index, step] of steps.entries()) {
    if (lane.pruned[index] !== undefined || !counts(lane, index)) continue;
    const around = lane.values[aroundOf(step.path.slice(0, step.path.length - step.id.length))] ?? {};
    for (const place of placesOf(lane, index)) found.push(...secretsAt({ ...around, ...place }, step.with, pathsOf));
  }
  return found;
}

function placesOf({ placement, overrides }: PlanLane, step: number): readonly PlanValues[] {
  const targets = placement[step] ?? [];
  const places = targets.length === 0 ? [`${step}`] : targets.map((target) => `${step}#${target}`);
  return places.map((place) => overrides[place] ?? overrides[`${step}`] ?? {});
}

function secretsAt(values: PlanValues, written: Json, pathsOf: Paths): readonly SecretReference[] {
  const open = [...pathsOf(written)];
  const seen = new Set<string>();
  const found: SecretReference[] = [];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const asks = pathFilter(new Set([path]));
    for (const [name, value] of Object.entries(values)) {
      if (seen.has(name) || !asks(name)) continue;
      seen.add(name);
      if ('template' in value) open.push(...pathsOf(value.template));
      if ('secret' in value && pathsOf(value.secret.ref).length === 0) found.push(value.secret);
    }
  }
  return found;
}

function hasSecrets({ values, overrides }: PlanLane): boolean {
  const isSecret = (value: PlanValue): boolean => 'secret' in value;
  return [...Object.values(values), ...Object.values(overrides)].some((some) => Object.values(some).some(isSecret));
}
