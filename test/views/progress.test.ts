import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { colourStyle, plainStyle } from '../../src/diagnostics/style.ts';
import type { Plan } from '../../src/plan/model.ts';
import type { JournalRecord, RunEvent } from '../../src/run/events.ts';
import { fold } from '../../src/run/fold.ts';
import { createProgress, type Progress } from '../../src/views/progress/progress.ts';
import { type FakeTerminal, fakeTerminal } from './fake-terminal.ts';
import { bigPlan, finished, journal, lane, now, ok, plan, runStarted, started, step, wave } from './support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Setting {
  readonly terminal: FakeTerminal;
  readonly progress: Progress;
  clock: number;
}

function setting(
  planned: Plan,
  options: { columns?: number; rows?: number; interactive?: boolean; verbose?: boolean; colour?: boolean } = {},
): Setting {
  const { columns = 80, rows = 24, interactive = true, verbose = false, colour = false } = options;
  const terminal = fakeTerminal(columns, rows);
  const made: Setting = {
    terminal,
    clock: now,
    progress: createProgress({
      plan: planned,
      run: 'run-7',
      interactive,
      verbose,
      size: () => ({ columns, rows }),
      style: colour ? colourStyle : plainStyle,
      zone: 'UTC',
      now: () => made.clock,
      write: terminal.write,
    }),
  };
  return made;
}

function startLanes(addresses: readonly string[]): readonly RunEvent[] {
  return addresses.flatMap((address): readonly RunEvent[] => [
    { type: 'lane-started', lane: address },
    started(`${address}/migrate`),
  ]);
}

function endLanes(addresses: readonly string[]): readonly RunEvent[] {
  return addresses.flatMap((address): readonly RunEvent[] => [
    finished(`${address}/migrate`, ok),
    { type: 'lane-finished', lane: address, end: 'succeeded' },
  ]);
}

function fail(address: string, message: string): readonly RunEvent[] {
  return [
    finished(`${address}/migrate`, { kind: 'failed', message }),
    { type: 'lane-finished', lane: address, end: 'failed' },
  ];
}

function at(seconds: number, events: readonly RunEvent[]): readonly JournalRecord[] {
  return journal(events.map((event) => [seconds, event] as const));
}

const addresses = bigPlan(10_000).lanes.map(({ address }) => address);

async function midway(made: Setting): Promise<void> {
  const { progress } = made;
  await progress.start();
  progress.records(at(0, [runStarted, { type: 'wave-started', wave: 'canary' }, ...startLanes(addresses.slice(0, 2))]));
  progress.records(at(62, [...endLanes(addresses.slice(0, 2)), { type: 'wave-finished', wave: 'canary', failed: 0 }]));
  progress.records(at(70, [{ type: 'wave-started', wave: 'everyone' }, ...startLanes(addresses.slice(2, 1002))]));
  progress.records(
    at(100, [...endLanes(addresses.slice(2, 500)), ...fail(addresses[500] ?? '', 'relation "visits" exists\nstack')]),
  );
  made.clock = now + 100_000;
  vi.advanceTimersByTime(100);
}

test('10,000 tenants fit on a terminal of 80 by 24', async () => {
  const made = setting(bigPlan(10_000));
  await midway(made);
  expect(made.terminal.lines().join('\n')).toMatchInlineSnapshot(`
    "✓ canary    ██████████          2/2  took 1m 02s
    ⠙ everyone  ░░░░░░░░░░    499/9,998  1 failed, 501 running, 9m 31s left
        tenant-00501@prod      30s  migrate
        tenant-00502@prod      30s  migrate
        tenant-00503@prod      30s  migrate
        tenant-00504@prod      30s  migrate
        tenant-00505@prod      30s  migrate
        tenant-00506@prod      30s  migrate
        tenant-00507@prod      30s  migrate
        and 494 more
    ✗ tenant-00500@prod migrate: relation "visits" exists"
  `);
  expect(made.terminal.cursorHidden()).toBe(true);
  await made.progress.stop();
});

