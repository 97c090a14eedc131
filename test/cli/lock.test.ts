import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, codesOf, type Files, folderWith, readText, smallWorkspace, writeFiles } from './kit.ts';

const withPackages: Files = {
  ...smallWorkspace,
  'release.config.yaml': `${smallWorkspace['release.config.yaml'] ?? ''}feeds: { local: { type: folder, path: packages } }\n`,
  'packages/Web.1.0.0.zip': 'not opened by a lock',
  'packages/Web.1.1.0.zip': 'neither is this',
  'packages/Api.2.0.0.zip': 'nor this',
  'projects/web.yaml': [
    'project: web',
    'tenancy: tenanted',
    'inputs: { greeting: { default: hello, type: string } }',
    'steps:',
    '  - { id: web, uses: package, package: { id: Web } }',
    '  - { id: api, uses: package, package: { id: Api } }',
    '  - { id: tell, uses: note, with: { message: "{{greeting}} {{site}} {{port}}" } }',
    '',
  ].join('\n'),
  'releases/first.yaml': `${smallWorkspace['releases/first.yaml'] ?? ''}packages: { Web: "1.0.x", Api: "2.x" }\n`,
};
const file = 'releases/first.lock.yaml';

async function locked(): Promise<string> {
  const folder = folderWith(withPackages);
  expect((await cli(folder, ['lock'])).code).toBe(0);
  return folder;
}

test('a lock names versions and digests, and is not written again when nothing changed', async () => {
  const folder = await locked();
  const text = readText(folder, file);
  expect(text).toMatch(/"id": "Web", "wanted": "1.0.x", "version": "1.0.0", "sha256": "[0-9a-f]{64}"/);
  const again = await cli(folder, ['lock', '--output', 'json']);
  expect(again.code).toBe(0);
  expect(JSON.parse(again.out)).toMatchObject({ schemaVersion: 1, outcome: 'unchanged' });
  expect(readText(folder, file)).toBe(text);
  expect((await cli(folder, ['lock', '--check'])).code).toBe(0);
});

test('without a lock, --check and --frozen refuse and write nothing', async () => {
  const folder = folderWith(withPackages);
  expect(codesOf(await cli(folder, ['lock', '--check', '--output', 'json']))).toEqual(['REL1701']);
  expect(codesOf(await cli(folder, ['run', '--frozen', '--output', 'json']))).toEqual(['REL1701']);
  expect(codesOf(await cli(folder, ['lock', '--update', 'variables', '--output', 'json']))).toEqual(['REL1701']);
  expect(() => readText(folder, file)).toThrow();
});

test('a changed value is named with those it concerns, and taken for one tenant alone', async () => {
  const folder = await locked();
  writeFiles(folder, { 'variables/common.yaml': 'variableSet: common\nvariables: { site: two, port: 80 }\n' });
  const told = await cli(folder, ['run', '--output', 'json']);
  expect(codesOf(told)).toEqual(['REL1702']);
  expect(told.out).toContain('variable site of web changed for 2 deployments');
  expect(told.out).toContain('for acme@test/web, globex@test/web');
  expect(told.out).toContain('release lock releases/first.yaml --update variables');
  expect((await cli(folder, ['lock', '--update', 'variables', 'acme'])).code).toBe(0);
  const rest = await cli(folder, ['lock', '--check', '--output', 'json']);
  expect(rest.out).toContain('variable site of web changed for 1 deployment"');
  expect(rest.out).toContain('--update variables globex');
  expect((await cli(folder, ['lock', '--update', 'variables'])).code).toBe(0);
  expect((await cli(folder, ['lock', '--check'])).code).toBe(0);
  expect(readText(folder, file)).toContain('release lock --update variables acme');
});

test('a package is updated alone; values that changed meanwhile are still to be taken', async () => {
  const folder = await locked();
  writeFiles(folder, {
    'packages/Web.1.0.1.zip': 'the patch',
    'packages/Api.2.1.0.zip': 'another patch',
    'variables/common.yaml': 'variableSet: common\nvariables: { site: one, port: 81 }\n',
  });
  expect((await cli(folder, ['lock', 'first', '--update', 'packages', 'We*'])).code).toBe(0);
  const text = readText(folder, file);
  expect(text).toContain('"version": "1.0.1"');
  expect(text).toContain('"version": "2.0.0"');
  const drift = await cli(folder, ['lock', '--check', '--output', 'json']);
  expect(codesOf(drift)).toEqual(['REL1702']);
  expect(drift.out).toContain('variable port');
});

