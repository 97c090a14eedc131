import { isRuntimePath } from '../template/roots.ts';
import { type Lookup, notFound, type TemplateScope } from '../template/scope.ts';
import type { Json } from '../util/json.ts';
import type { PlanTarget, PlanTenant } from './model.ts';

/** What the engine's own names (language.md part 5) stand for, at one node of one deployment. */
export interface NodeNames {
  readonly tenant: PlanTenant | null;
  readonly environment: string;
  readonly project: string;
  readonly release: { readonly id: string; readonly version: string };
  readonly channel: string;
  /** Absent for what belongs to the whole deployment. */
  readonly step?: string;
  readonly namespace?: string;
  readonly target?: PlanTarget;
  readonly package?: PackageNames;
  /** Versions of the deployment's packages by id; absent while they are not chosen yet. */
  readonly packages?: { readonly [id: string]: { readonly version: string } };
  /** What only a run knows; absent while planning. */
  readonly run?: RunNames;
}

/** Version, path and image are known later than the id. */
export interface PackageNames {
  readonly id: string;
  readonly version?: string;
  readonly path?: string;
  /** `registry/name@sha256:…`; null where the feed holds no images. */
  readonly image?: string | null;
}

export interface RunNames {
  readonly id: string;
  readonly timestamp: string;
  /** Outputs of a finished step of the same project; undefined when it has none. */
  readonly outputs: (step: string) => { readonly [name: string]: Json } | undefined;
}

const later: Lookup = { found: 'later', reasons: ['runtime'] };

/** The roots of a node, for `expandValues`, which adds the variables. */
export function rootScope(names: NodeNames): TemplateScope {
  return {
    get: (path) => (names.run === undefined && isRuntimePath(path) ? later : rootValue(names, path)),
  };
}

function rootValue(names: NodeNames, path: readonly string[]): Lookup {
  switch (path[0]) {
    case 'tenant':
      return tenantValue(names.tenant);
    case 'environment':
      return whole(names.environment);
    case 'project':
      return whole({ id: names.project });
    case 'release':
      return whole({ ...names.release });
    case 'channel':
      return whole(names.channel);
    case 'step':
      return names.step === undefined ? notFound : whole({ id: names.step });
    case 'namespace':
      return names.namespace === undefined ? notFound : whole(names.namespace);
    case 'target':
      return targetValue(names.target);
    case 'package':
      return packageValue(names, path);
    case 'packages':
      return names.packages === undefined ? later : whole(names.packages);
    case 'run':
      return names.run === undefined ? later : whole({ id: names.run.id });
    case 'timestamp':
      return names.run === undefined ? later : whole(names.run.timestamp);
    case 'steps':
      return names.run === undefined ? later : outputsValue(names.run, path);
    default:
      return notFound;
  }
}

function tenantValue(tenant: PlanTenant | null): Lookup {
  return tenant === null ? notFound : whole({ id: tenant.id, name: tenant.name, tags: tenant.tags });
}

function targetValue(target: PlanTarget | undefined): Lookup {
  return target === undefined ? notFound : whole({ id: target.id, type: target.type, roles: target.roles });
}

function packageValue({ package: used }: NodeNames, path: readonly string[]): Lookup {
  if (used === undefined) return notFound;
  const [, field] = path;
  if (field === 'image' && used.image === null) return notFound;
  if ((field === 'version' || field === 'path' || field === 'image') && used[field] === undefined) return later;
  const { id, version, path: folder, image } = used;
  return whole({ id, ...(version && { version }), ...(folder && { path: folder }), ...(image && { image }) });
}

/** `steps.<id>.outputs.<name>`: nothing else stands under `steps`. */
function outputsValue(run: RunNames, path: readonly string[]): Lookup {
  const [, step, field] = path;
  const outputs = step !== undefined && field === 'outputs' ? run.outputs(step) : undefined;
  return outputs === undefined ? notFound : { found: true, value: outputs, consumed: 3 };
}

function whole(value: Json): Lookup {
  return { found: true, value, consumed: 1 };
}
