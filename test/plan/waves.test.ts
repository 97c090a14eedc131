import { describe, expect, test } from 'vitest';
import type { DeployedVersion } from '../../src/plan/deployed-index.ts';
import { wavesOf } from './shown.ts';
import { basic, codesOf, compile, draftOf, type Files, laneAt, planOf } from './workspace.ts';

const release = (text: string): Files => ({
  ...basic,
  'releases/r.yaml': `release: r\nproject: app\nversion: 2.0.0\n${text}`,
});
const four: Files = {
  'tenants/c.yaml': 'tenant: c\ntags: [ring/broad]\nenvironments: [prod]\n',
  'tenants/d.yaml': 'tenant: d\nenvironments: [test]\n',
};

describe('waves', () => {
  test('without any there is one with everyone that is connected', () => {
    const { lanes, header } = planOf({ ...release('environments: [test, prod]\n'), ...four });
    expect(lanes.map(({ address }) => address)).toEqual([
      'a@test/app',
      'a@prod/app',
      'b@test/app',
      'b@prod/app',
      'c@prod/app',
      'd@test/app',
    ]);
    expect(header.waves).toMatchObject([{ name: 'everyone', approve: false, soakSeconds: 0, concurrency: 0 }]);
  });

  test('each takes whom no earlier one took, and the last takes the rest', () => {
    const text = `environments: [prod]
waves:
  - { name: canary, tenants: { tags: [ring/canary] }, approve: true, soak: 30m }
  - { name: named, tenants: [a, b], concurrency: 2 }
  - { name: rest, budget: { percent: 50 } }
`;
    const plan = planOf({ ...release(text), ...four });
    expect(wavesOf(plan)).toEqual(['canary: a@prod/app', 'named: b@prod/app', 'rest: c@prod/app']);
    expect(plan.header.waves).toMatchObject([
      { approve: true, soakSeconds: 1800 },
      { concurrency: 2, approve: false },
      { failuresAllowed: 0 },
    ]);
  });

  test.each([
    ['budget: { percent: 50 }', 1],
    ['budget: { percent: 34 }', 1],
    ['budget: { percent: 33 }', 0],
    ['budget: { tenants: 2 }', 2],
    ['budget: { tenants: 2, percent: 34 }', 1],
    ['concurrency: 1', 0],
  ])('of three tenants, %s bears %i', (budget, allowed) => {
    const plan = planOf({ ...release(`environments: [prod]\nwaves: [{ name: all, ${budget} }]\n`), ...four });
    expect(plan.header.waves[0]?.failuresAllowed).toBe(allowed);
  });

  test('whom no wave takes is an error, whom no environment reaches a warning', () => {
    const waves = 'waves: [{ name: canary, tenants: { tags: [ring/canary] } }]\n';
    expect(codesOf(compile({ ...release(`environments: [prod]\n${waves}`), ...four }))).toEqual(['REL1602', 'REL1614']);
  });

  test('a selector is a union of its parts, each an OR inside a tag set and an AND across sets', () => {
    const config = {
      'release.config.yaml':
        basic['release.config.yaml']?.replace('tagSets:', 'tagSets:\n  size: { values: [big, small] }') ?? '',
    };
    const tenants = {
      'tenants/a.yaml': 'tenant: a\ntags: [ring/canary, size/big]\nenvironments: [prod]\n',
      'tenants/b.yaml': 'tenant: b\ntags: [ring/broad, size/small]\nenvironments: [prod]\n',
      'tenants/c.yaml': 'tenant: c\ntags: [size/big]\nenvironments: [prod]\n',
    };
    const chosen = (selector: string): readonly string[] => {
      const files = { ...release(`environments: [prod]\ntenants: ${selector}\n`), ...config, ...tenants };
      return planOf(files).lanes.map(({ tenant }) => tenant?.id ?? '');
    };
    expect(chosen('{ tags: [ring/canary, ring/broad] }')).toEqual(['a', 'b']);
    expect(chosen('{ tags: [ring/canary, ring/broad, size/big] }')).toEqual(['a']);
    expect(chosen('[{ tags: [size/small] }, c]')).toEqual(['b', 'c']);
    expect(chosen('{ not: { tags: [size/big] } }')).toEqual(['b']);
    expect(chosen('all')).toEqual(['a', 'b', 'c']);
  });
});

describe('the command line narrows', () => {
  const files = { ...release('environments: [test, prod]\n'), ...four };
  const addresses = (narrowing: object): readonly string[] =>
    planOf(files, { narrowing }).lanes.map(({ address }) => address);

  test('environments, tenants and tags, each by itself and together', () => {
    expect(addresses({ environments: ['test'] })).toEqual(['a@test/app', 'b@test/app', 'd@test/app']);
    expect(addresses({ tenants: ['c', 'd'] })).toEqual(['c@prod/app', 'd@test/app']);
    expect(addresses({ tags: ['ring/broad'] })).toEqual(['b@test/app', 'b@prod/app', 'c@prod/app']);
    expect(addresses({ tags: ['ring/broad'], tenants: ['b'], environments: ['prod'] })).toEqual(['b@prod/app']);
  });

  test('and never widens: what the release does not go to is an error', () => {
    const narrowed = {
      ...files,
      'releases/r.yaml': 'release: r\nproject: app\nversion: 1.0.0\nenvironments: [prod]\ntenants: [a]\n',
    };
    for (const narrowing of [
      { environments: ['test'] },
      { tenants: ['b'] },
      { tags: ['ring/broad'] },
      { tenants: ['nobody'] },
    ])
      expect(codesOf(compile(narrowed, { narrowing }))).toContain('REL1613');
  });
});

