import { describe, expect, test } from 'vitest';
import type { DeployedVersion } from '../../src/plan/deployed-index.ts';
import { nodesOf, prunedOf, wavesOf } from './shown.ts';
import { basic, codesOf, compile, type Files, laneAt, planOf } from './workspace.ts';

const note = (id: string, rest = ''): string => `  - { id: ${id}, uses: note, with: { message: x }${rest} }\n`;
const chain = (project: string, rest = ''): string =>
  `  - { id: ${project}, uses: chain, with: { project: ${project}${rest} } }\n`;
const project = (id: string, steps: string, head = ''): Files => ({
  [`projects/${id}.yaml`]: `project: ${id}\n${head}steps:\n${steps}`,
});

function train(steps: string): Files {
  const versions = Object.entries({ web: '5.1.0', api: '7.0.0' }).filter(([id]) => steps.includes(`project: ${id}`));
  return {
    ...basic,
    ...project('app', steps),
    ...project('web', note('one') + note('two')),
    ...project('api', note('only')),
    'releases/r.yaml': `${basic['releases/r.yaml']}versions: ${JSON.stringify(Object.fromEntries(versions))}\n`,
  };
}

const deployed = (project: string, version: string, tenant: string | null = 'a'): DeployedVersion => ({
  tenant,
  environment: 'prod',
  project,
  version,
  at: 0,
  state: 'succeeded',
});

describe('chained projects', () => {
  const files = train(note('first') + chain('web') + chain('api') + note('last'));

  test('are in the plan of the train, with versions of their own', () => {
    const plan = planOf(files);
    const lane = laneAt(plan, 'a@prod/app');
    expect(nodesOf(plan, lane)).toEqual(['first', 'web/one', 'web/two', 'api/only', 'last']);
    expect(lane.versions).toEqual({ app: '2.0.0', web: '5.1.0', api: '7.0.0' });
    expect(lane.locks).toEqual(['a@prod/api', 'a@prod/app', 'a@prod/web']);
  });

  test('a project without a version in the release is an error', () => {
    const without = { ...files, 'releases/r.yaml': basic['releases/r.yaml'] ?? '' };
    expect(codesOf(compile(without))).toEqual(['REL1615', 'REL1615']);
  });

  test('an override gives a tenant another version', () => {
    const some = {
      ...files,
      'releases/r.yaml': `${files['releases/r.yaml']}overrides: [{ tenants: [b], versions: { web: 5.0.9 } }]\n`,
    };
    const plan = planOf(some);
    expect(laneAt(plan, 'a@prod/app').versions.web).toBe('5.1.0');
    expect(laneAt(plan, 'b@prod/app').versions.web).toBe('5.0.9');
  });

  test('wait: false lets the next step start at once, and the run still waits', () => {
    const plan = planOf(train(chain('web', ', wait: false') + note('last')));
    const steps = plan.processes[0]?.steps ?? [];
    const needs = (path: string): readonly string[] =>
      steps.find((step) => step.path === path)?.needs.map((index) => steps[index]?.path ?? '') ?? [];
    expect(needs('last')).not.toContain('web');
    expect(steps.find(({ path }) => path === 'web')?.chain?.children.map((index) => steps[index]?.path)).toEqual([
      'web/one',
      'web/two',
    ]);
  });

  test.each(['tenant', 'wave', 'release'])('barrier: %s is kept for the run', (barrier) => {
    const plan = planOf(train(chain('web', `, barrier: ${barrier}`) + note('last')));
    expect(plan.processes[0]?.steps.find(({ path }) => path === 'web')?.chain?.barrier).toBe(barrier);
  });

  test.each([
    ['always', '5.1.0', undefined],
    ['if-different', '5.1.0', 'web 5.1.0 is there already'],
    ['if-different', '5.2.0', undefined],
    ['if-newer', '5.2.0', 'web 5.2.0 is there, which is newer than 5.1.0'],
    ['if-newer', '5.0.0', undefined],
  ])('deploy: %s where %s is there', (deploy, there, reason) => {
    const plan = planOf(train(chain('web', `, deploy: ${deploy}`) + note('last')), {
      deployed: [deployed('web', there)],
    });
    const pruned = prunedOf(plan, laneAt(plan, 'a@prod/app'));
    expect(pruned['web/one']).toBe(reason);
    expect(prunedOf(plan, laneAt(plan, 'b@prod/app'))).toEqual({});
  });

  test.each([
    ['if-different', '5.1.0', 'failed', undefined],
    ['if-different', '5.1.0', 'cancelled', undefined],
    ['if-different', '5.1.0', 'running', undefined],
    ['if-newer', '5.1.0', 'failed', undefined],
    ['if-newer', '5.0.0', 'failed', undefined],
    ['if-newer', '5.1.1', 'failed', 'web 5.1.1 was there last, which is newer than 5.1.0'],
  ] as const)('deploy: %s where %s is from before a deployment that %s', (deploy, before, state, reason) => {
    const plan = planOf(train(chain('web', `, deploy: ${deploy}`) + note('last')), {
      deployed: [deployed('web', before), { ...deployed('web', '5.2.0'), state }],
    });
    expect(prunedOf(plan, laneAt(plan, 'a@prod/app'))['web/one']).toBe(reason);
  });

  test('a failure is forgotten where the same version succeeded since', () => {
    const plan = planOf(train(chain('web', ', deploy: if-different') + note('last')), {
      deployed: [{ ...deployed('web', '5.1.0'), state: 'failed' }, deployed('web', '5.1.0')],
    });
    expect(prunedOf(plan, laneAt(plan, 'a@prod/app'))['web/one']).toBe('web 5.1.0 is there already');
  });

  test('the plan says what was tried where the train itself did not succeed', () => {
    const tried = { ...deployed('app', '1.9.1'), state: 'failed' as const };
    const plan = planOf(files, { deployed: [deployed('app', '1.9.0'), tried] });
    expect(laneAt(plan, 'a@prod/app')).toMatchObject({
      from: '1.9.0',
      attempted: { version: '1.9.1', state: 'failed' },
    });
  });

  test('a step inside can be left out by its path, a chain step with all that is inside', () => {
    const plan = planOf({ ...files, 'releases/r.yaml': `${files['releases/r.yaml']}skip: [web/two, api]\n` });
    expect(prunedOf(plan, laneAt(plan, 'a@prod/app'))).toEqual({
      'web/two': 'left out by the release (skip)',
      'api/only': 'left out by the release (skip)',
      api: 'left out by the release (skip)',
    });
  });

  test('a chain step gives values to its project, above those of files and below the command line', () => {
    const say = '  - { id: say, uses: note, with: { message: "{{colour}}" } }\n';
    const some = {
      ...train(`  - { id: web, uses: chain, with: { project: web, variables: { colour: blue } } }\n${say}`),
      ...project('web', say),
      'variables/v.yaml': 'variableSet: v\nvariables: { colour: grey }\n',
      'releases/r.yaml': `${basic['releases/r.yaml']}versions: { web: 5.1.0 }\n`,
    };
    expect(laneAt(planOf(some), 'a@prod/app').values).toEqual({
      '': { colour: { value: 'grey' } },
      web: { colour: { value: 'blue' } },
    });
  });

  test('a value scoped to a project counts inside it, whoever chains it', () => {
    const say = '  - { id: say, uses: note, with: { message: "{{colour}} {{project.id}} {{release.version}}" } }\n';
    const some = {
      ...train(chain('web') + say),
      ...project('web', say),
      'variables/v.yaml':
        'variableSet: v\nvariables: { colour: [{ value: grey }, { value: red, scope: { project: web } }] }\n',
      'releases/r.yaml': `${basic['releases/r.yaml']}versions: { web: 5.1.0 }\n`,
    };
    const { values } = laneAt(planOf(some), 'a@prod/app');
    expect([values['']?.colour, values.web?.colour]).toEqual([{ value: 'grey' }, { value: 'red' }]);
  });
});

