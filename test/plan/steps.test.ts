import { describe, expect, test } from 'vitest';
import { nodesOf, packagesOf, prunedOf, wavesOf } from './shown.ts';
import { basic, codesOf, compile, draftOf, type Files, laneAt, planOf, variable } from './workspace.ts';

const process = (...steps: readonly string[]): Files => ({
  ...basic,
  'projects/app.yaml': `project: app\nsteps:\n${steps.map((step) => `  - { ${step} }\n`).join('')}`,
});
const script = (id: string, rest = ''): string => `id: ${id}, uses: script, with: { run: x }${rest}`;
const targets = (text: string): Files => ({
  'tenants/a.yaml': `tenant: a\nenvironments: [test, prod]\ntargets:\n${text}`,
  'tenants/b.yaml': 'tenant: b\nenvironments: [prod]\ntargets: { db: { type: local, roles: [db, web], path: db } }\n',
});

describe('where a step runs', () => {
  const two = `  one: { type: local, roles: [web, db], path: one }\n  two: { type: local, roles: [web], path: two }\n`;

  test('on every target that has one of its roles, and here without roles', () => {
    const files = {
      ...process(script('here'), script('web', ', roles: [web]'), script('any', ', roles: [db]')),
      ...targets(two),
    };
    const plan = planOf(files);
    expect(nodesOf(plan, laneAt(plan, 'a@prod/app'))).toEqual(['here', 'web#one', 'web#two', 'any#one']);
  });

  test('a role that a tenant has no target for is an error, unless the step is optional', () => {
    const files = (rest: string): Files => ({
      ...process(script('here'), script('db', `, roles: [db]${rest}`)),
      ...targets('  two: { type: local, roles: [web], path: two }\n'),
      'tenants/z.yaml': 'tenant: z\nenvironments: [prod]\ntargets: { x: { type: local, roles: [db], path: x } }\n',
    });
    expect(codesOf(compile(files('')))).toEqual(['REL1603']);
    const plan = planOf(files(', optional: true'));
    const lane = laneAt(plan, 'a@prod/app');
    expect(nodesOf(plan, lane)).toEqual(['here']);
    expect(prunedOf(plan, lane)).toEqual({ db: 'no target has the role db' });
  });

  test('a window and a group roll over the targets', () => {
    const rolling = ', roles: [web], group: g, rolling: { window: 2 }';
    const plan = planOf({ ...process(script('stop', rolling), script('start', rolling)), ...targets(two) });
    expect(plan.processes[0]?.steps.map(({ rollingWindow, group }) => [rollingWindow, group])).toEqual([
      [2, 'g'],
      [2, 'g'],
    ]);
  });

  test('a value may differ from target to target, and is found at each', () => {
    const variables =
      'variableSet: v\nvariables:\n  port:\n    - { value: 80 }\n    - { value: 81, scope: { target: two } }\n';
    const steps = process(`id: say, uses: note, roles: [web], with: { message: "on {{port}}" }`);
    const { overrides, values } = laneAt(
      planOf({ ...steps, ...targets(two), 'variables/v.yaml': variables }),
      'a@prod/app',
    );
    expect(values['']).toEqual({ port: { value: 80 } });
    expect(overrides).toEqual({ '0#1': { port: { value: 81 } } });
  });
});

