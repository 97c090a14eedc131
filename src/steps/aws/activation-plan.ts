import type { Plan, PlanLane } from '../../plan/model.ts';
import { type ActivatedSpace, type Activation, activationProcess } from './activation.ts';

export interface ActivationRelease extends Activation {
  /** Id and version of the release that made the generation. */
  readonly release: string;
  readonly version: string;
  /** Version that is there now, as far as anybody knows. */
  readonly from: string | null;
}

/**
 * A plan of its own for one deployment, made of the one in which the project would be deployed again: with its locks,
 * freezes and approvals, without what else that release brings.
 */
export function activationPlan(plan: Plan, space: ActivatedSpace, activation: ActivationRelease): Plan {
  const { header, lanes } = plan;
  const { release, version, from } = activation;
  const whole = lanes[space.lane];
  if (whole === undefined) throw new Error('bug: a space without its lane');
  const { deploys, tenant, environment } = space;
  const lane: PlanLane = {
    ...whole,
    address: `${tenant ?? ''}@${environment}/${deploys}`,
    kind: 'tenant',
    project: deploys,
    process: 0,
    from,
    to: version,
    versions: { [deploys]: version },
    targets: [],
    pruned: {},
    placement: {},
    packages: {},
    joins: {},
    values: {},
    overrides: {},
    requires: [],
  };
  const waves = header.waves
    .filter((wave) => wave.lanes.includes(space.lane))
    .slice(0, 1)
    .map((wave) => ({ ...wave, soakSeconds: 0, failuresAllowed: 0, before: [], lanes: [0], after: [] }));
  const freezes = header.freezes
    .filter((freeze) => freeze.lanes.includes(space.lane))
    .map((freeze) => ({ ...freeze, lanes: [0] }));
  return {
    header: { ...header, release, version, project: deploys, onFailure: 'undo', waves, freezes, packages: [] },
    processes: [activationProcess(space, activation)],
    lanes: [lane],
  };
}
