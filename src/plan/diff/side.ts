import type { Tenant } from '../../config/model.ts';
import type { LaneSources } from '../../resolve/lane-sources.ts';
import { laneSourcesOf } from '../../resolve/release-sources.ts';
import type { VariableIndex } from '../../resolve/variable-index.ts';
import type { ReleaseDraft } from '../compile.ts';
import type { LaneDraft } from '../compile-lane.ts';
import { finishProcess } from '../finish.ts';
import type { LaneInstance } from '../lane-instance.ts';
import { type Lock, requestKey } from '../lock.ts';
import type { PlanProcess } from '../model.ts';
import type { PackageRequest } from '../package-requests.ts';
import { type ProjectFacts, projectFacts } from '../release-context.ts';

/** A release before or after a change, with what is looked up again and again. */
export interface DiffSide {
  readonly draft: ReleaseDraft;
  readonly lanes: ReadonlyMap<string, LaneDraft>;
  readonly processOf: (lane: LaneDraft) => PlanProcess;
  /** Name of the wave that a deployment is in; absent for what belongs to no wave of its own. */
  readonly waveOf: (address: string) => string | undefined;
  readonly indexOf: (instance: LaneInstance) => VariableIndex;
  readonly sourcesOf: (lane: LaneDraft, instance: LaneInstance) => LaneSources;
  /** The version that the lock chose. */
  readonly lockedVersion: (request: PackageRequest) => string | undefined;
}

export function diffSide(draft: ReleaseDraft, lock: Lock | undefined): DiffSide {
  const processes = draft.processes.entries.map(finishProcess);
  const locked = new Map((lock?.packages ?? []).map((one) => [requestKey(one), one.version]));
  const facts: (project: LaneInstance['instance']['project']) => ProjectFacts = projectFacts(
    draft.workspace,
    () => undefined,
  );
  const tenantOf = ({ lane }: LaneDraft): Tenant | undefined =>
    lane.tenant === null ? undefined : draft.workspace.tenants.get(lane.tenant.id);
  const waves = waveNames(draft);
  return {
    draft,
    lanes: new Map(draft.drafts.map((one) => [one.lane.address, one])),
    processOf: ({ lane }) => processes[lane.process] ?? { project: lane.project, digest: '', steps: [] },
    waveOf: (address) => waves.get(address),
    indexOf: ({ instance }) => facts(instance.project).index,
    sourcesOf: (lane, { instance }) => laneSourcesOf(draft.release, tenantOf(lane), { chain: instance.chainVariables }),
    lockedVersion: (request) => locked.get(requestKey(request)),
  };
}

function waveNames({ drafts, waves, waveLanes }: ReleaseDraft): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [index, { name }] of waves.entries()) {
    for (const lane of waveLanes[index]?.lanes ?? []) {
      const address = drafts[lane]?.lane.address;
      if (address !== undefined) names.set(address, name);
    }
  }
  return names;
}
