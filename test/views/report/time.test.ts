import { expect, test } from 'vitest';
import type { Plan } from '../../../src/plan/model.ts';
import type { RunEvent } from '../../../src/run/events.ts';
import { fold } from '../../../src/run/fold.ts';
import { axisOf } from '../../../src/views/report/axis.ts';
import { historyOf } from '../../../src/views/report/history.ts';
import { flatten, union } from '../../../src/views/report/intervals.ts';
import { laneLine, runLine } from '../../../src/views/report/lane-line.ts';
import { finished, journal, lane, now, ok, plan, runStarted, started, wave } from '../support.ts';

type Timed = readonly [seconds: number, event: RunEvent];

/** `kind from-to` in seconds since the start. */
function lines(made: Plan, events: readonly Timed[], until: number) {
  const records = journal(events);
  const history = historyOf(fold(made, records), records, now + until * 1000);
  const words = (line: ReturnType<typeof laneLine>) =>
    line.map(({ kind, from, to }) => `${kind} ${(from - now) / 1000}-${(to - now) / 1000}`);
  return { lanes: made.lanes.map((_, index) => words(laneLine(history, index))), run: words(runLine(history)) };
}

const two = plan(
  [lane('abbey', { placement: {} }), lane('harbour', { placement: {} })],
  [wave('canary', [0]), wave('everyone', [1], { approve: true })],
);
const abbey = 'abbey@prod/ehr';
const runner = { host: 'h', pid: 2, start: 't', user: 'ben' };

test('overlapping stretches become a line that says the strongest of them, and only inside its limits', () => {
  const line = flatten(
    [
      { from: 0, to: 100, kind: 'others' },
      { from: 10, to: 30, kind: 'running' },
      { from: 20, to: 40, kind: 'failing' },
      { from: 35, to: 60, kind: 'approval' },
      { from: 90, to: 300, kind: 'running' },
      { from: 50, to: 50, kind: 'lock' },
    ],
    { from: 5, to: 95 },
  );
  expect(line.map(({ kind, from, to }) => `${kind} ${from}-${to}`)).toEqual([
    'others 5-10',
    'running 10-20',
    'failing 20-40',
    'approval 40-60',
    'others 60-90',
    'running 90-95',
  ]);
});

test('a union is as few intervals as possible', () => {
  const intervals = [
    { from: 5, to: 9 },
    { from: 1, to: 3 },
    { from: 3, to: 6 },
    { from: 20, to: 20 },
    { from: 30, to: 31 },
  ];
  expect(union(intervals)).toEqual([
    { from: 1, to: 9 },
    { from: 30, to: 31 },
  ]);
});

test('waiting for a turn, an approval, a retry and others is told apart from work', () => {
  const told = lines(
    two,
    [
      [0, runStarted],
      [1, { type: 'wave-started', wave: 'canary' }],
      [2, { type: 'lane-started', lane: abbey }],
      [3, started(`${abbey}/migrate`)],
      [10, finished(`${abbey}/migrate`, { kind: 'failed', message: 'no' })],
      [15, started(`${abbey}/migrate`, 2)],
      [20, finished(`${abbey}/migrate`, ok, 2)],
      [21, started(`${abbey}/web`)],
      [25, finished(`${abbey}/web`, ok)],
      [25, started(`${abbey}/smoke`)],
      [26, finished(`${abbey}/smoke`, ok)],
      [26, { type: 'lane-finished', lane: abbey, end: 'succeeded' }],
      [27, { type: 'gate-opened', gate: 'approve:everyone', kind: 'approval', scope: 'everyone', waitingFor: 'it' }],
      [27, { type: 'run-blocked', gates: ['approve:everyone'] }],
      [500, { type: 'run-resumed', runner, onlyFailed: false }],
      [501, { type: 'gate-resolved', gate: 'approve:everyone', decision: 'approved', by: 'ann' }],
      [502, { type: 'wave-started', wave: 'everyone' }],
      [503, { type: 'lane-started', lane: 'harbour@prod/ehr' }],
      [504, started('harbour@prod/ehr/migrate')],
    ],
    510,
  );
  expect(told.lanes[0]).toEqual([
    'turn 0-2',
    'others 2-3',
    'failing 3-10',
    'retry 10-15',
    'running 15-20',
    'others 20-21',
    'running 21-26',
  ]);
  expect(told.lanes[1]).toEqual(['turn 0-27', 'approval 27-501', 'turn 501-503', 'others 503-504', 'running 504-510']);
  expect(told.run).toEqual([
    'others 0-3',
    'running 3-10',
    'retry 10-15',
    'running 15-20',
    'others 20-21',
    'running 21-26',
    'others 26-27',
    'approval 27-501',
    'others 501-504',
    'running 504-510',
  ]);
});