test('what is left at the end does not move, and the cursor is back', async () => {
  const made = setting(bigPlan(10_000), { columns: 160 });
  await midway(made);
  await made.progress.stop();
  expect(made.terminal.lines().join('\n')).toMatchInlineSnapshot(`
    "✓ canary    ██████████████████████████████          2/2  took 1m 02s
    - everyone  █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    499/9,998  1 failed, 501 running, 9m 31s left
    ✗ tenant-00500@prod migrate: relation "visits" exists"
  `);
  expect(made.terminal.cursorHidden()).toBe(false);
  const writes = made.terminal.writes();
  vi.advanceTimersByTime(5000);
  await made.progress.stop();
  expect(made.terminal.writes()).toBe(writes);
  expect(vi.getTimerCount()).toBe(0);
});

test('draws at most ten frames a second, however many events come', async () => {
  const made = setting(bigPlan(10_000));
  await made.progress.start();
  made.progress.records(at(0, [runStarted, { type: 'wave-started', wave: 'everyone' }]));
  for (let tick = 0; tick < 100; tick++) {
    for (const address of addresses.slice(2 + tick * 50, 52 + tick * 50))
      made.progress.records(at(tick, startLanes([address])));
    made.clock += 10;
    vi.advanceTimersByTime(10);
  }
  expect(made.terminal.writes()).toBeLessThanOrEqual(11);
  await made.progress.stop();
});

test.each([3, 5, 10, 24, 60])('never draws more than %i rows', async (rows) => {
  const lanes = addresses.slice(0, 400).map((address) => lane(address.split('@')[0] ?? ''));
  const waves = Array.from({ length: 40 }, (_, index) =>
    wave(`wave-${index}`, lanes.map((_, place) => place).slice(index * 10, index * 10 + 10)),
  );
  const made = setting(plan(lanes, waves), { rows, columns: 40, colour: true });
  await made.progress.start();
  for (const [index, { name }] of waves.entries()) {
    const own = addresses.slice(index * 10, index * 10 + 10);
    made.progress.records(at(index, [{ type: 'wave-started', wave: name }, ...startLanes(own)]));
    if (index < 20)
      made.progress.records(
        at(
          index,
          own.flatMap((address) => fail(address, 'no '.repeat(60))),
        ),
      );
    made.progress.records(
      at(index, [
        { type: 'gate-opened', gate: `g${index}`, kind: 'approval', scope: name, waitingFor: 'you '.repeat(40) },
      ]),
    );
    vi.advanceTimersByTime(100);
  }
  const lines = made.terminal.lines();
  expect(lines.length).toBeLessThan(rows);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(40);
  await made.progress.stop();
});

test('gates and a pause are said under the waves', async () => {
  const made = setting(bigPlan(3));
  await made.progress.start();
  made.progress.records(
    at(0, [
      runStarted,
      {
        type: 'gate-opened',
        gate: 'approve:canary',
        kind: 'approval',
        scope: 'canary',
        waitingFor: 'approval of wave canary',
      },
    ]),
  );
  vi.advanceTimersByTime(100);
  expect(made.terminal.lines().join('\n')).toContain('approval: approval of wave canary');
  made.progress.records(
    at(1, [
      { type: 'gate-resolved', gate: 'approve:canary', decision: 'approved', by: 'ann' },
      { type: 'run-paused', reason: '2 failed' },
    ]),
  );
  vi.advanceTimersByTime(100);
  expect(made.terminal.lines().join('\n')).not.toContain('approval of wave canary');
  expect(made.terminal.lines().at(-1)).toBe('paused: 2 failed');
  await made.progress.stop();
});

test('output and notices stay above the live view', async () => {
  const made = setting(bigPlan(3), { verbose: true });
  made.progress.notice('before');
  await made.progress.start();
  made.progress.output(`${addresses[0]}/migrate`, 'line \u001b[31mone');
  made.progress.notice('stopping; press again to cancel');
  vi.advanceTimersByTime(100);
  made.progress.output(`${addresses[0]}/migrate`, 'x'.repeat(200));
  vi.advanceTimersByTime(300);
  await made.progress.stop();
  made.progress.notice('after');
  const lines = made.terminal.lines();
  expect(lines.slice(0, 3)).toEqual([
    'before',
    'tenant-00000@prod migrate | line one',
    'stopping; press again to cancel',
  ]);
  expect(lines.filter((line) => line.includes('canary'))).toHaveLength(1);
  expect(lines.at(-1)).toBe('after');
});

