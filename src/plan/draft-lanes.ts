import type { Project } from '../config/model.ts';
import { laneAddress, onceAddress } from './address.ts';
import { compileLane, type LaneDraft } from './compile-lane.ts';
import type { Deployment, PlannedWave } from './deployments.ts';
import { type ExpandedProcess, type ExpandedStep, expandProcess, nearestOf } from './expand.ts';
import type { ProcessTable } from './process-table.ts';
import type { ReleaseContext } from './release-context.ts';
import { skipsInside } from './skips.ts';

/** Every lane of a plan in start order, and which of them belong to which wave. */
export interface DraftLanes {
  readonly drafts: readonly LaneDraft[];
  readonly waveLanes: readonly WaveLanes[];
  /** Lanes of untenanted projects that tenants chain, by environment and project: see `sharedKey`. */
  readonly sharedLanes: ReadonlyMap<string, number>;
}

/** Lane indexes; `lanes` are in the order of the wave's deployments. */
export interface WaveLanes {
  readonly before: readonly number[];
  readonly lanes: readonly number[];
  readonly after: readonly number[];
}

interface Drafting {
  readonly release: ReleaseContext;
  readonly processes: ProcessTable;
  readonly expanded: ExpandedProcess;
  readonly once: { readonly before: ExpandedProcess | undefined; readonly after: ExpandedProcess | undefined };
  readonly shared: Map<Project, ExpandedProcess>;
  readonly drafts: LaneDraft[];
  readonly sharedLanes: Map<string, number>;
}

export function draftLanes(
  release: ReleaseContext,
  processes: ProcessTable,
  expanded: ExpandedProcess,
  waves: readonly PlannedWave[],
): DraftLanes {
  const once = { before: onceProcess(expanded, 'before'), after: onceProcess(expanded, 'after') };
  const drafting: Drafting = {
    release,
    processes,
    expanded,
    once,
    shared: new Map(),
    drafts: [],
    sharedLanes: new Map(),
  };
  const waveLanes = waves.map((wave) => ({
    before: draftOnce(drafting, wave, 'before'),
    lanes: wave.deployments.map((deployment) => draftDeployment(drafting, deployment)),
    after: draftOnce(drafting, wave, 'after'),
  }));
  return { drafts: drafting.drafts, waveLanes, sharedLanes: drafting.sharedLanes };
}

function draftDeployment(drafting: Drafting, { tenant, environment }: Deployment): number {
  const { index, process, instances } = drafting.processes.add(drafting.expanded);
  const { project } = drafting.expanded;
  const draft = compileLane(drafting.release, {
    kind: 'tenant',
    address: laneAddress(tenant?.id, environment, project.id),
    tenant,
    environment,
    process,
    processIndex: index,
    instances,
  });
  for (const step of draft.shared.keys()) draftShared(drafting, environment, process.steps[step]?.expanded);
  return push(drafting, draft);
}

/** The lane of an untenanted project is made when the first tenant of an environment chains it. */
function draftShared(drafting: Drafting, environment: string, step: ExpandedStep | undefined): void {
  if (step?.chain === undefined) return;
  const { project, settings } = step.chain;
  const key = sharedKey(environment, project.id);
  if (drafting.sharedLanes.has(key)) return;
  const given = nearestOf(settings.variables, step.given);
  const expanded = drafting.shared.get(project) ?? expandProcess(drafting.release.workspace, project, given);
  drafting.shared.set(project, expanded);
  const release = { ...drafting.release, skips: skipsInside(drafting.release.skips, step.path) };
  const address = laneAddress(undefined, environment, project.id);
  drafting.sharedLanes.set(
    key,
    push(drafting, draftUntenanted({ ...drafting, release }, expanded, 'shared', address, environment)),
  );
}

function draftOnce(drafting: Drafting, wave: PlannedWave, when: 'before' | 'after'): readonly number[] {
  const expanded = drafting.once[when];
  if (expanded === undefined) return [];
  const environments = [...new Set(wave.deployments.map(({ environment }) => environment))];
  return environments.map((environment) => {
    const address = onceAddress(wave.name, when, environment, drafting.expanded.project.id);
    return push(drafting, draftUntenanted(drafting, expanded, 'once', address, environment));
  });
}

function draftUntenanted(
  drafting: Drafting,
  expanded: ExpandedProcess,
  kind: 'once' | 'shared',
  address: string,
  environment: string,
): LaneDraft {
  const { index, process, instances } = drafting.processes.add(expanded);
  return compileLane(drafting.release, {
    kind,
    address,
    tenant: undefined,
    environment,
    process,
    processIndex: index,
    instances,
  });
}

/** The steps that run once, one after the other in the order of the process. */
function onceProcess(expanded: ExpandedProcess, when: 'before' | 'after'): ExpandedProcess | undefined {
  const steps = expanded.once.filter(({ step }) => step.once === when);
  if (steps.length === 0) return undefined;
  const inOrder = steps.map((once, index) => ({ ...once, needs: index === 0 ? [] : [index - 1] }));
  return { project: expanded.project, steps: inOrder, once: [] };
}

function push({ drafts }: Drafting, draft: LaneDraft): number {
  drafts.push(draft);
  return drafts.length - 1;
}

export function sharedKey(environment: string, project: string): string {
  return `${environment}\n${project}`;
}
