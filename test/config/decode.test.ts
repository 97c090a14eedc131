import { describe, expect, it } from 'vitest';
import { decodeDocuments } from '../../src/config/decode/decode.ts';
import { parseDuration } from '../../src/config/decode/duration.ts';
import type { Candidate } from '../../src/config/scope.ts';
import { parseYaml } from '../../src/yaml/parse.ts';
import { decodeTexts } from './read-text.ts';

const config = `
environments: [test, prod]
tagSets: { ring: { values: [canary, broad], one: true } }
lifecycles: { train: { phases: [{ name: beta, environments: [test] }, { name: live, environments: [prod], soak: 7d, tenants: { atLeast: 5 } }] } }
feeds: { local: { type: folder, path: packages } }
targets: { central: { type: local, roles: [central] } }
freezes: [{ name: winter, from: 2026-12-20T00:00, to: 2027-01-04T00:00, zone: Europe/London, environments: [prod] }]
`;

function tenantVariables(text: string): readonly Candidate[] {
  const { workspace } = decodeTexts({ 'tenants/a.yaml': `tenant: a\nenvironments: [test]\nvariables:\n${text}` });
  return workspace.tenants.get('a')?.variables ?? [];
}

function project(text: string) {
  const { workspace, references } = decodeTexts({ 'projects/p.yaml': `project: p\n${text}` });
  const [decoded] = workspace.projects.values();
  return { project: decoded, references };
}

describe('workspace', () => {
  it('fills in defaults and turns durations into seconds', () => {
    const { config: decoded } = decodeTexts({ 'release.config.yaml': config }).workspace;
    expect(decoded.state).toEqual({ type: 'file', path: '.release' });
    expect(decoded.tagSets.get('ring')).toEqual({ name: 'ring', values: ['canary', 'broad'], one: true });
    expect(decoded.feeds.get('local')).toMatchObject({ type: 'folder', settings: { path: 'packages' } });
    expect(decoded.targets.get('central')).toMatchObject({ shared: true, roles: ['central'], settings: {} });
    const [beta, live] = decoded.lifecycles.get('train')?.phases ?? [];
    expect(beta).toMatchObject({ minimum: 0, optional: false, tenantsAtLeast: 0, soakSeconds: 0 });
    expect(live).toMatchObject({ name: 'live', soakSeconds: 604_800, tenantsAtLeast: 5 });
    expect(decoded.freezes[0]).toMatchObject({
      from: '2026-12-20T00:00',
      zone: 'Europe/London',
      environments: ['prod'],
    });
  });

  it('reads the address of a database as a secret', () => {
    const text = 'environments: [a]\nstate: { type: postgres, url: { env: DB } }\n';
    const { state } = decodeTexts({ 'release.config.yaml': text }).workspace.config;
    expect(state).toEqual({ type: 'postgres', url: { source: 'env', ref: 'DB' } });
  });
});

