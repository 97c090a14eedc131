import { createHash } from 'node:crypto';
import { freezeWindows, frozenAt } from '../resolve/freeze.ts';
import type { ReleaseDraft } from './compile.ts';
import type { LaneDraft } from './compile-lane.ts';
import type { CompiledStep } from './compiled-step.ts';
import { failuresAllowed } from './deployments.ts';
import { sharedKey } from './draft-lanes.ts';
import { type LockedPackage, requestKey } from './lock.ts';
import {
  type Plan,
  type PlanFreeze,
  type PlanLane,
  type PlanPackage,
  type PlanProcess,
  type PlanStep,
  type PlanWave,
  planFormatVersion,
} from './model.ts';
import type { TableEntry } from './process-table.ts';
import { groupPath } from './skips.ts';

/** A draft with its packages is a plan. `packages` must answer every request of the draft. */
export function finishPlan(
  draft: ReleaseDraft,
  packages: ReadonlyMap<string, LockedPackage>,
  lockDigest: string,
): Plan {
  const { release, project, workspace } = draft;
  const table = new PackageTable(packages);
  const lanes = draft.drafts.map((lane) => finishLane(draft, lane, table));
  return {
    header: {
      formatVersion: planFormatVersion,
      release: release.id,
      releaseFile: release.file,
      version: release.version,
      project: project.id,
      channel: release.channel,
      ...(draft.commit !== undefined && { commit: draft.commit }),
      lockDigest,
      onFailure: release.onFailure,
      waves: finishWaves(draft),
      packages: table.packages,
      feeds: [...workspace.config.feeds.values()].map(({ name, type, settings }) => ({ name, type, settings })),
      freezes: finishFreezes(draft),
      stepKinds: workspace.config.stepKinds.map(({ text }) => text),
    },
    processes: draft.processes.entries.map(finishProcess),
    lanes: withRequirements(draft, lanes),
  };
}

/** Every package once, in the order of first use. */
class PackageTable {
  readonly packages: PlanPackage[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #chosen: ReadonlyMap<string, LockedPackage>;

  constructor(chosen: ReadonlyMap<string, LockedPackage>) {
    this.#chosen = chosen;
  }

  indexOf(key: string): number {
    const chosen = this.#chosen.get(key);
    if (chosen === undefined) throw new Error(`No package was chosen for ${key.replaceAll('\n', ' ')}`);
    const { id, version, sha256, feed } = chosen;
    const identity = `${feed}\n${id}\n${version}\n${sha256}`;
    const known = this.#indexes.get(identity);
    if (known !== undefined) return known;
    this.packages.push({ id, version, sha256, feed });
    this.#indexes.set(identity, this.packages.length - 1);
    return this.packages.length - 1;
  }
}

function finishLane(draft: ReleaseDraft, { lane, requests, shared }: LaneDraft, table: PackageTable): PlanLane {
  const packages: Record<number, number> = {};
  for (const [step, request] of requests) packages[step] = table.indexOf(requestKey(request));
  const joins: Record<number, number> = {};
  for (const [step, project] of shared) {
    const index = draft.sharedLanes.get(sharedKey(lane.environment, project));
    if (index !== undefined) joins[step] = index;
  }
  return { ...lane, packages, joins, requires: [] };
}

function finishWaves({ waves, waveLanes }: ReleaseDraft): readonly PlanWave[] {
  return waves.map((planned, index) => {
    const lanes = waveLanes[index] ?? { before: [], lanes: [], after: [] };
    const next = waves[index + 1];
    // A new phase may ask for a soak time of its own after the phase before it.
    const phaseSoak = next !== undefined && next.phase !== planned.phase ? (next.group.phase?.soakSeconds ?? 0) : 0;
    return {
      name: planned.name,
      approve: planned.wave.approve,
      soakSeconds: Math.max(planned.wave.soakSeconds, phaseSoak),
      concurrency: planned.wave.concurrency,
      failuresAllowed: failuresAllowed(planned),
      ...lanes,
    };
  });
}

/** A tenant goes on to a later phase of the same run only when it finished enough of each earlier one. */
function withRequirements({ waves, waveLanes }: ReleaseDraft, lanes: readonly PlanLane[]): readonly PlanLane[] {
  if (waves.every(({ phase }) => phase === waves[0]?.phase)) return lanes;
  const earlier = new Map<string, { phase: number; minimum: number; lanes: number[] }[]>();
  const finished = [...lanes];
  for (const [index, { phase, group, deployments }] of waves.entries()) {
    for (const [place, { tenant }] of deployments.entries()) {
      const lane = waveLanes[index]?.lanes[place];
      if (lane === undefined) continue;
      const known = earlier.get(tenant?.id ?? '') ?? [];
      const requires = known
        .filter((entry) => entry.phase < phase)
        .map((entry) => ({
          lanes: entry.lanes,
          minimum: entry.minimum === 0 ? entry.lanes.length : Math.min(entry.minimum, entry.lanes.length),
        }));
      const current = finished[lane];
      if (current !== undefined) finished[lane] = { ...current, requires };
      if (group.phase?.optional === true) continue;
      const own = known.find((entry) => entry.phase === phase);
      if (own !== undefined) own.lanes.push(lane);
      else known.push({ phase, minimum: group.phase?.minimum ?? 0, lanes: [lane] });
      earlier.set(tenant?.id ?? '', known);
    }
  }
  return finished;
}

function finishFreezes({ workspace, drafts }: ReleaseDraft): readonly PlanFreeze[] {
  return freezeWindows(workspace.config.freezes).windows.flatMap((window) => {
    const lanes = drafts.flatMap(({ lane }, index) => {
      const tenant = lane.tenant ?? undefined;
      return frozenAt([window], tenant, lane.environment, window.start) === undefined ? [] : [index];
    });
    return lanes.length === 0 ? [] : [{ name: window.freeze.name, start: window.start, end: window.end, lanes }];
  });
}

export function finishProcess({ process }: TableEntry): PlanProcess {
  const steps = process.steps.map(finishStep);
  return {
    project: process.expanded.project.id,
    digest: createHash('sha256').update(JSON.stringify(steps)).digest('hex'),
    steps,
  };
}

function finishStep({ expanded, kind, with: inputs, when }: CompiledStep): PlanStep {
  const { step, chain } = expanded;
  return {
    path: expanded.path,
    id: step.id,
    name: step.name,
    project: expanded.project.id,
    kind: kind.name,
    with: inputs,
    needs: expanded.needs,
    run: step.run,
    ...(when && { when: when.condition.text }),
    timeoutSeconds: step.timeoutSeconds ?? 0,
    retry: step.retry,
    idempotent: step.idempotent,
    rollingWindow: step.rollingWindow,
    ...(step.group !== undefined && { group: groupPath(expanded, step.group) }),
    ...(chain && { chain: { project: chain.project.id, barrier: chain.settings.barrier, children: chain.children } }),
  };
}
