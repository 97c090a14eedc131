import { plainStyle } from '../../src/diagnostics/style.ts';
import type { Plan, PlanLane, PlanProcess, PlanStep, PlanWave } from '../../src/plan/model.ts';
import type { JournalRecord, RunEvent } from '../../src/run/events.ts';
import type { Layout } from '../../src/views/layout.ts';

export const now = Date.parse('2026-11-20T14:00:00Z');

export function layout(columns = 80): Layout {
  return { columns, style: plainStyle, now, zone: 'Europe/London' };
}

/** At most as wide as the terminal, whatever is printed. */
export function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

export function step(path: string, more: Partial<PlanStep> = {}): PlanStep {
  const id = path.split('/').at(-1) ?? path;
  return {
    path,
    id,
    name: id,
    project: 'ehr',
    kind: 'script',
    with: {},
    needs: [],
    run: 'success',
    timeoutSeconds: 0,
    retry: { attempts: 1, backoffSeconds: 0 },
    idempotent: false,
    rollingWindow: 0,
    ...more,
  };
}

export function lane(tenant: string | null, more: Partial<PlanLane> = {}): PlanLane {
  return {
    address: `${tenant ?? ''}@prod/ehr`,
    kind: 'tenant',
    tenant: tenant === null ? null : { id: tenant, name: tenant, tags: [] },
    environment: 'prod',
    project: 'ehr',
    process: 0,
    from: '3.3.1',
    to: '3.4.0',
    versions: { ehr: '3.4.0' },
    targets: [{ id: 'web-1', type: 'ssh', roles: ['web'], shared: false, settings: {} }],
    pruned: {},
    placement: { 1: [0] },
    packages: { 1: 0 },
    joins: {},
    values: {},
    overrides: {},
    requires: [],
    locks: [],
    ...more,
  };
}

const ehrSteps: readonly PlanStep[] = [
  step('migrate'),
  step('web', { kind: 'package', needs: [0] }),
  step('smoke', { needs: [1] }),
];

export function wave(name: string, lanes: readonly number[], more: Partial<PlanWave> = {}): PlanWave {
  return {
    name,
    approve: false,
    soakSeconds: 0,
    concurrency: 0,
    failuresAllowed: 0,
    before: [],
    lanes,
    after: [],
    ...more,
  };
}

export function plan(lanes: readonly PlanLane[], waves: readonly PlanWave[], more: Partial<Plan['header']> = {}): Plan {
  const process: PlanProcess = { project: 'ehr', digest: 'd', steps: ehrSteps };
  return {
    header: {
      formatVersion: 1,
      release: 'ehr-november',
      releaseFile: 'releases/ehr-november.yaml',
      version: '3.4.0',
      project: 'ehr',
      channel: 'default',
      lockDigest: 'l',
      onFailure: 'halt',
      waves,
      packages: [
        { id: 'ehr-web', version: '3.4.0', sha256: 'a'.repeat(64), feed: 'main' },
        { id: 'ehr-web', version: '3.4.0-st-marys.1', sha256: 'b'.repeat(64), feed: 'main' },
      ],
      feeds: [],
      freezes: [],
      stepKinds: [],
      ...more,
    },
    processes: [process],
    lanes,
  };
}

export function tenants(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `tenant-${String(index).padStart(5, '0')}`);
}

/** A canary of two, then the rest. */
export function bigPlan(count: number): Plan {
  const lanes = tenants(count).map((name) => lane(name));
  const rest = lanes.map((_, index) => index).slice(2);
  return plan(lanes, [
    wave('canary', [0, 1], { soakSeconds: 7200 }),
    wave('everyone', rest, { approve: true, failuresAllowed: 5 }),
  ]);
}

/** Records a second apart from `now` on. */
export function journal(
  events: readonly (RunEvent | readonly [seconds: number, RunEvent])[],
): readonly JournalRecord[] {
  return events.map((entry, index) => {
    const [seconds, event] = isTimed(entry) ? entry : [index, entry];
    return { v: 1, seq: index, at: new Date(now + seconds * 1000).toISOString(), event };
  });
}

function isTimed(entry: RunEvent | readonly [number, RunEvent]): entry is readonly [number, RunEvent] {
  return Array.isArray(entry);
}

export const runStarted: RunEvent = {
  type: 'run-started',
  run: 'run-7',
  release: 'ehr-november',
  version: '3.4.0',
  project: 'ehr',
  planDigest: 'sha256:abc',
  runner: { host: 'h', pid: 1, start: 's', user: 'ann' },
  parallel: 4,
  timestamp: '2026-11-20T14:00:00.000Z',
};

export function started(node: string, attempt = 1): RunEvent {
  return { type: 'attempt-started', node, attempt, ticket: `${node}-${attempt}` };
}

export function finished(
  node: string,
  outcome: Extract<RunEvent, { type: 'attempt-finished' }>['outcome'],
  attempt = 1,
): RunEvent {
  return { type: 'attempt-finished', node, attempt, outcome };
}

export const ok = { kind: 'succeeded' } as const;

/** What a terminal would obey or hide; line feeds are how texts are made. */
export const acting = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Our own colours, which stand in marked texts. */
export const colours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