describe('durations', () => {
  it.each([
    ['15s', 15],
    ['20m', 1200],
    ['1h30m', 5400],
    ['7d', 604_800],
    ['90', 90],
    ['0.5h', 1800],
  ])('%s is %d seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  it.each(['', 'm', '5x', '5 m', '-5m', '5m!'])('%j is none', (text) => expect(parseDuration(text)).toBeUndefined());
});

describe('variables', () => {
  const own = { scope: { tenant: ['a'] }, origin: { kind: 'tenant', tenant: 'a' } };

  it('takes nested maps and dotted names as the same', () => {
    const nested = tenantVariables('  pas: { server: x, db: { name: y } }\n');
    const dotted = tenantVariables('  pas.server: x\n  pas.db.name: y\n');
    const plain = (list: readonly Candidate[]) => list.map(({ name, value, scope }) => ({ name, value, scope }));
    expect(plain(nested)).toEqual(plain(dotted));
    expect(nested[1]).toMatchObject({ name: 'pas.db.name', value: { kind: 'value', value: 'y' }, ...own });
  });

  it('reads one candidate, several, secrets and plain data', () => {
    const text = [
      '  one: { value: 1, scope: { environment: test } }',
      '  several: [{ value: 1 }, { value: [2], scope: { environment: [test, prod], not: { step: s } } }]',
      '  password: { secret: { ssm: /x/y } }',
      '  scoped: [{ secret: { env: A }, scope: { environment: prod } }, { value: plain }]',
      '  list: [1, { a: 2 }]',
      '  map: { value: { a: { b: 1 } } }',
      '  empty: {}',
      '  none: []',
    ].join('\n');
    const found = tenantVariables(`${text}\n`).map(({ name, value, scope }) => [name, value, scope]);
    const value = (json: unknown) => ({ kind: 'value', value: json });
    const tenant = ['a'];
    expect(found).toEqual([
      ['one', value(1), { environment: ['test'], tenant }],
      ['several', value(1), { tenant }],
      ['several', value([2]), { environment: ['test', 'prod'], not: { step: ['s'] }, tenant }],
      ['password', { kind: 'secret', secret: { source: 'ssm', ref: '/x/y' } }, { tenant }],
      ['scoped', { kind: 'secret', secret: { source: 'env', ref: 'A' } }, { environment: ['prod'], tenant }],
      ['scoped', value('plain'), { tenant }],
      ['list', value([1, { a: 2 }]), { tenant }],
      ['map', value({ a: { b: 1 } }), { tenant }],
      ['empty', value({}), { tenant }],
      ['none', value([]), { tenant }],
    ]);
  });

  it('ANDs what is written with the place of writing', () => {
    const [other, both] = tenantVariables(
      '  x: [{ value: 1, scope: { tenant: b } }, { value: 2, scope: { tenant: [b, a] } }]\n',
    );
    expect(other?.scope).toEqual({ tenant: [] });
    expect(both?.scope).toEqual({ tenant: ['a'] });
  });

  it('names like those of every object are names like others', () => {
    const names = tenantVariables('  toString: y\n  hasOwnProperty: { constructor: z }\n').map(({ name }) => name);
    expect(names).toEqual(['toString', 'hasOwnProperty.constructor']);
  });

  it('gives sets no scope and projects their own', () => {
    const { workspace } = decodeTexts({
      'variables/s.yaml': 'variableSet: s\nvariables: { a: 1 }\n',
      'projects/p.yaml': 'project: p\nvariables: { a: 1 }\nsteps: []\n',
    });
    expect(workspace.variableSets[0]?.variables[0]).toMatchObject({ scope: {}, origin: { kind: 'set', set: 's' } });
    expect(workspace.projects.get('p')?.variables[0]?.scope).toEqual({ project: ['p'] });
  });
});

describe('tenants', () => {
  it('takes shared targets from the workspace and leaves unknown ones out', () => {
    const { workspace, references } = decodeTexts({
      'release.config.yaml': config,
      'tenants/a.yaml':
        'tenant: a\nenvironments: [test]\ntargets: { vm: { type: drop, roles: [client] }, central: { use: central }, x: { use: y } }\n',
    });
    const targets = workspace.tenants.get('a')?.targets.map(({ id, shared }) => [id, shared]);
    expect(targets).toEqual([
      ['vm', false],
      ['central', true],
    ]);
    expect(references.filter(({ kind }) => kind === 'shared target').map(({ name }) => name)).toEqual(['central', 'y']);
  });

  it('keeps the first of equal ids and remembers both', () => {
    const { workspace, declarations } = decodeTexts({
      'tenants/a.yaml':
        'tenant: a\nname: first\nenvironments: [test]\n---\ntenant: a\nname: second\nenvironments: [test]\n',
    });
    expect(workspace.tenants.get('a')?.name).toBe('first');
    expect(declarations.map(({ id }) => id)).toEqual(['a', 'a']);
  });

  it('remembers the name of a document with mistakes, but leaves it out of the model', () => {
    const [document] = parseYaml('tenants/a.yaml', 'tenant: a\noops: 1\n').documents;
    const known = document === undefined ? [] : [{ kind: 'tenant', document, valid: false } as const];
    const { workspace, declarations } = decodeDocuments(known, new Set());
    expect(workspace.tenants.size).toBe(0);
    expect(declarations).toMatchObject([{ kind: 'tenant', id: 'a', decoded: false }]);
  });
});

describe('selectors', () => {
  function parts(text: string) {
    const { workspace } = decodeTexts({ 'releases/r.yaml': `release: r\nproject: p\ntenants: ${text}\n` });
    return workspace.releases.get('releases/r.yaml')?.tenants;
  }

  it('are everybody when absent', () => {
    const { workspace } = decodeTexts({ 'releases/r.yaml': 'release: r\nproject: p\n' });
    expect(workspace.releases.get('releases/r.yaml')?.tenants).toMatchObject({ parts: [{ kind: 'all' }] });
  });

  it('join plain names of a list to one part', () => {
    expect(parts('[a, b, { tags: [ring/canary], allowEmpty: true }]')).toMatchObject({
      parts: [
        { kind: 'names', names: ['a', 'b'] },
        { kind: 'tags', tags: ['ring/canary'] },
      ],
      allowEmpty: true,
    });
  });

  it('keep what they exclude', () => {
    expect(parts('{ not: { tags: [ring/canary] } }')?.parts).toMatchObject([
      { kind: 'not', not: { parts: [{ kind: 'tags', tags: ['ring/canary'] }] } },
    ]);
    expect(parts('{ tags: [ring/canary], not: [a] }')?.parts).toMatchObject([
      { kind: 'tags', tags: ['ring/canary'], not: { parts: [{ kind: 'names', names: ['a'] }] } },
    ]);
  });

  it('mean both when they have names and tags', () => {
    expect(parts('{ names: [a, b], tags: [ring/canary], not: [b] }')?.parts).toMatchObject([
      {
        kind: 'names',
        names: ['a', 'b'],
        not: {
          parts: [
            { kind: 'not', not: { parts: [{ kind: 'tags', tags: ['ring/canary'] }] } },
            { kind: 'names', names: ['b'] },
          ],
        },
      },
    ]);
  });
});

describe('projects', () => {
  it('fill in what a step does not say', () => {
    const { project: decoded } = project('steps: [{ id: a, uses: script }]\n');
    expect(decoded).toMatchObject({ name: 'p', tenancy: 'tenanted' });
    expect([...(decoded?.channels.keys() ?? [])]).toEqual(['default']);
    expect(decoded?.steps[0]).toMatchObject({
      id: 'a',
      name: 'a',
      roles: [],
      run: 'success',
      retry: { attempts: 1, backoffSeconds: 15 },
      scope: { environments: [], channels: [] },
      optional: false,
      idempotent: false,
      rollingWindow: 0,
    });
    expect(decoded?.steps[0]).not.toHaveProperty('needs');
  });

  it('tell no needs from empty needs', () => {
    const { project: decoded } = project('steps: [{ id: a, uses: s, needs: [] }, { id: b, uses: s, needs: [a] }]\n');
    expect(decoded?.steps[0]?.needs).toEqual([]);
    expect(decoded?.steps[1]?.needs).toMatchObject([{ text: 'a' }]);
  });

  it('read everything a step can say', () => {
    const { project: decoded } = project(`
lifecycle: train
channels: { hotfix: { lifecycle: fast, packages: { "*": ">=1.0 <2" } } }
inputs: { pas.server: { required: true, type: string, description: d }, retries: { default: 3, type: integer, minimum: 0 } }
steps:
  - id: a
    name: Step A
    uses: package
    roles: [client]
    package: { id: "Local.{{code}}", feed: local }
    with: { keep: 3 }
    run: always
    when: vars.x
    scope: { environments: [prod], tenants: { tags: [hosting/on-site] }, channels: [default], not: { tenant: b } }
    timeout: 20m
    retry: { attempts: 3 }
    rolling: { window: 2 }
    group: g
    once: before
    optional: true
    idempotent: true
`);
    expect(decoded?.inputs).toMatchObject([
      { name: 'pas.server', required: true, schema: { type: 'string' }, description: 'd' },
      { name: 'retries', required: false, default: 3, schema: { type: 'integer', minimum: 0 } },
    ]);
    expect(decoded?.channels.get('hotfix')).toMatchObject({ packages: [{ pattern: '*', range: '>=1.0 <2' }] });
    expect(decoded?.steps[0]).toMatchObject({
      name: 'Step A',
      package: { id: { text: 'Local.{{code}}' }, feed: { text: 'local' } },
      with: { kind: 'map', entries: [{ key: 'keep' }] },
      run: 'always',
      when: { text: 'vars.x' },
      scope: {
        environments: ['prod'],
        channels: ['default'],
        tenants: { parts: [{ kind: 'tags' }] },
        not: { tenant: ['b'] },
      },
      timeoutSeconds: 1200,
      retry: { attempts: 3, backoffSeconds: 15 },
      rollingWindow: 2,
      group: 'g',
      once: 'before',
      optional: true,
      idempotent: true,
    });
  });

  it('note each name with its place', () => {
    const text = 'steps: [{ id: a, uses: chain, with: { project: web } }]\n';
    const { references } = project(text);
    const offset = `project: p\n${text}`.indexOf('web');
    expect(references).toContainEqual({
      kind: 'project',
      name: 'web',
      inside: 'the chain',
      span: { file: 'projects/p.yaml', offset, length: 3 },
    });
  });
});

describe('releases', () => {
  it('read waves, budgets and overrides', () => {
    const { workspace } = decodeTexts({
      'releases/r.yaml': `
release: r
project: p
version: 24.6.0
versions: { web: 1.2.3 }
packages: { "Local.*": ">=1 <2" }
environments: [test]
waves:
  - { name: canary, tenants: { tags: [ring/canary] }, approve: true, soak: 30m }
  - { name: everyone, concurrency: 20, budget: { percent: 5 } }
onFailure: undo
skip: [x]
variables: { banner: June }
overrides: [{ tenants: [a], packages: { Local.A: 1.1.0 }, variables: { batchSize: 10 } }]
`,
    });
    const release = workspace.releases.get('releases/r.yaml');
    expect(release).toMatchObject({
      id: 'r',
      file: 'releases/r.yaml',
      project: { text: 'p' },
      version: '24.6.0',
      channel: 'default',
      environments: ['test'],
      onFailure: 'undo',
      skip: [{ text: 'x' }],
      variables: [{ name: 'banner', scope: {}, origin: { kind: 'release', release: 'r' } }],
      overrides: [{ packages: [{ pattern: 'Local.A', range: '1.1.0' }], variables: [{ name: 'batchSize' }] }],
      waves: [
        { name: 'canary', approve: true, soakSeconds: 1800, concurrency: 0, budget: { tenants: 0, percent: 0 } },
        { name: 'everyone', approve: false, soakSeconds: 0, concurrency: 20, budget: { tenants: 0, percent: 5 } },
      ],
    });
    expect(release?.versions.get('web')?.text).toBe('1.2.3');
    expect(release?.waves[1]).not.toHaveProperty('tenants');
  });
});
