import type { Plan, PlanChain, PlanHeader, PlanLane, PlanProcess, PlanStep, PlanWave } from '../../src/plan/model.ts';

export interface StepSketch extends Partial<Omit<PlanStep, 'needs' | 'chain'>> {
  readonly path: string;
  /** Paths; absent means the step before at the same level of the list. */
  readonly needs?: readonly string[];
  readonly chain?: { readonly barrier?: PlanChain['barrier']; readonly children: readonly string[] };
}

function processOf(sketches: readonly StepSketch[]): PlanProcess {
  const index = new Map(sketches.map((sketch, place) => [sketch.path, place]));
  const at = (path: string): number => {
    const found = index.get(path);
    if (found === undefined) throw new Error(`no step ${path}`);
    return found;
  };
  const steps = sketches.map((sketch, place): PlanStep => {
    const { needs, chain, ...rest } = sketch;
    const before = sketches[place - 1];
    return {
      id: sketch.path.split('/').at(-1) ?? '',
      name: sketch.path,
      project: 'app',
      kind: chain === undefined ? 'script' : 'chain',
      with: {},
      run: 'success',
      timeoutSeconds: 0,
      retry: { attempts: 1, backoffSeconds: 10 },
      idempotent: false,
      rollingWindow: 0,
      ...rest,
      needs: (needs ?? (before === undefined ? [] : [before.path])).map(at),
      ...(chain === undefined
        ? {}
        : {
            chain: {
              project: sketch.path,
              barrier: chain.barrier ?? 'tenant',
              children: chain.children.map(at),
            },
          }),
    };
  });
  return { project: 'app', digest: 'd', steps };
}

export interface LaneSketch extends Partial<Omit<PlanLane, 'tenant' | 'address' | 'placement'>> {
  readonly name: string;
  /** By step index: target ids. */
  readonly on?: { readonly [step: number]: readonly string[] };
}

function laneOf(sketch: LaneSketch): PlanLane {
  const { name, on, ...rest } = sketch;
  const ids = [...new Set(Object.values(on ?? {}).flat())];
  const placement = Object.fromEntries(
    Object.entries(on ?? {}).map(([step, list]) => [Number(step), list.map((id) => ids.indexOf(id))]),
  );
  return {
    address: `${name}@prod/app`,
    kind: 'tenant',
    tenant: { id: name, name, tags: [] },
    environment: 'prod',
    project: 'app',
    process: 0,
    from: null,
    to: '2.0.0',
    versions: { app: '2.0.0' },
    targets: ids.map((id) => ({ id, type: 'local', roles: [], shared: false, settings: {} })),
    pruned: {},
    placement,
    packages: {},
    joins: {},
    values: {},
    overrides: {},
    requires: [],
    locks: [],
    ...rest,
  };
}

export function waveOf(name: string, lanes: readonly number[], rest: Partial<PlanWave> = {}): PlanWave {
  return {
    name,
    approve: false,
    soakSeconds: 0,
    concurrency: 0,
    failuresAllowed: 0,
    before: [],
    lanes,
    after: [],
    ...rest,
  };
}

export interface PlanSketch {
  readonly steps: readonly StepSketch[];
  /** More processes, for lanes that name them. */
  readonly others?: readonly (readonly StepSketch[])[];
  readonly lanes: readonly LaneSketch[];
  readonly waves?: readonly PlanWave[];
  readonly header?: Partial<PlanHeader>;
}

export function planOf(sketch: PlanSketch): Plan {
  const processes = [sketch.steps, ...(sketch.others ?? [])].map(processOf);
  const lanes = sketch.lanes.map(laneOf);
  const header: PlanHeader = {
    formatVersion: 1,
    release: 'r',
    releaseFile: 'releases/r.yaml',
    version: '2.0.0',
    project: 'app',
    channel: 'default',
    lockDigest: 'l',
    onFailure: 'halt',
    waves: sketch.waves ?? [waveOf('all', [...lanes.keys()])],
    packages: [],
    feeds: [],
    freezes: [],
    stepKinds: [],
    ...sketch.header,
  };
  return { header, processes, lanes };
}