test('output is only shown when it is asked for', async () => {
  const made = setting(bigPlan(3), { interactive: false });
  await made.progress.start();
  made.progress.output(`${addresses[0]}/migrate`, 'secret-ish noise');
  expect(made.terminal.lines()).toEqual([]);
});

const history = [runStarted, { type: 'wave-started', wave: 'canary' }, ...startLanes(addresses.slice(0, 2))] as const;

test('without a terminal there is a line per tenant that ended, and failures say what to type', async () => {
  const made = setting(bigPlan(4), { interactive: false, columns: 200 });
  await made.progress.start();
  made.progress.records(at(0, history));
  made.progress.records(
    at(62, [...endLanes(addresses.slice(0, 1)), ...fail(addresses[1] ?? '', '\n relation "visits" exists\nstack')]),
  );
  made.progress.records(
    at(63, [
      { type: 'wave-finished', wave: 'canary', failed: 1 },
      {
        type: 'gate-opened',
        gate: 'soak:everyone',
        kind: 'soak',
        scope: 'everyone',
        waitingFor: 'wave canary to have run for 7200 s',
        until: '2026-11-20T16:01:02Z',
      },
    ]),
  );
  made.progress.records(
    at(64, [
      { type: 'gate-resolved', gate: 'soak:everyone', decision: 'passed', by: 'time' },
      { type: 'run-paused', reason: '1 failed' },
      { type: 'cancel-requested', by: 'ann' },
    ]),
  );
  await made.progress.stop();
  expect(made.terminal.lines().join('\n')).toMatchInlineSnapshot(`
    "14:00:00 wave canary started: 2 deployments
    14:01:02 tenant-00000@prod/ehr succeeded in 1m 02s (1/2)
    14:01:02 tenant-00001@prod/ehr failed in 1m 02s (2/2)
      migrate: relation "visits" exists
      release logs run-7 tenant-00001@prod/ehr/migrate
    14:01:03 wave canary finished, 1 failed
    14:01:03 waits for soak: wave canary to have run for 7200 s until 2026-11-20 16:01
    14:01:04 soak:everyone passed by time
    14:01:04 paused: 1 failed
    14:01:04 cancelling, as ann asked"
  `);
});

test('1,000 tenants without a terminal are about 1,000 lines, not one per step', async () => {
  const made = setting(bigPlan(1000), { interactive: false });
  const steps = addresses
    .slice(0, 1000)
    .flatMap((address) => [
      ...startLanes([address]),
      finished(`${address}/migrate`, ok),
      started(`${address}/smoke`),
      finished(`${address}/smoke`, ok),
      ...endLanes([address]),
    ]);
  made.progress.records(at(1, [runStarted, { type: 'wave-started', wave: 'canary' }, ...steps]));
  expect(made.terminal.lines()).toHaveLength(1001);
  expect(made.terminal.writes()).toBe(1);
});

test('a resumed run goes on counting where it was, and says nothing of what is over', async () => {
  const made = setting(bigPlan(4), { interactive: false });
  made.progress.replay(
    at(0, [
      ...history,
      ...endLanes(addresses.slice(0, 1)),
      ...fail(addresses[1] ?? '', 'no'),
      { type: 'wave-finished', wave: 'canary', failed: 1 },
      { type: 'run-paused', reason: '1 failed' },
    ]),
  );
  await made.progress.start();
  made.progress.records(
    at(100, [
      { type: 'run-resumed', runner: { host: 'h', pid: 1, start: 's', user: 'ann' }, onlyFailed: false },
      ...startLanes(addresses.slice(1, 2)),
      finished(`${addresses[1]}/migrate`, ok),
      ...endLanes(addresses.slice(1, 2)),
    ]),
  );
  expect(made.terminal.lines()).toEqual(['14:01:40 tenant-00001@prod/ehr succeeded in 0.0s (2/2)']);
});

