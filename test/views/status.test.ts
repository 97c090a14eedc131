import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/run/events.ts';
import { fold } from '../../src/run/fold.ts';
import { statusDocument } from '../../src/views/status/document.ts';
import { runRow, runsDocument, runsText } from '../../src/views/status/runs.ts';
import { runSummaryText } from '../../src/views/status/summary.ts';
import { statusText } from '../../src/views/status/text.ts';
import {
  bigPlan,
  finished,
  journal,
  lane,
  layout,
  now,
  ok,
  plan,
  runStarted,
  started,
  step,
  wave,
  widest,
} from './support.ts';

const three = plan(
  [lane('north'), lane('south'), lane('west')],
  [wave('canary', [0]), wave('everyone', [1, 2], { approve: true })],
);

function allOf(address: string): readonly RunEvent[] {
  const nodes = ['migrate', 'web#web-1', 'smoke'].map((path) => `${address}/${path}`);
  const steps = nodes.flatMap((node) => [started(node), finished(node, ok)]);
  return [
    { type: 'lane-started', lane: address },
    ...steps,
    { type: 'lane-finished', lane: address, end: 'succeeded' },
  ];
}

const north = allOf('north@prod/ehr');
const failing: readonly RunEvent[] = [
  { type: 'lane-started', lane: 'south@prod/ehr' },
  started('south@prod/ehr/migrate'),
  finished('south@prod/ehr/migrate', { kind: 'failed', message: '\n  relation "visits" exists\nstack', exitCode: 1 }),
  { type: 'lane-finished', lane: 'south@prod/ehr', end: 'failed' },
];
const opened: RunEvent = {
  type: 'gate-opened',
  gate: 'approve:everyone',
  kind: 'approval',
  scope: 'everyone',
  waitingFor: 'approval of wave everyone',
};
const midway = fold(
  three,
  journal([
    runStarted,
    { type: 'wave-started', wave: 'canary' },
    ...north,
    { type: 'wave-finished', wave: 'canary', failed: 0 },
    opened,
    { type: 'gate-resolved', gate: 'approve:everyone', decision: 'approved', by: 'ann' },
    { type: 'wave-started', wave: 'everyone' },
    ...failing,
    { type: 'lane-started', lane: 'west@prod/ehr' },
    started('west@prod/ehr/migrate'),
  ]),
);
const later = { ...layout(80), now: Date.parse('2026-11-20T14:02:00Z') };