describe('an untenanted project that tenants chain', () => {
  const files = {
    ...train(chain('web') + note('last')),
    ...project('web', note('one'), 'tenancy: untenanted\n'),
    'releases/r.yaml': `${basic['releases/r.yaml']}versions: { web: 5.1.0 }\n`,
  };

  test('has one lane for all, which their chain steps wait for', () => {
    const plan = planOf(files);
    const shared = plan.lanes.findIndex(({ address }) => address === '@prod/web');
    expect(plan.lanes[shared]).toMatchObject({ kind: 'shared', tenant: null, to: '5.1.0' });
    for (const address of ['a@prod/app', 'b@prod/app']) {
      const lane = laneAt(plan, address);
      expect(Object.values(lane.joins)).toEqual([shared]);
      expect(nodesOf(plan, lane)).toEqual(['last']);
    }
    expect(wavesOf(plan)).toEqual(['everyone: a@prod/app b@prod/app']);
  });

  test('is not there when everybody leaves it out', () => {
    const plan = planOf({ ...files, 'releases/r.yaml': `${files['releases/r.yaml']}skip: [web]\n` });
    expect(plan.lanes.map(({ address }) => address)).toEqual(['a@prod/app', 'b@prod/app']);
  });

  test('is there already for all of them at once', () => {
    const some = { ...files, ...project('app', chain('web', ', deploy: if-different') + note('last')) };
    const plan = planOf(some, { deployed: [deployed('web', '5.1.0', null)] });
    expect(plan.lanes.map(({ address }) => address)).toEqual(['a@prod/app', 'b@prod/app']);
  });
});
