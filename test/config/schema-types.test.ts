import { describe, expect, it } from 'vitest';
import type { Lock } from '../../src/config/generated/lock.ts';
import type { Project } from '../../src/config/generated/project.ts';
import type { Release } from '../../src/config/generated/release.ts';
import type { Tenant } from '../../src/config/generated/tenant.ts';
import type { VariableSet } from '../../src/config/generated/variables.ts';
import type { Workspace } from '../../src/config/generated/workspace.ts';
import { violationsOf } from '../../src/config/schema/violation.ts';

/** `npm run types` checks the first half of each sentence, the test the second. */
describe('generated types and validators agree', () => {
  it('on a workspace', () => {
    const workspace: Workspace = {
      environments: ['test', 'prod'],
      tagSets: { ring: { values: ['canary'], one: true } },
      lifecycles: { equal: { phases: [{ name: 'all', environments: ['prod'], tenants: { atLeast: 5 }, soak: '7d' }] } },
      feeds: { local: { type: 'folder', path: 'packages' }, npm: { type: 'npm' } },
      targets: { central: { type: 'ssh', roles: ['central'], host: 'vm01' } },
      state: { type: 'postgres', url: { env: 'URL' } },
    };
    expect(violationsOf('workspace', workspace)).toEqual([]);
    // @ts-expect-error a folder feed has no address
    const wrong: Workspace = { environments: ['prod'], feeds: { local: { type: 'folder', url: 'https://a' } } };
    expect(violationsOf('workspace', wrong)).not.toEqual([]);
  });

  it('on a tenant', () => {
    const tenant: Tenant = {
      tenant: 'st-marys',
      environments: ['prod'],
      targets: { central: { use: 'central' }, vm: { type: 'drop', roles: ['client'], await: 'applied' } },
      variables: {
        pas: { password: { secret: { ssm: '/pas' } }, port: 8080 },
        batchSize: [{ value: 500 }, { value: 50, scope: { environment: 'test', not: { tag: ['ring/canary'] } } }],
      },
    };
    expect(violationsOf('tenant', tenant)).toEqual([]);
    // @ts-expect-error environments are missing
    const wrong: Tenant = { tenant: 'st-marys' };
    expect(violationsOf('tenant', wrong)).not.toEqual([]);
  });

  it('on a variable set', () => {
    const set: VariableSet = { variableSet: 'company', variables: { features: ['a', { b: true }] } };
    expect(violationsOf('variables', set)).toEqual([]);
    // @ts-expect-error a number is no id
    const wrong: VariableSet = { variableSet: 7, variables: {} };
    expect(violationsOf('variables', wrong)).not.toEqual([]);
  });

  it('on a project', () => {
    const project: Project = {
      project: 'etl',
      inputs: { retries: { default: 3, type: 'integer', minimum: 0 } },
      steps: [{ id: 'web', uses: 'chain', with: { project: 'web', wait: true }, once: 'after', needs: [] }],
    };
    expect(violationsOf('project', project)).toEqual([]);
    // @ts-expect-error a step runs on success, on failure, or always
    const wrong: Project = { project: 'etl', steps: [{ id: 'web', uses: 'chain', run: 'never' }] };
    expect(violationsOf('project', wrong)).not.toEqual([]);
  });

  it('on a release', () => {
    const release: Release = {
      release: '2024-06',
      project: 'etl',
      version: '24.6.0',
      environments: ['prod'],
      tenants: ['st-marys', { tags: ['ring/canary'], not: 'all', allowEmpty: true }],
      waves: [{ name: 'canary', budget: { percent: 5 } }],
    };
    expect(violationsOf('release', release)).toEqual([]);
    // @ts-expect-error one tenant is written as a list
    const wrong: Release = { ...release, tenants: 'st-marys' };
    expect(violationsOf('release', wrong)).not.toEqual([]);
  });

  it('on a lock', () => {
    const digest = 'a'.repeat(64);
    const lock: Lock = {
      formatVersion: 1,
      release: '2024-06',
      releaseFile: 'releases/2024-06.yaml',
      project: 'etl',
      version: '24.6.0',
      channel: 'default',
      versions: { web: '24.6.0' },
      packages: [{ feed: 'local', id: 'Etl.Transforms', wanted: '*', version: '3.1.0', sha256: digest }],
      projects: { etl: digest },
      names: { etl: ['code'] },
      values: { 'st-marys@prod/etl': { '=etl': '0123abcd' } },
      history: [],
    };
    expect(violationsOf('lock', lock)).toEqual([]);
    // @ts-expect-error a later format is another type
    const wrong: Lock = { ...lock, formatVersion: 2 };
    expect(violationsOf('lock', wrong)).not.toEqual([]);
  });
});
