import { describe, expect, test } from 'vitest';
import { cli, codesOf, type Files, folderWith, readText, smallWorkspace, writeFiles } from './kit.ts';

/*
 * Commands that look for runs read the configuration alone. It may name things that other files declare: that those
 * were not read must not make them unknown.
 */

/** A freeze long over, once with each way to name tenants. */
const freeze = (tenants: string) =>
  `  - { name: audit, from: "2020-11-20T00:00", to: "2020-11-30T00:00", environments: [test], tenants: ${tenants} }\n`;

const naming: Files = {
  ...smallWorkspace,
  'release.config.yaml': [
    smallWorkspace['release.config.yaml'],
    'lifecycles: { usual: { phases: [{ name: first, environments: [test] }, { name: then, environments: [prod] }] } }\n',
    'targets: { central: { type: local, roles: [web], path: .release/sites/central } }\n',
    'feeds: { local: { type: folder, path: packages } }\n',
    'freezes:\n',
    freeze('[globex]'),
    freeze('[acme]'),
    freeze('{ names: [globex], tags: [ring/broad] }'),
    freeze('{ not: [acme] }'),
    freeze('{ tags: [ring/canary], not: { names: [globex] } }'),
  ].join(''),
  'releases/first.yaml':
    smallWorkspace['releases/first.yaml']?.replace('{ name: everyone }', '{ name: everyone, approve: true }') ?? '',
};

/** A run that waits for a person before its second wave. */
async function waiting(): Promise<string> {
  const folder = folderWith(naming);
  const told = await cli(folder, ['run']);
  expect(told.code, told.err).toBe(3);
  return folder;
}

const commands = [
  'status',
  'status first.1 --all',
  'runs',
  'runs first',
  'where',
  'where web --tenant acme',
  'report',
  'logs',
  'logs first.1 acme@test/web/deploy',
  'audit verify',
  'cache prune',
  'approve',
  'reject',
  'cancel',
  'rollback web --tenant acme',
  'resume',
  'schema tenant',
];

describe.concurrent('a configuration that names tenants', () => {
  test('validate and plan know them, and miss one that is not there', async () => {
    const folder = folderWith(naming);
    expect(await cli(folder, ['validate'])).toMatchObject({ code: 0 });
    expect(await cli(folder, ['plan'])).toMatchObject({ code: 0 });
    const config = readText(folder, 'release.config.yaml');
    writeFiles(folder, { 'release.config.yaml': config.replace('[globex]', '[gloebx]') });
    expect(codesOf(await cli(folder, ['validate', '--output', 'json']))).toEqual(['REL1205']);
  });

  test.each(commands)('does not stop: %s', async (words) => {
    const told = await cli(await waiting(), words.split(' '));
    expect(told.err).not.toContain('REL12');
    // `resume` waits on; nothing older than the first run can be rolled back to.
    expect(told.code, told.err).toBe(words === 'resume' ? 3 : words.startsWith('rollback') ? 2 : 0);
    if (words.startsWith('rollback')) expect(told.err).toContain('REL3050');
  });

  test('a run goes on to its end, a plan file runs, and an environment that is not there is still missed', async () => {
    const folder = await waiting();
    expect((await cli(folder, ['approve'])).code).toBe(0);
    expect((await cli(folder, ['resume'])).code).toBe(0);
    expect((await cli(folder, ['plan', '--tenant', 'acme', '--out', 'plan.ndjson'])).code).toBe(0);
    expect((await cli(folder, ['run', 'plan.ndjson'])).code).toBe(0);
    const config = readText(folder, 'release.config.yaml');
    writeFiles(folder, {
      'release.config.yaml': config.replace('environments: [test], tenants', 'environments: [tset], tenants'),
    });
    expect(codesOf(await cli(folder, ['status', '--output', 'json']))).toEqual(['REL1203']);
  });
});
