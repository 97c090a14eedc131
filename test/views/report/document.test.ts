import { expect, test } from 'vitest';
import type { JournalRecord, RunEvent } from '../../../src/run/events.ts';
import { fold } from '../../../src/run/fold.ts';
import { type ReportDocument, reportDocument } from '../../../src/views/report/document.ts';
import { pageData } from '../../../src/views/report/page-data.ts';
import { reportText } from '../../../src/views/report/text.ts';
import { verdict } from '../../../src/views/report/words.ts';
import { acting, finished, journal, lane, layout, now, plan, runStarted, started, wave, widest } from '../support.ts';
import { bigRun } from './big-run.ts';

function report(made: ReturnType<typeof plan>, records: readonly JournalRecord[], later = 8000): ReportDocument {
  return reportDocument(fold(made, records), records, Date.parse(records.at(-1)?.at ?? '') + later);
}

const big = bigRun(100);

test('forty failures of a kind are one, with the names of tenants taken out of what they say', () => {
  const { failures } = report(big.plan, big.records);
  expect(failures.map(({ step, deployments }) => [step, deployments.length])).toEqual([
    ['database/migrate', 3],
    ['smoke', 3],
  ]);
  expect(failures[0]?.message).toBe(
    'exit code 3: migration 0042 failed: column "nhs_number" of hospital-0004 holds text',
  );
  expect(failures[0]?.deployments[0]).toEqual({
    address: 'hospital-0004@prod/ehr',
    node: 'hospital-0004@prod/ehr/database/migrate',
  });
});

test('the document says when waves ran, how long was waited, what was tried, and who decided', () => {
  const document = report(big.plan, big.records);
  expect(document.waves.map(({ name, state, failed }) => ({ name, state, failed }))).toEqual([
    { name: 'canary', state: 'finished', failed: 0 },
    { name: 'early', state: 'finished', failed: 6 },
    { name: 'everyone', state: 'running', failed: 0 },
  ]);
  expect(document.waves[2]).toMatchObject({ endedAt: null });
  expect(document.times.waiting.approval).toBe(93_000_000);
  expect(document.decisions.map(({ by, what, subject }) => `${by} ${what} ${subject}`.trim())).toEqual([
    'ann on h started',
    'mary on ci-3 resumed',
    'dr.brown approved approve:early',
  ]);
  const failed = document.deployments.find(({ tenant }) => tenant === 'hospital-0004');
  expect(failed?.attempts.map(({ node, attempt, outcome }) => `${node.slice(23)} ${attempt} ${outcome}`)).toEqual([
    'backup 1 succeeded',
    'database/migrate 1 failed',
    'database/migrate 2 failed',
  ]);
  expect(failed?.times.waiting).toMatchObject({ approval: 93_000_000, retry: 30_000 });
  const [process] = document.processes;
  expect(process?.steps.find(({ path }) => path === 'database/migrate')).toMatchObject({
    inside: 'database',
    counts: { failed: 3, succeeded: 47, waiting: 50 },
  });
});

test('the run in one sentence', () => {
  const told = (events: readonly RunEvent[]): string =>
    verdict(
      report(plan([lane('abbey'), lane('harbour')], [wave('all', [0, 1], { failuresAllowed: 1 })]), journal(events)),
    );
  const start = (name: string): RunEvent => ({ type: 'lane-started', lane: `${name}@prod/ehr` });
  const end = (name: string, how: 'succeeded' | 'failed'): RunEvent => ({
    type: 'lane-finished',
    lane: `${name}@prod/ehr`,
    end: how,
  });
  const bad = [
    start('abbey'),
    started('abbey@prod/ehr/migrate'),
    finished('abbey@prod/ehr/migrate', { kind: 'failed', message: 'no' }),
    end('abbey', 'failed'),
  ];
  expect(told([runStarted])).toBe('0 of 2 deployments done.');
  expect(told([runStarted, ...bad])).toBe('0 of 2 deployments done, 1 failed.');
  expect(told([runStarted, ...bad, { type: 'run-finished', end: 'failed' }])).toBe(
    '1 of 2 deployments failed; 1 never started.',
  );
  expect(told([runStarted, ...bad, { type: 'run-finished', end: 'within-budget' }])).toBe(
    'Succeeded within its failure budget: 1 of 2 deployments failed.',
  );
  expect(told([runStarted, ...bad, { type: 'run-paused', reason: 'too many' }])).toBe(
    'Paused: too many. 1 of 2 deployments failed.',
  );
  const gate = { gate: 'approve:all', kind: 'approval', scope: 'all', waitingFor: 'approval of wave all' } as const;
  expect(told([runStarted, { type: 'gate-opened', ...gate }, { type: 'run-blocked', gates: ['approve:all'] }])).toBe(
    'It waits for approval of wave all.',
  );
  expect(told([runStarted, { type: 'cancel-requested', by: 'ann' }, { type: 'run-finished', end: 'cancelled' }])).toBe(
    'Cancelled after 0 of 2 deployments had succeeded.',
  );
  expect(told([runStarted, { type: 'run-finished', end: 'succeeded' }])).toBe('All 2 deployments succeeded.');
});

test('the text is short, fits the terminal, and holds nothing that acts on it', () => {
  const hostile = bigRun(100, '\u001b[31m\u202e<b>');
  const text = reportText(report(hostile.plan, hostile.records), layout(80));
  expect(text).toContain('database/migrate: exit code 3');
  expect(text).toContain('approved approve:early');
  expect(text.split('\n').length).toBeLessThan(30);
  expect(text).not.toMatch(acting);
  expect(widest(text)).toBeLessThanOrEqual(110);
});

test('data of a page say a text once, and the step that failed, not the chain around it', () => {
  const data = pageData(report(big.plan, big.records));
  expect(new Set(data.texts).size).toBe(data.texts.length);
  expect(data.start).toBe(now);
  const failed = data.lanes.find(([address]) => address === 'hospital-0004@prod/ehr');
  const steps = failed?.[9].map(([path]) => data.texts[path]);
  expect(steps).toContain('database/migrate');
  expect(steps).not.toContain('database');
  const bad = failed?.[9].findIndex(([path]) => data.texts[path] === 'database/migrate');
  expect(failed?.[10].filter(([step]) => step === bad)).toHaveLength(2);
});

test('a run of nothing, and one that has not begun, have reports too', () => {
  const empty = plan([], []);
  const none = report(empty, journal([runStarted, { type: 'run-finished', end: 'succeeded' }]));
  expect(none.deployments).toEqual([]);
  const fresh = reportDocument(fold(plan([lane('abbey')], [wave('all', [0])]), []), [], now);
  expect(fresh.deployments[0]).toMatchObject({ state: 'waiting', attempts: [] });
  expect(reportText(fresh, layout())).toContain('0 of 1 deployment done');
});