test('the document has the fields that scripts rely on', () => {
  const document = statusDocument(midway);
  expect(Object.keys(document)[0]).toBe('schemaVersion');
  expect(document).toMatchObject({
    schemaVersion: 1,
    run: 'run-7',
    release: 'ehr-november',
    state: 'running',
    startedAt: '2026-11-20T14:00:00.000Z',
    counts: { succeeded: 1, failed: 1, running: 1, waiting: 0, skipped: 0, unknown: 0 },
    gates: [],
  });
  expect(document.deployments.map(({ address, state }) => [address, state])).toEqual([
    ['north@prod/ehr', 'succeeded'],
    ['south@prod/ehr', 'failed'],
    ['west@prod/ehr', 'running'],
  ]);
  expect(document.deployments[1]?.nodes[0]).toEqual({
    address: 'south@prod/ehr/migrate',
    outcome: 'failed',
    attempts: 1,
    startedAt: '2026-11-20T14:00:15.000Z',
    endedAt: '2026-11-20T14:00:16.000Z',
    error: '\n  relation "visits" exists\nstack',
  });
  expect(document.deployments[1]?.nodes.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped', 'skipped']);
});

test('the text says first whether it goes well', () => {
  expect(statusText(statusDocument(midway), later)).toMatchInlineSnapshot(`
    "Run run-7 of ehr-november (ehr 3.4.0)
    running, for 2m 00s since 2026-11-20 14:00
    3 deployments: 1 succeeded, 1 failed, 1 running

    Waves
      canary    finished  1/1
      everyone  running   1/2  1 failed

    Failed
      south@prod/ehr migrate: relation "visits" exists

    On their way
      west@prod/ehr  running  1m 42s  migrate
    "
  `);
  expect(statusText(statusDocument(midway), { ...later, columns: 160 }, { all: true })).toMatchInlineSnapshot(`
    "Run run-7 of ehr-november (ehr 3.4.0)
    running, for 2m 00s since 2026-11-20 14:00
    3 deployments: 1 succeeded, 1 failed, 1 running

    Waves
      canary    finished  1/1
      everyone  running   1/2  1 failed

    Failed
      south@prod/ehr migrate: relation "visits" exists

    Deployments
      north@prod/ehr  succeeded    7.0s
      south@prod/ehr  failed       3.0s
      west@prod/ehr   running    1m 42s  migrate
    "
  `);
});

test('a run that lost its process says so', () => {
  const lost = statusDocument(midway, false);
  expect(lost).toMatchObject({ state: 'running', driven: false });
  expect(statusText(lost, later)).toContain('cut off, for');
  expect(statusText(lost, later)).toContain(
    'To go on: release resume run-7; to stop what it began: release cancel run-7',
  );
  expect(statusText(statusDocument(midway, true), later)).not.toContain('To go on');
});

test('the summary says what is where, what failed and what to type', () => {
  const paused = fold(
    three,
    journal([
      runStarted,
      { type: 'wave-started', wave: 'canary' },
      ...north,
      { type: 'wave-started', wave: 'everyone' },
      ...failing,
      { type: 'run-paused', reason: '1 failed in wave everyone, 0 may fail' },
    ]),
  );
  expect(runSummaryText(statusDocument(paused), later)).toMatchInlineSnapshot(`
    "Run run-7 paused after 2m 00s
      1 failed in wave everyone, 0 may fail
    3 deployments: 1 succeeded, 1 failed, 1 waiting
    Deployed
      ehr 3.4.0  prod  1 tenant  before: 3.3.1
    Failed
      south@prod/ehr migrate: relation "visits" exists
    Next
      see why: release logs run-7 south@prod/ehr/migrate
      go on: release resume run-7
    "
  `);
});

test('where a clean-up ran after a failure, the summary says how to do an earlier step again', () => {
  const [migrate, web, smoke] = ['migrate', 'web#web-1', 'smoke'].map((path) => `south@prod/ehr/${path}`);
  const paused = fold(
    three,
    journal([
      runStarted,
      { type: 'wave-started', wave: 'everyone' },
      { type: 'lane-started', lane: 'south@prod/ehr' },
      started(migrate ?? ''),
      finished(migrate ?? '', ok),
      started(web ?? ''),
      finished(web ?? '', { kind: 'failed', message: 'no', exitCode: 1 }),
      started(smoke ?? ''),
      finished(smoke ?? '', ok),
      { type: 'lane-finished', lane: 'south@prod/ehr', end: 'failed' },
      { type: 'lane-started', lane: 'west@prod/ehr' },
      { type: 'run-paused', reason: '1 failed in wave everyone, 0 may fail' },
    ]),
  );
  const text = runSummaryText(statusDocument(paused), { ...later, columns: 120 });
  expect(text).toContain('3 deployments: 1 failed, 1 begun, 1 waiting');
  expect(text).toContain(`
  go on: release resume run-7
  if a clean-up undid an earlier step: release resume run-7 --rerun south@prod/ehr/migrate
`);
});

test('a blocked run says what it waits for and how to open it', () => {
  const blocked = fold(
    three,
    journal([
      runStarted,
      { type: 'wave-started', wave: 'canary' },
      ...north,
      { type: 'wave-finished', wave: 'canary', failed: 0 },
      opened,
      { type: 'run-blocked', gates: ['approve:everyone'] },
    ]),
  );
  const document = statusDocument(blocked);
  expect(document).toMatchObject({
    state: 'blocked',
    gates: [{ id: 'approve:everyone', kind: 'approval', scope: 'everyone', waitingFor: 'approval of wave everyone' }],
  });
  expect(runSummaryText(document, later)).toMatchInlineSnapshot(`
    "Run run-7 blocked after 2m 00s
    3 deployments: 1 succeeded, 2 waiting
    Deployed
      ehr 3.4.0  prod  1 tenant  before: 3.3.1
    Waits for
      approval of wave everyone (asked 1m ago)
        release approve run-7 approve:everyone
    Next
      go on: release resume run-7
    "
  `);
});

test('an unknown outcome is asked about, not assumed', () => {
  const unknown = fold(
    three,
    journal([
      runStarted,
      { type: 'wave-started', wave: 'canary' },
      { type: 'lane-started', lane: 'north@prod/ehr' },
      started('north@prod/ehr/migrate'),
      finished('north@prod/ehr/migrate', { kind: 'unknown', message: 'the machine went away' }),
      { type: 'run-paused', reason: 'nobody knows' },
    ]),
  );
  const document = statusDocument(unknown);
  expect(document.counts).toMatchObject({ unknown: 1, waiting: 2 });
  expect(runSummaryText(document, layout(80))).toContain('release resume run-7 --rerun north@prod/ehr/migrate');
});

test('a finished run within its budget is told from a clean one', () => {
  const end = fold(three, journal([runStarted, { type: 'run-finished', end: 'within-budget' }]));
  expect(statusDocument(end)).toMatchObject({
    state: 'succeeded',
    withinBudget: true,
    endedAt: '2026-11-20T14:00:01.000Z',
  });
});

test('1,000 failed tenants stay readable', () => {
  const big = bigPlan(1000);
  const events = big.lanes
    .slice(2)
    .flatMap(({ address }): readonly RunEvent[] => [
      { type: 'lane-started', lane: address },
      started(`${address}/migrate`),
      finished(`${address}/migrate`, { kind: 'failed', message: 'no '.repeat(100) }),
      { type: 'lane-finished', lane: address, end: 'failed' },
    ]);
  const document = statusDocument(
    fold(big, journal([runStarted, { type: 'wave-started', wave: 'everyone' }, ...events])),
  );
  const text = statusText(document, layout(80));
  expect(text.split('\n').length).toBeLessThan(60);
  expect(widest(text)).toBeLessThanOrEqual(80);
  expect(text).toContain('and 978 more');
  expect(runSummaryText(document, layout(80)).split('\n').length).toBeLessThan(30);
});

test('runs are a line each', () => {
  const stored = {
    run: 'run-7',
    release: 'ehr-november',
    version: '3.4.0',
    project: 'ehr',
    planDigest: 'd',
    startedAt: '2026-11-20T14:00:00.000Z',
  };
  const rows = [runRow(stored, midway)];
  expect(runsDocument(rows)).toMatchObject({
    schemaVersion: 1,
    runs: [{ run: 'run-7', release: 'ehr-november', state: 'running', counts: { failed: 1 } }],
  });
  expect(runsText(rows, { ...later, columns: 120 })).toMatchInlineSnapshot(`
    "run    release    state    started                    took  deployments
    run-7  ehr 3.4.0  running  2026-11-20 14:00 (2m ago)        1 succeeded, 1 failed, 1 running
    "
  `);
  expect(runsText([runRow(stored, midway, false)], later)).toContain('cut off');
  expect(runsText([runRow(stored, midway, true)], later)).not.toContain('cut off');
  expect(runsText([], later)).toBe('No runs yet.\n');
  expect(runsText([], later, '2024-07')).toBe('No runs of 2024-07 yet.\n');
});

test('a step that is tried again says why and when', () => {
  const made = plan([lane('north')], [wave('canary', [0])]);
  const steps = [step('migrate', { retry: { attempts: 2, backoffSeconds: 15 } })];
  const state = fold(
    { ...made, processes: [{ project: 'ehr', digest: 'd', steps }] },
    journal([
      [0, runStarted],
      [0, { type: 'lane-started', lane: 'north@prod/ehr' }],
      [1, started('north@prod/ehr/migrate')],
      [10, finished('north@prod/ehr/migrate', { kind: 'failed', message: 'exit code 3', exitCode: 3 })],
    ]),
  );
  expect(statusDocument(state).deployments[0]?.nodes[0]).toEqual({
    address: 'north@prod/ehr/migrate',
    outcome: 'waiting',
    attempts: 1,
    startedAt: '2026-11-20T14:00:01.000Z',
    endedAt: null,
    error: 'exit code 3',
    triesAgainAt: '2026-11-20T14:00:25.000Z',
  });
  const at = (seconds: number, driven?: boolean): string =>
    statusText(statusDocument(state, driven), { ...layout(120), now: now + seconds * 1000 });
  expect(at(13)).toContain('north@prod/ehr  running  13s  migrate (tries again in 12s: exit code 3)');
  expect(at(26)).toContain('migrate (tries again now: exit code 3)');
  expect(at(13, false)).toContain('migrate (tries again when the run goes on: exit code 3)');
});

test('a run that is paused or blocked says since when it is, not since when it runs', () => {
  const halted = (...events: readonly (readonly [number, RunEvent])[]) =>
    statusDocument(fold(three, journal([[0, runStarted], ...events])));
  const paused = halted([3600, { type: 'run-paused', reason: 'too many failed' }]);
  const anHourOn = { ...layout(120), now: now + 7200_000 };
  expect(paused).toMatchObject({ state: 'paused', since: '2026-11-20T15:00:00.000Z' });
  expect(statusText(paused, anHourOn)).toContain(
    'paused: too many failed, for 1h 00m since 2026-11-20 15:00, started 2026-11-20 14:00',
  );
  const asked: readonly (readonly [number, RunEvent])[] = [
    [60, opened],
    [60, { type: 'run-blocked', gates: ['approve:everyone'] }],
  ];
  const blocked = halted(...asked);
  expect(blocked).toMatchObject({ state: 'blocked', since: '2026-11-20T14:01:00.000Z' });
  expect(statusText(blocked, anHourOn)).toContain('blocked, for 1h 59m since 2026-11-20 14:01, started');
  const { runner } = runStarted as Extract<RunEvent, { type: 'run-started' }>;
  const goesOn: readonly (readonly [number, RunEvent])[] = [
    [90, { type: 'run-resumed', runner, onlyFailed: false }],
    [90, { type: 'gate-resolved', gate: 'approve:everyone', decision: 'approved', by: 'ann' }],
    [91, { type: 'run-finished', end: 'failed' }],
  ];
  for (const event of goesOn) expect(halted(...asked, event)).not.toHaveProperty('since');
  expect(statusText(halted(...asked, ...goesOn), anHourOn)).toContain('failed, started 2026-11-20 14:00, took 1m 31s');
});

test('a run that is being cancelled, or was, waits for no soak, no freeze and nobody; only for machines', () => {
  const gate = (kind: 'soak' | 'freeze' | 'target', scope: string): RunEvent => {
    return { type: 'gate-opened', gate: `${kind}:${scope}`, kind, scope, waitingFor: `${kind} of ${scope}` };
  };
  const node = 'west@prod/ehr/migrate';
  const asked: readonly RunEvent[] = [
    runStarted,
    { type: 'lane-started', lane: 'west@prod/ehr' },
    started(node),
    finished(node, { kind: 'awaiting', gate: 'target', waitingFor: 'west-1' }),
    opened,
    gate('soak', 'everyone'),
    gate('freeze', 'everyone'),
    gate('target', node),
  ];
  const kinds = (...events: readonly RunEvent[]) =>
    statusDocument(fold(three, journal([...asked, ...events]))).gates.map(({ kind }) => kind);
  const cancel: RunEvent = { type: 'cancel-requested', by: 'ann' };
  expect(kinds()).toEqual(['approval', 'soak', 'freeze', 'target']);
  expect(kinds(cancel)).toEqual(['target']);
  expect(kinds(cancel, { type: 'run-finished', end: 'cancelled' })).toEqual([]);
});