describe('what is left out, and why', () => {
  const reasons = (files: Files, address: string, options = {}): unknown => {
    const plan = planOf(files, options);
    return prunedOf(plan, laneAt(plan, address));
  };

  test('a condition that can be decided', () => {
    const when = script('only', ', when: \'environment == "prod" && tenant.id != "b"\'');
    const files = {
      ...process(when, script('last')),
      'releases/r.yaml': 'release: r\nproject: app\nversion: 1.0.0\nenvironments: [test, prod]\n',
    };
    expect(reasons(files, 'a@prod/app')).toEqual({});
    expect(reasons(files, 'b@prod/app')).toEqual({
      only: 'its condition does not hold: environment == "prod" && tenant.id != "b"',
    });
    expect(reasons(files, 'a@test/app')).toHaveProperty('only');
  });

  test('a condition on what only the run knows stays in the plan', () => {
    const files = process(
      'id: ask, uses: script, with: { run: x, outputs: [rows] }',
      script('load', ', when: \'steps.ask.outputs.rows != "0"\''),
    );
    const plan = planOf(files);
    expect(nodesOf(plan, laneAt(plan, 'a@prod/app'))).toEqual(['ask', 'load']);
    expect(plan.processes[0]?.steps[1]?.when).toBe('steps.ask.outputs.rows != "0"');
  });

  test('a condition on the target is decided for each', () => {
    const when = script('web', ', roles: [web], when: \'target.id == "two"\'');
    const files = {
      ...process(when),
      ...targets('  one: { type: local, roles: [web], path: one }\n  two: { type: local, roles: [web], path: two }\n'),
    };
    const plan = planOf(files);
    expect(nodesOf(plan, laneAt(plan, 'a@prod/app'))).toEqual(['web#two']);
  });

  test('scopes: environments, tenants, channels, and not', () => {
    const files = process(
      script('env', ', scope: { environments: [test] }'),
      script('who', ', scope: { tenants: { tags: [ring/broad] } }'),
      script('not', ', scope: { not: { tenant: a, environment: prod } }'),
      script('last'),
    );
    expect(reasons(files, 'a@prod/app')).toEqual({
      env: 'only for test',
      who: 'not for this tenant',
      not: 'excluded by its scope (not)',
    });
    expect(reasons(files, 'b@prod/app')).toEqual({ env: 'only for test' });
  });

  test('skip: a step, a group, on the command line and in the release', () => {
    const files = process(script('one', ', group: g'), script('two', ', group: g'), script('three'), script('four'));
    const release = { 'releases/r.yaml': `${basic['releases/r.yaml']}skip: [g]\n` };
    expect(reasons({ ...files, ...release }, 'a@prod/app', { narrowing: { skip: ['three'] } })).toEqual({
      one: 'group g is left out (skip)',
      two: 'group g is left out (skip)',
      three: 'left out by the release (skip)',
    });
    expect(codesOf(compile(files, { narrowing: { skip: ['thre'] } }))).toEqual(['REL1611']);
  });

  test('what is before a step that is left out still comes first', () => {
    const files = process(script('one'), script('two', ', scope: { environments: [test] }'), script('three'));
    const plan = planOf(files);
    expect(plan.processes[0]?.steps.map(({ needs }) => needs)).toEqual([[], [0], [1]]);
  });
});

describe('once', () => {
  test('before and after stand around the tenants of each wave', () => {
    const files = {
      ...process(script('mail', ', once: before'), script('deploy'), script('done', ', once: after')),
      'releases/r.yaml': `${basic['releases/r.yaml']}waves: [{ name: one, tenants: [a] }, { name: two }]\n`,
    };
    expect(wavesOf(planOf(files))).toEqual([
      'one: [+one.before@prod/app] a@prod/app [+one.after@prod/app]',
      'two: [+two.before@prod/app] b@prod/app [+two.after@prod/app]',
    ]);
  });
});