test('a changed range asks for its package, a changed process for its project, a changed version for all', async () => {
  const folder = await locked();
  writeFiles(folder, {
    'releases/first.yaml':
      withPackages['releases/first.yaml']?.replace('1.0.x', '1.1.x').replace('version: 1.0.0', 'version: 1.1.0') ?? '',
    'projects/web.yaml': withPackages['projects/web.yaml']?.replace('{ id: tell,', '{ id: say,') ?? '',
  });
  const told = await cli(folder, ['lock', '--output', 'json']);
  expect(told.code).toBe(2);
  for (const words of ['--update packages Web', '--update process web', '--update all'])
    expect(told.out).toContain(words);
  expect((await cli(folder, ['lock', '--update', 'packages', 'Web'])).code).toBe(0);
  expect((await cli(folder, ['lock', '--update', 'process', 'web'])).code).toBe(0);
  expect((await cli(folder, ['lock', '--check'])).out).not.toContain('process');
  expect((await cli(folder, ['lock', '--update', 'all'])).code).toBe(0);
  expect((await cli(folder, ['lock', '--check'])).code).toBe(0);
});

test('a release that goes on to more environments extends its lock and keeps what it was tried with', async () => {
  const folder = await locked();
  writeFiles(folder, {
    'packages/Web.1.0.1.zip': 'came later',
    'releases/first.yaml': withPackages['releases/first.yaml']?.replace('[test]', '[test, prod]') ?? '',
  });
  expect(codesOf(await cli(folder, ['run', '--frozen', '--output', 'json']))).toEqual(['REL1701']);
  expect((await cli(folder, ['lock'])).code).toBe(0);
  const text = readText(folder, file);
  expect(text).toContain('acme@prod/web');
  expect(text).toContain('"version": "1.0.0", "sha256"');
  expect(text).not.toContain('1.0.1');
});

test('packages that no feed has, and locks that were damaged, are said where they stand', async () => {
  const folder = folderWith({
    ...withPackages,
    'releases/first.yaml': withPackages['releases/first.yaml']?.replace('1.0.x', '9.x') ?? '',
  });
  const told = await cli(folder, ['lock', '--output', 'json']);
  expect(codesOf(told)).toEqual(['REL1503']);
  expect(JSON.parse(told.out)).toMatchObject({ diagnostics: [{ file: 'releases/first.yaml' }] });
  writeFiles(folder, { [file]: 'formatVersion: 1\nrelease: first\n' });
  const damaged = codesOf(await cli(folder, ['lock', '--output', 'json']));
  expect(damaged).toContain('REL1703');
});

test('a lock of another release is not taken', async () => {
  const folder = await locked();
  writeFiles(folder, {
    'releases/first.yaml': withPackages['releases/first.yaml']?.replace('release: first', 'release: other') ?? '',
  });
  expect(codesOf(await cli(folder, ['lock', '--output', 'json']))).toEqual(['REL1704']);
});

test('a lock holds what is deployed already too: others may not have it yet', async () => {
  const chained: Files = {
    ...smallWorkspace,
    'projects/base.yaml':
      'project: base\ntenancy: untenanted\nsteps: [{ id: tell, uses: note, with: { message: hi } }]\n',
    'projects/all.yaml':
      'project: all\nsteps: [{ id: base, uses: chain, with: { project: base, deploy: if-different } }]\n',
    'releases/first.yaml':
      'release: first\nproject: all\nversion: 1.0.0\nversions: { base: 2.0.0 }\nenvironments: [test]\ntenants: all\n',
  };
  const folder = folderWith(chained);
  expect((await cli(folder, ['run'])).code).toBe(0);
  const before = readText(folder, 'releases/first.lock.yaml');
  expect(before).toContain('@test/base');
  rmSync(join(folder, 'releases/first.lock.yaml'));
  expect((await cli(folder, ['lock'])).code).toBe(0);
  const values = (text: string) => text.slice(text.indexOf('values:'), text.indexOf('history:'));
  expect(values(readText(folder, 'releases/first.lock.yaml'))).toBe(values(before));
});