describe('phases of a lifecycle', () => {
  const lifecycle = (phases: string): Files => ({
    'release.config.yaml': `environments: [test, stage, prod]\ntagSets: { ring: { values: [canary, broad] } }\nlifecycles: { train: { phases: [${phases}] } }\n`,
    'projects/app.yaml': basic['projects/app.yaml']?.replace('project: app', 'project: app\nlifecycle: train') ?? '',
    'tenants/a.yaml': 'tenant: a\nenvironments: [test, stage, prod]\n',
    'tenants/b.yaml': 'tenant: b\nenvironments: [test, prod]\n',
  });
  const both = '{ name: early, environments: [test, stage] }, { name: late, environments: [prod] }';

  test('come one after the other, and inside each the waves', () => {
    const text = 'environments: [prod, test]\nwaves: [{ name: one, tenants: [a] }, { name: two }]\n';
    expect(wavesOf(planOf({ ...release(text), ...lifecycle(both) }))).toEqual([
      'early/one: a@test/app',
      'early/two: b@test/app',
      'late/one: a@prod/app',
      'late/two: b@prod/app',
    ]);
  });

  test('a tenant goes on when it finished enough of the earlier ones', () => {
    const required = (phases: string): unknown => {
      const plan = planOf({ ...release('environments: [test, stage, prod]\n'), ...lifecycle(phases) });
      const place = (index: number): string => plan.lanes[index]?.address ?? '';
      return laneAt(plan, 'a@prod/app').requires.map(({ lanes, minimum }) => [minimum, ...lanes.map(place)]);
    };
    expect(required(both)).toEqual([[2, 'a@test/app', 'a@stage/app']]);
    expect(required(both.replace('stage] }', 'stage], minimum: 1 }'))).toEqual([[1, 'a@test/app', 'a@stage/app']]);
    expect(required(both.replace('stage] }', 'stage], optional: true }'))).toEqual([]);
  });

  test('a later phase may ask for a soak of its own', () => {
    const phases = both.replace('[prod] }', '[prod], soak: 1d }');
    const plan = planOf({ ...release('environments: [test, prod]\n'), ...lifecycle(phases) });
    expect(plan.header.waves.map(({ soakSeconds }) => soakSeconds)).toEqual([86_400, 0]);
  });

  const deployedAt = (tenant: string, environment: string, version: string): DeployedVersion => ({
    ...{ tenant, environment, project: 'app', version },
    ...{ at: 0, state: 'succeeded' as const },
  });

  test('where the earlier phase is not part of the release, what is there already counts', () => {
    const files = { ...release('environments: [prod]\ntenants: [b]\n'), ...lifecycle(both) };
    expect(compile(files).blocked.map(({ address }) => address)).toEqual(['b@prod/app']);
    expect(compile(files, { deployed: [deployedAt('b', 'test', '1.0.0')] }).blocked).toHaveLength(1);
    expect(compile(files, { deployed: [deployedAt('b', 'test', '2.0.0')] }).blocked).toEqual([]);
  });

  test('an environment in no phase is an error', () => {
    const files = lifecycle('{ name: early, environments: [test] }');
    expect(codesOf(compile({ ...release('environments: [test, prod]\n'), ...files }))).toEqual(['REL1601']);
  });
});

test('freezes name the deployments that they concern, in absolute time', () => {
  const config = `environments: [test, prod]
tagSets: { ring: { values: [canary, broad] } }
freezes:
  - { name: winter, from: 2026-12-20T00:00, to: 2027-01-04T00:00, zone: Europe/London, environments: [prod] }
  - { name: audit, from: 2026-07-01T00:00, to: 2026-07-02T00:00, zone: Europe/Berlin, tenants: [b] }
  - { name: nobody, from: 2026-07-01T00:00, to: 2026-07-02T00:00, tenants: { tags: [ring/canary] }, environments: [test] }
`;
  const plan = planOf({ ...release('environments: [prod]\n'), 'release.config.yaml': config });
  const shown = plan.header.freezes.map(({ name, start, end, lanes }) => ({
    name,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    lanes: lanes.map((index) => plan.lanes[index]?.address),
  }));
  expect(shown).toEqual([
    {
      name: 'winter',
      start: '2026-12-20T00:00:00.000Z',
      end: '2027-01-04T00:00:00.000Z',
      lanes: ['a@prod/app', 'b@prod/app'],
    },
    { name: 'audit', start: '2026-06-30T22:00:00.000Z', end: '2026-07-01T22:00:00.000Z', lanes: ['b@prod/app'] },
  ]);
});

test('an untenanted project goes with the first wave, once for each environment', () => {
  const files = {
    'projects/app.yaml': basic['projects/app.yaml']?.replace('project: app', 'project: app\ntenancy: untenanted') ?? '',
  };
  const text = 'environments: [test, prod]\nwaves: [{ name: one, tenants: [a] }, { name: two }]\n';
  const plan = planOf({ ...release(text), ...files });
  expect(wavesOf(plan)).toEqual(['one: @test/app @prod/app']);
  expect(plan.lanes.map(({ tenant }) => tenant)).toEqual([null, null]);
});

test('the same files give the same plan, whatever the order they are read in', () => {
  const files = { ...release('environments: [test, prod]\n'), ...four };
  const reversed = Object.fromEntries(Object.entries(files).toReversed());
  expect(JSON.stringify(planOf(reversed))).toBe(JSON.stringify(planOf(files)));
  expect(draftOf(files).requests).toEqual([]);
});