describe('packages', () => {
  const step = 'id: db, uses: package, package: { id: "Local.{{code}}" }';
  const base: Files = {
    ...process(step),
    'tenants/a.yaml': 'tenant: a\nenvironments: [test, prod]\nvariables: { code: A }\n',
    'tenants/b.yaml': 'tenant: b\nenvironments: [test, prod]\nvariables: { code: B }\npackages: { Local.B: 1.9.0 }\n',
  };
  const released = (rest: string): Files => ({ ...base, 'releases/r.yaml': `${basic['releases/r.yaml']}${rest}` });
  const chosen = (files: Files, address: string): unknown => {
    const plan = planOf(files);
    return packagesOf(plan, laneAt(plan, address)).db;
  };

  test('one step, a package for each tenant; each is asked for once', () => {
    const files = released('packages: { "Local.*": 2.0.0 }\n');
    const draft = draftOf(files);
    expect(draft.requests.map(({ id, wanted }) => `${id} ${wanted}`).sort()).toEqual([
      'Local.A 2.0.0',
      'Local.B 1.9.0',
    ]);
  });

  test.each([
    [
      'an override of the release',
      'packages: { "Local.*": 2.0.0, Local.B: 2.1.0 }\noverrides: [{ tenants: [b], packages: { Local.B: 3.0.0 } }]\n',
      'Local.B 3.0.0',
    ],
    ['the tenant', 'packages: { "Local.*": 2.0.0, Local.B: 2.1.0 }\n', 'Local.B 1.9.0'],
  ])('%s is above the rest for its tenant', (_, rest, expected) => {
    expect(chosen(released(rest), 'b@prod/app')).toBe(expected);
  });

  test('an exact id is above a pattern, a longer pattern above a shorter, the channel below them all', () => {
    const channel = {
      'projects/app.yaml': `project: app\nchannels: { hotfix: { packages: { "*": 1.0.0 } } }\nsteps: [{ ${step} }]\n`,
    };
    const hotfix = (rest: string): Files => ({ ...released(`channel: hotfix\n${rest}`), ...channel });
    expect(chosen(hotfix(''), 'a@prod/app')).toBe('Local.A 1.0.0');
    expect(chosen(hotfix('packages: { "Local.*": 2.0.0 }\n'), 'a@prod/app')).toBe('Local.A 2.0.0');
    expect(chosen(hotfix('packages: { "Local.*": 2.0.0, Local.A: 2.1.0 }\n'), 'a@prod/app')).toBe('Local.A 2.1.0');
  });

  test('a version that the step itself gives is below what the release says', () => {
    const files = (rest: string): Files => ({
      ...process('id: db, uses: package, package: { id: Web, version: "{{release.version}}" }'),
      'releases/r.yaml': `${basic['releases/r.yaml']}${rest}`,
    });
    expect(chosen(files(''), 'a@prod/app')).toBe('Web 2.0.0');
    expect(chosen(files('packages: { Web: 2.0.1 }\n'), 'a@prod/app')).toBe('Web 2.0.1');
  });

  test('without any rule it is the newest version, which the lock will name', () => {
    const { requests } = draftOf(released(''));
    expect(requests.map(({ id, wanted, level }) => [id, wanted, level])).toEqual([
      ['Local.A', '*', 'none'],
      ['Local.B', '1.9.0', 'tenant'],
    ]);
  });
});

describe('values', () => {
  const say = process('id: say, uses: note, with: { message: "{{banner}}" }');
  const bannerOf = (files: Files, options = {}): unknown =>
    laneAt(planOf(files, options), 'a@prod/app').values['']?.banner;

  test('the release is above all files, an override above the release, the command line above everything', () => {
    const set = { 'variables/v.yaml': 'variableSet: v\nvariables: { banner: from the set }\n' };
    const release = { 'releases/r.yaml': `${basic['releases/r.yaml']}variables: { banner: from the release }\n` };
    const override = {
      'releases/r.yaml': `${release['releases/r.yaml']}overrides: [{ tenants: [a], variables: { banner: from the override } }]\n`,
    };
    expect(bannerOf({ ...say, ...set })).toEqual({ value: 'from the set' });
    expect(bannerOf({ ...say, ...set, ...release })).toEqual({ value: 'from the release' });
    expect(bannerOf({ ...say, ...set, ...override })).toEqual({ value: 'from the override' });
    expect(bannerOf({ ...say, ...set, ...override }, { commandLine: [variable('banner', 'typed')] })).toEqual({
      value: 'typed',
    });
  });

  test('what no step asks for is not in the plan', () => {
    const set = { 'variables/v.yaml': 'variableSet: v\nvariables: { banner: hi, unused: 1 }\n' };
    expect(Object.keys(laneAt(planOf({ ...say, ...set }), 'a@prod/app').values[''] ?? {})).toEqual(['banner']);
  });

  test('a secret stays a reference, and what is made of one a template', () => {
    const set = {
      'variables/v.yaml': 'variableSet: v\nvariables: { pw: { secret: { env: PW } }, banner: "x{{pw}}" }\n',
    };
    expect(laneAt(planOf({ ...say, ...set }), 'a@prod/app').values['']).toEqual({
      pw: { secret: { source: 'env', ref: 'PW' } },
      banner: { template: 'x{{pw}}' },
    });
  });
});
