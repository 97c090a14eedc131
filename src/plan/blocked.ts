import type { Lifecycle, Project, Release, Workspace } from '../config/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Deployable, type Finished, lifecycleProgress, mayEnter } from '../resolve/lifecycle.ts';
import { type UnconnectedFinding, unconnectedWarnings } from '../resolve/unconnected-warnings.ts';
import { laneAddress } from './address.ts';
import { DeployedIndex, type DeployedVersion } from './deployed-index.ts';
import type { PlannedWave } from './deployments.ts';

/** A deployment that the lifecycle does not let in. Not a mistake: it may be let in later. */
export interface BlockedDeployment {
  readonly address: string;
  readonly why: string;
  /** When time alone opens the way, in milliseconds since 1970. */
  readonly until?: number;
}

export interface LifecycleInput {
  readonly workspace: Workspace;
  readonly release: Release;
  readonly deployed: readonly DeployedVersion[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Asks the lifecycle for every deployment, taking earlier phases of this very release as done: the run sees to that. */
export function blockedDeployments(
  input: LifecycleInput,
  project: Project,
  lifecycle: Lifecycle,
  waves: readonly PlannedWave[],
  report: (diagnostic: Diagnostic) => void,
): readonly BlockedDeployment[] {
  const { release, workspace, now } = input;
  const index = new DeployedIndex(input.deployed);
  const planned = plannedPlaces(waves);
  const record = (tenant: string, environment: string): readonly Finished[] => {
    const history = index.history(tenant === '' ? null : tenant, environment, project.id);
    const soon = planned.has(`${tenant}@${environment}`) ? [{ version: release.version, finishedAt: 0 }] : [];
    return [...history, ...soon];
  };
  const untenanted: Deployable = { id: '', environments: workspace.config.environments };
  const forNobody = waves.some(({ deployments }) => deployments.some(({ tenant }) => tenant === undefined));
  const everyone = forNobody ? [untenanted] : [...workspace.tenants.values()];
  const progress = lifecycleProgress(lifecycle, release.version, record, everyone);
  const blocked: BlockedDeployment[] = [];
  const unconnected: UnconnectedFinding[] = [];
  for (const { deployments } of waves) {
    for (const { tenant, environment } of deployments) {
      const decision = mayEnter(progress, tenant ?? untenanted, environment, now);
      if (decision.kind === 'blocked') {
        const { why, until } = decision;
        blocked.push({
          address: laneAddress(tenant?.id, environment, project.id),
          why,
          ...(until !== undefined && { until }),
        });
      } else if (decision.unconnected.length > 0 && tenant !== undefined) {
        unconnected.push({ tenant: tenant.id, environment, phases: decision.unconnected });
      }
    }
  }
  unconnectedWarnings(lifecycle, unconnected).forEach(report);
  return blocked;
}

function plannedPlaces(waves: readonly PlannedWave[]): ReadonlySet<string> {
  return new Set(
    waves.flatMap(({ deployments }) =>
      deployments.map(({ tenant, environment }) => `${tenant?.id ?? ''}@${environment}`),
    ),
  );
}
