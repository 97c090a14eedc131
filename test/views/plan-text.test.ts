import { expect, test } from 'vitest';
import { planText } from '../../src/views/plan/text.ts';
import { acting, bigPlan, lane, layout, plan, tenants, wave, widest } from './support.ts';

const mixed = plan(
  [
    lane('st-marys', { packages: { 1: 1 } }),
    lane('north', { from: null }),
    lane('south', { pruned: { 2: 'only for prod-like environments' } }),
    lane('west'),
    lane('east'),
    lane(null, {
      address: '+canary.before@prod/ehr',
      kind: 'once',
      from: null,
      pruned: { 1: 'runs per tenant', 2: 'runs per tenant' },
    }),
  ],
  [
    wave('canary', [0], { before: [5], soakSeconds: 7200 }),
    wave('everyone', [1, 2, 3, 4], { approve: true, failuresAllowed: 2, concurrency: 20 }),
  ],
  {
    freezes: [
      {
        name: 'christmas',
        start: Date.parse('2026-12-20T00:00Z'),
        end: Date.parse('2027-01-02T00:00Z'),
        lanes: [3, 4],
      },
    ],
  },
);
const view = {
  plan: mixed,
  digest: 'sha256:0123',
  blocked: [{ address: 'east@prod/ehr', why: 'test has not had it for 2h', until: Date.parse('2026-11-20T16:00Z') }],
};

test('says what a run would do, on 80 columns', () => {
  expect(planText(view, layout(80))).toMatchInlineSnapshot(`
    "Plan of ehr-november: ehr 3.4.0, channel default
    digest sha256:0123

    Wave canary: 2 deployments, stops at the first failure
      tenants                environment  now          wanted  steps
      (canary.before, once)  prod         nothing  ->  3.4.0       1
          left out web: runs per tenant
          left out smoke: runs per tenant
      st-marys               prod         3.3.1    ->  3.4.0       3
          packages ehr-web 3.4.0-st-marys.1

    Wave everyone: 4 deployments, waits for approval, starts 2h after the wave
      before, 20 at once, 2 tenants may fail
      tenants  environment  now          wanted  steps
      north    prod         nothing  ->  3.4.0       3
      south    prod         3.3.1    ->  3.4.0       2
          left out smoke: only for prod-like environments
      west     prod         3.3.1    ->  3.4.0       3
      east     prod         3.3.1    ->  3.4.0       3
          blocked test has not had it for 2h (until 2026-11-20 16:00)

    In every deployment that says nothing else
      packages ehr-web 3.4.0

    Waits
      freeze christmas will hold 2 deployments from 2026-12-20 00:00 to 2027-01-02
        00:00

    5 deployments, 15 steps; 5 versions change; 1 deployment blocked
    "
  `);
});

test('says it on 160 columns', () => {
  expect(planText(view, layout(160))).toMatchInlineSnapshot(`
    "Plan of ehr-november: ehr 3.4.0, channel default
    digest sha256:0123

    Wave canary: 2 deployments, stops at the first failure
      tenants                environment  now          wanted  steps
      (canary.before, once)  prod         nothing  ->  3.4.0       1
          left out web: runs per tenant
          left out smoke: runs per tenant
      st-marys               prod         3.3.1    ->  3.4.0       3
          packages ehr-web 3.4.0-st-marys.1

    Wave everyone: 4 deployments, waits for approval, starts 2h after the wave before, 20 at once, 2 tenants may fail
      tenants  environment  now          wanted  steps
      north    prod         nothing  ->  3.4.0       3
      south    prod         3.3.1    ->  3.4.0       2
          left out smoke: only for prod-like environments
      west     prod         3.3.1    ->  3.4.0       3
      east     prod         3.3.1    ->  3.4.0       3
          blocked test has not had it for 2h (until 2026-11-20 16:00)

    In every deployment that says nothing else
      packages ehr-web 3.4.0

    Waits
      freeze christmas will hold 2 deployments from 2026-12-20 00:00 to 2027-01-02 00:00

    5 deployments, 15 steps; 5 versions change; 1 deployment blocked
    "
  `);
});

test('what all deployments share is said once', () => {
  const shared = { 2: 'left out by the release (skip)' };
  const text = planText(
    {
      plan: plan(
        [lane('north', { pruned: shared }), lane('south', { pruned: shared, from: '3.3.0' })],
        [wave('all', [0, 1])],
      ),
      digest: 'd',
    },
    layout(),
  );
  expect(text).toMatchInlineSnapshot(`
    "Plan of ehr-november: ehr 3.4.0, channel default
    digest d

    Wave all: 2 deployments, stops at the first failure
      tenants  environment  now        wanted  steps
      north    prod         3.3.1  ->  3.4.0       2
      south    prod         3.3.0  ->  3.4.0       2

    In every deployment
      left out smoke: left out by the release (skip)

    In every deployment that says nothing else
      packages ehr-web 3.4.0

    2 deployments, 4 steps; 2 versions change
    "
  `);
});

test('10,000 equal tenants are one line', () => {
  const text = planText({ plan: bigPlan(10_000), digest: 'sha256:0123' }, layout());
  expect(text.split('\n').length).toBeLessThan(20);
  expect(text).toContain('9,998: tenant-00002, tenant-00003');
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test('1,000 tenants that all differ stay readable', () => {
  const lanes = tenants(1000).map((name, index) =>
    lane(name, { from: `1.0.${index}`, pruned: { 0: `reason ${index}`, 2: 'x'.repeat(300) } }),
  );
  const text = planText({ plan: plan(lanes, [wave('all', [...lanes.keys()])]), digest: 'd' }, layout());
  expect(text.split('\n').length).toBeLessThan(150);
  expect(text).toContain('and 960 more deployments');
});

test('nothing to do is said', () => {
  const pruned = { 0: 'x', 1: 'x', 2: 'x' };
  const text = planText(
    { plan: plan([lane('north', { pruned, placement: {}, packages: {} })], [wave('all', [0])]), digest: 'd' },
    layout(),
  );
  expect(text).toContain('Nothing to do.');
});

test('what comes from YAML cannot act on the terminal', () => {
  const hostile = 'a\u001b[2J\u202eb';
  const text = planText(
    {
      plan: plan([lane(hostile, { to: hostile, pruned: { 0: hostile } })], [wave(hostile, [0])], { release: hostile }),
      digest: 'd',
    },
    layout(),
  );
  expect(text).not.toMatch(acting);
  expect(text).toContain('<U+001B>');
});

test('says in words what is there after a deployment that did not succeed, and counts its version as one that changes', () => {
  const tried = plan(
    [
      lane('st-marys', { attempted: { version: '3.4.1', state: 'failed' }, from: '3.4.0' }),
      lane('north', { attempted: { version: '3.4.0', state: 'running' }, from: null }),
      lane('south', { from: '3.4.0' }),
    ],
    [wave('everyone', [0, 1, 2])],
  );
  const text = planText({ plan: tried, digest: 'sha256:0123' }, layout(80));
  expect(text).toContain('st-marys  prod         3.4.1 failed, was 3.4.0          ->  3.4.0');
  expect(text).toContain('north     prod         3.4.0 not finished, was nothing  ->  3.4.0');
  expect(text).toContain('south     prod         3.4.0                            =   3.4.0');
  expect(text).toContain('; 2 versions change');
});
