import type { Tenant } from '../config/model.ts';
import { isRootName } from '../template/roots.ts';
import type { Lookup } from '../template/scope.ts';
import { notFound } from '../template/scope.ts';
import type { Json, JsonMap } from '../util/json.ts';

/** What the engine itself knows about a deployment before it runs. Absent parts have no value there at all. */
export interface LaneRoots {
  readonly tenant?: Pick<Tenant, 'id' | 'name' | 'tags'> | undefined;
  readonly environment: string;
  readonly project?: string;
  readonly release?: { readonly id: string; readonly version: string };
  readonly channel?: string;
  readonly namespace?: string | undefined;
}

/** Roots that differ from step to step, or exist only in a run: a value that names one stays a template. */
const laterRoots: ReadonlySet<string> = new Set(['step', 'target', 'package', 'packages', 'run', 'steps', 'timestamp']);
const later: Lookup = { found: 'later', reasons: ['runtime'] };

/** Answers paths that begin with a root; undefined for any other path. */
export function rootLookup(roots: LaneRoots): (path: readonly string[]) => Lookup | undefined {
  let known: JsonMap | undefined;
  return (path) => {
    const [root] = path;
    if (root === undefined || !isRootName(root)) return undefined;
    if (laterRoots.has(root)) return later;
    known ??= valuesOf(roots);
    const value = known[root];
    return value === undefined ? notFound : { found: true, value, consumed: 1 };
  };
}

function valuesOf({ tenant, environment, project, release, channel, namespace }: LaneRoots): JsonMap {
  const known: { [root: string]: Json } = { environment };
  if (tenant !== undefined) known.tenant = { id: tenant.id, name: tenant.name, tags: tenant.tags };
  if (project !== undefined) known.project = { id: project };
  if (release !== undefined) known.release = { id: release.id, version: release.version };
  if (channel !== undefined) known.channel = channel;
  if (namespace !== undefined) known.namespace = namespace;
  return known;
}
