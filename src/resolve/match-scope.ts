import type { Scope, ScopeDimension } from '../config/scope.ts';
import { scopeDimensions } from '../config/scope.ts';
import { includesName } from './includes-name.ts';

/** One deployment: a project for a tenant in an environment. */
export interface LaneContext {
  /** Absent for an untenanted deployment. */
  readonly tenant?: string;
  /** Canonical names, `set/value`. */
  readonly tags: readonly string[];
  readonly environment: string;
  /** Absent where a value is asked for outside every project, such as for the namespace. */
  readonly project?: string;
  readonly channel?: string;
}

/** A step of a deployment, on one of its targets when it has any. */
export interface NodeContext extends LaneContext {
  readonly step?: string;
  readonly target?: string;
  /** Only roles that the step targets (`targetRolesOf`), never all that the machine happens to have. */
  readonly targetRoles?: readonly string[];
}

/** The roles a `role` scope may match: those the target has and the step asks for. */
export function targetRolesOf(stepRoles: readonly string[], targetRoles: readonly string[]): readonly string[] {
  return targetRoles.filter((role) => stepRoles.includes(role));
}

/** Any value inside a dimension, every dimension, and not what `not` matches as a whole. An empty list matches nobody. */
export function matchesScope(scope: Scope, context: NodeContext): boolean {
  for (const key in scope) {
    if (key === 'not' ? isExcluded(scope, context) : !matchesKey(key, scope, context)) return false;
  }
  return true;
}

function matchesKey(key: string, scope: Scope, context: NodeContext): boolean {
  if (!isDimension(key)) return true;
  const wanted = scope[key];
  return wanted === undefined || matchesDimension(key, wanted, context);
}

const dimensionNames: ReadonlySet<string> = new Set(scopeDimensions);

function isDimension(key: string): key is ScopeDimension {
  return dimensionNames.has(key);
}

function isExcluded({ not }: Scope, context: NodeContext): boolean {
  return not !== undefined && namesSomething(not) && matchesScope(not, context);
}

/** Why a scope does not match: the strongest dimension that fails, or `not`. For people; `matchesScope` is faster. */
export function firstMismatch(scope: Scope, context: NodeContext): ScopeDimension | 'not' | undefined {
  for (const dimension of scopeDimensions) {
    const wanted = scope[dimension];
    if (wanted !== undefined && !matchesDimension(dimension, wanted, context)) return dimension;
  }
  return isExcluded(scope, context) ? 'not' : undefined;
}

function matchesDimension(dimension: ScopeDimension, wanted: readonly string[], context: NodeContext): boolean {
  switch (dimension) {
    case 'tag':
      return context.tags.some((tag) => includesName(wanted, tag));
    case 'role':
      return context.targetRoles?.some((role) => includesName(wanted, role)) ?? false;
    case 'step':
    case 'target':
    case 'tenant':
    case 'environment':
    case 'channel':
    case 'project': {
      const actual = context[dimension];
      return actual !== undefined && includesName(wanted, actual);
    }
    default:
      return dimension satisfies never;
  }
}

/** `not: {}` excludes nothing. */
function namesSomething(scope: Scope): boolean {
  return scope.not !== undefined || scopeDimensions.some((dimension) => scope[dimension] !== undefined);
}