test('the time after a crash belongs to nobody, but for a script that went on alone', () => {
  const told = lines(
    two,
    [
      [0, runStarted],
      [0, { type: 'lane-started', lane: abbey }],
      [1, started(`${abbey}/migrate`)],
      [4, finished(`${abbey}/migrate`, ok)],
      [60, { type: 'run-resumed', runner, onlyFailed: false }],
      [61, started(`${abbey}/web`)],
    ],
    65,
  );
  expect(told.lanes[0]).toEqual(['others 0-1', 'running 1-4', 'stopped 4-60', 'others 60-61', 'running 61-65']);
  const alone = lines(
    two,
    [
      [0, runStarted],
      [0, { type: 'lane-started', lane: abbey }],
      [1, started(`${abbey}/migrate`)],
      [60, { type: 'run-resumed', runner, onlyFailed: false }],
      [61, finished(`${abbey}/migrate`, ok)],
    ],
    65,
  );
  expect(alone.lanes[0]).toEqual(['others 0-1', 'running 1-61', 'others 61-65']);
});

/** A step fails at its only attempt. */
const failing: Parameters<typeof lines>[1] = [
  [0, runStarted],
  [0, { type: 'lane-started', lane: abbey }],
  [1, started(`${abbey}/migrate`)],
  [4, finished(`${abbey}/migrate`, { kind: 'failed', message: 'no' })],
];

/** Its run ends at that second and goes on after a minute. */
const takenUpAgainAfter = (end: number): Parameters<typeof lines>[1] => [
  [4, { type: 'lane-finished', lane: abbey, end: 'failed' }],
  [end, { type: 'run-finished', end: 'failed' }],
  [60, { type: 'run-resumed', runner, onlyFailed: false }],
  [60, { type: 'lane-started', lane: abbey }],
  [60, started(`${abbey}/migrate`, 2)],
];

test('a lane that was taken up again waits for nothing between its two ends', () => {
  const told = lines(two, [...failing, ...takenUpAgainAfter(4)], 65);
  expect(told.lanes[0]).toEqual(['others 0-1', 'failing 1-4', 'stopped 4-60', 'running 60-65']);
});

test('a step that is still to be tried again waits for that, and not for other deployments', () => {
  const [first] = two.processes;
  if (first === undefined) throw new Error('no process');
  const steps = first.steps.map((step) => ({ ...step, retry: { attempts: 2, backoffSeconds: 15 } }));
  const told = lines({ ...two, processes: [{ ...first, steps }] }, failing, 10);
  expect(told.lanes[0]).toEqual(['others 0-1', 'failing 1-4', 'retry 4-10']);
  expect(told.run).toEqual(['others 0-1', 'running 1-4', 'retry 4-10']);
});

test('a step that is done again with its lane was not being tried again meanwhile', () => {
  const told = lines(two, [...failing, ...takenUpAgainAfter(20)], 65);
  expect(told.lanes[0]).toEqual(['others 0-1', 'failing 1-4', 'stopped 20-60', 'running 60-65']);
  expect(told.run).toEqual(['others 0-1', 'running 1-4', 'others 4-20', 'stopped 20-60', 'running 60-65']);
});

test('a clock that goes backwards makes no time negative', () => {
  const told = lines(
    two,
    [
      [10, runStarted],
      [10, { type: 'lane-started', lane: abbey }],
      [12, started(`${abbey}/migrate`)],
      [3, finished(`${abbey}/migrate`, ok)],
      [4, started(`${abbey}/web`)],
      [20, finished(`${abbey}/web`, ok)],
    ],
    20,
  );
  expect(told.lanes[0]).toEqual(['others 10-12', 'running 12-20']);
});

test('long waiting takes little room on the axis, and the rest keeps its proportions', () => {
  const day = 86_400_000;
  const line = [
    { from: 0, to: 60_000, kind: 'running' },
    { from: 60_000, to: day, kind: 'approval' },
    { from: day, to: day + 40_000, kind: 'running' },
  ] as const;
  const axis = axisOf({ from: 0, to: day + 40_000 }, line);
  expect(axis.breaks).toEqual([{ from: 60_000, to: day }]);
  const places = axis.bends.map(([, place]) => Math.round(place));
  expect(axis.bends.map(([time]) => time)).toEqual([0, 60_000, day, day + 40_000]);
  // 60, 8 and 40 parts of 108.
  expect(places).toEqual([0, 556, 630, 1000]);
  expect(axisOf({ from: 0, to: 100 }, []).bends).toEqual([
    [0, 0],
    [100, 1000],
  ]);
  expect(axisOf({ from: 5, to: 5 }, []).bends).toEqual([[5, 0]]);
});