test('the time left is measured from when this process began', async () => {
  const made = setting(bigPlan(1002));
  made.progress.replay(
    at(0, [
      runStarted,
      { type: 'wave-started', wave: 'everyone' },
      ...startLanes(addresses.slice(2, 502)),
      ...endLanes(addresses.slice(2, 502)),
    ]),
  );
  made.clock = now + 86_400_000;
  await made.progress.start();
  made.progress.records(at(86_410, [...startLanes(addresses.slice(502, 602)), ...endLanes(addresses.slice(502, 602))]));
  made.clock += 10_000;
  vi.advanceTimersByTime(100);
  expect(made.terminal.lines().join('\n')).toContain('600/1,000  40s left');
  await made.progress.stop();
});

/** One step, with so many attempts a quarter of a minute apart. */
function flaky(attempts: number): Plan {
  const made = plan([lane('tenant-00000'), lane('tenant-00001')], [wave('canary', [0, 1])]);
  const steps = [step('migrate', { retry: { attempts, backoffSeconds: 15 } })];
  return { ...made, processes: [{ project: 'ehr', digest: 'd', steps }] };
}

const failedOnce = finished('tenant-00000@prod/ehr/migrate', { kind: 'failed', message: 'exit code 3', exitCode: 3 });

test('without a terminal a step that is tried again says why and when, and one that is not does not', async () => {
  const made = setting(flaky(2), { interactive: false, columns: 200 });
  await made.progress.start();
  const first = [...at(0, history), ...at(10, [failedOnce])];
  made.progress.records(first, fold(flaky(2), first));
  expect(made.terminal.lines()).toEqual([
    '14:00:00 wave canary started: 2 deployments',
    '14:00:10 tenant-00000@prod/ehr migrate failed (exit code 3), tries again in 15s (2 of 2)',
  ]);
  const last = at(30, [
    started('tenant-00000@prod/ehr/migrate', 2),
    finished('tenant-00000@prod/ehr/migrate', { kind: 'failed', message: 'exit code 3' }, 2),
  ]);
  made.progress.records(last, fold(flaky(2), [...first, ...last]));
  expect(made.terminal.lines()).toHaveLength(2);
});

test('a retry that had begun before its failure was told is told as at once', async () => {
  const made = setting(flaky(3), { interactive: false, columns: 200 });
  const all = [...at(0, history), ...at(10, [failedOnce]), ...at(25, [started('tenant-00000@prod/ehr/migrate', 2)])];
  made.progress.records(all, fold(flaky(3), all));
  expect(made.terminal.lines().at(-1)).toContain('migrate failed (exit code 3), tries again at once (2 of 3)');
});

test('a terminal counts down to the next attempt, also after a resume', async () => {
  const made = setting(flaky(3));
  const events = [...at(0, history), ...at(10, [failedOnce])];
  made.progress.replay(events, fold(flaky(3), events));
  await made.progress.start();
  made.clock = now + 13_000;
  vi.advanceTimersByTime(100);
  expect(made.terminal.lines().join('\n')).toContain('migrate tries again in 12s (2 of 3)');
  made.clock = now + 26_000;
  vi.advanceTimersByTime(100);
  expect(made.terminal.lines().join('\n')).toContain('migrate tries again now (2 of 3)');
  const again = at(26, [started('tenant-00000@prod/ehr/migrate', 2)]);
  made.progress.records(again, fold(flaky(3), [...events, ...again]));
  vi.advanceTimersByTime(100);
  expect(made.terminal.lines().join('\n')).toContain('migrate (attempt 2)');
  await made.progress.stop();
});

const resumed: RunEvent = {
  type: 'run-resumed',
  runner: { host: 'h', pid: 1, start: 's', user: 'ann' },
  onlyFailed: false,
};

