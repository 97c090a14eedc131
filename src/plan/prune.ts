import type { StepScope, Tenant } from '../config/model.ts';
import { type LaneContext, matchesScope } from '../resolve/match-scope.ts';
import { selects } from '../resolve/select-tenants.ts';
import { compareVersions } from '../versions/compare.ts';
import { parseVersion } from '../versions/version.ts';
import type { PlaceNow } from './deployed-index.ts';
import type { ExpandedChain, ExpandedStep } from './expand.ts';
import { type Skips, skipReason } from './skips.ts';

/** What decides, before the run, whether a step takes part in a deployment. */
export interface PruneContext {
  readonly context: LaneContext;
  readonly tenant: Tenant | undefined;
  readonly skips: Skips;
  /** What the state store says is there: by the tenant's own deployment, or by the one that all share. */
  readonly placeNow: (project: string, shared: boolean) => PlaceNow;
  readonly versionWanted: (project: string) => string;
}

/** Why the step has no node in the deployment; undefined when it has one. Conditions are decided elsewhere. */
export function pruneReason(step: ExpandedStep, pruning: PruneContext): string | undefined {
  return skipReason(pruning.skips, step) ?? scopeReason(step, pruning) ?? chainReason(step.chain, pruning);
}

function scopeReason(expanded: ExpandedStep, { context, tenant }: PruneContext): string | undefined {
  const { step, project } = expanded;
  const { tenants, not } = step.scope;
  // A step that runs once stands in no deployment, so nobody else asks the chain steps around it.
  for (const around of step.once === undefined ? [] : expanded.inside) {
    const reason = whereReason(around.step.scope, context);
    if (reason !== undefined) return reason;
  }
  const reason = whereReason(step.scope, context);
  if (reason !== undefined) return reason;
  if (tenants !== undefined && (tenant === undefined || !selects(tenants, tenant))) return 'not for this tenant';
  const excluded = not !== undefined && matchesScope(not, { ...context, project: project.id, step: step.id });
  return excluded ? 'excluded by its scope (not)' : undefined;
}

function whereReason({ environments, channels }: StepScope, context: LaneContext): string | undefined {
  if (environments.length > 0 && !environments.includes(context.environment)) {
    return `only for ${environments.join(', ')}`;
  }
  if (channels.length > 0 && !channels.includes(context.channel ?? 'default')) {
    return `only for the channel ${channels.join(', ')}`;
  }
  return undefined;
}

function chainReason(chain: ExpandedChain | undefined, pruning: PruneContext): string | undefined {
  if (chain === undefined || chain.settings.deploy === 'always') return undefined;
  const { good, attempted } = pruning.placeNow(chain.project.id, chain.sharedLane);
  const wanted = pruning.versionWanted(chain.project.id);
  if (good === undefined) return undefined;
  // After a deployment that did not succeed nobody knows what is there, so the same version is deployed again.
  if (good === wanted) return attempted === undefined ? `${chain.project.id} ${wanted} is there already` : undefined;
  if (chain.settings.deploy === 'if-different' || isNewer(wanted, good)) return undefined;
  const there = attempted === undefined ? 'is there' : 'was there last';
  return `${chain.project.id} ${good} ${there}, which is newer than ${wanted}`;
}

/** Versions that cannot be read are different, and that is all that is known: then the deployment goes ahead. */
function isNewer(wanted: string, now: string): boolean {
  const [left, right] = [parseVersion(wanted), parseVersion(now)];
  return !left.ok || !right.ok || compareVersions(left.value, right.value) > 0;
}