test('a resumed run says at once what it still waits for, and what was left running', async () => {
  const made = setting(bigPlan(4), { interactive: false, columns: 200 });
  const gate = (id: string, kind: 'approval' | 'soak' | 'lock', until?: string): RunEvent => ({
    type: 'gate-opened',
    gate: id,
    kind,
    scope: 'everyone',
    waitingFor: `${id} of everyone`,
    ...(until !== undefined && { until }),
  });
  const before = at(0, [
    ...history,
    finished(`${addresses[0]}/migrate`, ok),
    ...endLanes(addresses.slice(0, 1)),
    gate('approve', 'approval'),
    gate('soak', 'soak', '2026-11-20T16:01:02Z'),
    gate('over', 'soak', '2026-11-20T14:00:10Z'),
    gate('lock', 'lock'),
    gate('decided', 'approval'),
    { type: 'gate-resolved', gate: 'decided', decision: 'approved', by: 'ann' },
    { type: 'run-blocked', gates: ['approve'] },
  ]);
  made.progress.replay(before, fold(bigPlan(4), before));
  await made.progress.start();
  const now = at(30, [resumed]);
  made.progress.records(now, fold(bigPlan(4), [...before, ...now]));
  expect(made.terminal.lines()).toEqual([
    '14:00:30 1 step was left running: looks how it stands',
    '14:00:30 still waits for approval: approve of everyone',
    '14:00:30 still waits for soak: soak of everyone until 2026-11-20 16:01',
  ]);
  const ended = at(31, [finished(`${addresses[1]}/migrate`, ok), resumed]);
  made.progress.records(ended, fold(bigPlan(4), [...before, ...now, ...ended]));
  expect(made.terminal.lines()).toHaveLength(5);
});

test('a resumed run that does nothing but wait says so once it has looked whether somebody has decided', async () => {
  const asked: RunEvent = {
    type: 'gate-opened',
    gate: 'g',
    kind: 'approval',
    scope: 'everyone',
    waitingFor: 'approval of everyone',
  };
  const before = at(0, [runStarted, asked, { type: 'run-blocked', gates: ['g'] }]);
  const after = (...events: readonly RunEvent[]): readonly string[] => {
    const made = setting(bigPlan(4), { interactive: false, columns: 200 });
    made.progress.replay(before, fold(bigPlan(4), before));
    const first = at(30, [resumed]);
    made.progress.records(first, fold(bigPlan(4), [...before, ...first]));
    expect(made.terminal.lines()).toEqual([]);
    const next = at(31, events);
    made.progress.records(next, fold(bigPlan(4), [...before, ...first, ...next]));
    made.progress.records(at(32, []), fold(bigPlan(4), [...before, ...first, ...next]));
    return made.terminal.lines();
  };
  expect(after({ type: 'run-blocked', gates: ['g'] })).toEqual([
    '14:00:31 still waits for approval: approval of everyone',
  ]);
  expect(after({ type: 'gate-resolved', gate: 'g', decision: 'approved', by: 'ann' })).toEqual([
    '14:00:31 g approved by ann',
  ]);
});

test('a gate whose deployment has failed meanwhile is waited for by nobody', async () => {
  const made = setting(bigPlan(4), { interactive: false, columns: 200 });
  const before = at(0, [
    ...history,
    { type: 'gate-opened', gate: 'g', kind: 'approval', scope: `${addresses[0]}/web#web-1`, waitingFor: 'it' },
    ...fail(addresses[0] ?? '', 'no'),
    finished(`${addresses[1]}/migrate`, ok),
    { type: 'run-blocked', gates: [] },
  ]);
  made.progress.replay(before, fold(bigPlan(4), before));
  const now = at(30, [resumed]);
  made.progress.records(now, fold(bigPlan(4), [...before, ...now]));
  expect(made.terminal.lines()).toEqual([]);
});

test('a cancel says how many steps it waits for, for a log and on a terminal', async () => {
  const lines = setting(bigPlan(4), { interactive: false, columns: 200 });
  lines.progress.records(at(0, [...history, { type: 'cancel-requested', by: 'ann' }]));
  expect(lines.terminal.lines().at(-1)).toBe(
    '14:00:00 cancelling, as ann asked: 2 steps are told to stop, which may take a minute',
  );
  const live = setting(bigPlan(4));
  await live.progress.start();
  const soak = { type: 'gate-opened', gate: 'soak', kind: 'soak', scope: 'everyone', waitingFor: 'a while' } as const;
  live.progress.records(at(0, [...history, soak]));
  vi.advanceTimersByTime(100);
  expect(live.terminal.lines().join('\n')).toContain('soak: a while');
  live.progress.records(at(0, [{ type: 'cancel-requested', by: 'ann' }]));
  vi.advanceTimersByTime(100);
  expect(live.terminal.lines().at(-1)).toBe('cancelling: waiting for 2 steps to stop');
  expect(live.terminal.lines().join('\n')).not.toContain('soak: a while');
  await live.progress.stop();
});
