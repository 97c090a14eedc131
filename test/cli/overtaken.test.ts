import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, codesOf, type Files, folderWith, smallWorkspace, writeFiles } from './kit.ts';

const first = smallWorkspace['releases/first.yaml'] ?? '';
const files: Files = {
  ...smallWorkspace,
  'broken-globex': '',
  'releases/second.yaml': first.replace('release: first', 'release: second').replace('1.0.0', '1.1.0'),
};

async function versionOf(folder: string): Promise<unknown> {
  const { out } = await cli(folder, ['where', '--tenant', 'globex', '--output', 'json']);
  return (JSON.parse(out) as { rows: { version: string }[] }).rows[0]?.version;
}

test('an old run does not put an old version back over a newer one, unless somebody wants that', async () => {
  const folder = folderWith(files);
  expect((await cli(folder, ['run', 'releases/first.yaml'])).code).toBe(1);
  rmSync(join(folder, 'broken-globex'));
  expect((await cli(folder, ['run', 'releases/second.yaml'])).code).toBe(0);
  const refused = await cli(folder, ['resume', 'first.1', '--output', 'json']);
  expect(refused.code).toBe(2);
  expect(codesOf(refused)).toEqual(['REL3031']);
  expect(refused.out).toContain('run second.1 brought web 1.1.0 to globex@test/web since');
  expect(await versionOf(folder)).toBe('1.1.0');
  expect((await cli(folder, ['resume', 'first.1', '--force'])).code).toBe(0);
  expect(await versionOf(folder)).toBe('1.0.0');
});

test('a run is not overtaken by one that brought the same', async () => {
  const same = { ...files, 'releases/second.yaml': first.replace('release: first', 'release: second') };
  const folder = folderWith(same);
  expect((await cli(folder, ['run', 'releases/first.yaml'])).code).toBe(1);
  rmSync(join(folder, 'broken-globex'));
  expect((await cli(folder, ['run', 'releases/second.yaml'])).code).toBe(0);
  expect((await cli(folder, ['resume', 'first.1'])).code).toBe(0);
});

test('a run is overtaken by one that brought the same version with other steps', async () => {
  const folder = folderWith({ ...files, 'releases/second.yaml': first.replace('release: first', 'release: second') });
  expect((await cli(folder, ['run', 'releases/first.yaml'])).code).toBe(1);
  rmSync(join(folder, 'broken-globex'));
  const mended = (files['projects/web.yaml'] ?? '').replace('echo "$GREETING', 'echo "mended: $GREETING');
  writeFiles(folder, { 'projects/web.yaml': mended });
  expect((await cli(folder, ['run', 'releases/second.yaml'])).code).toBe(0);
  const refused = await cli(folder, ['resume', 'first.1', '--output', 'json']);
  expect(codesOf(refused)).toEqual(['REL3031']);
  expect(refused.out).toContain('brought web 1.0.0 to globex@test/web since, with other steps, values or packages');
  expect((await cli(folder, ['resume', 'first.1', '--force'])).code).toBe(0);
});

test('what failed within the budget can be tried again', async () => {
  const generous = first.replace('{ name: everyone }', '{ name: everyone, budget: { percent: 100 } }');
  const folder = folderWith({ ...smallWorkspace, 'broken-globex': '', 'releases/first.yaml': generous });
  expect((await cli(folder, ['run', 'releases/first.yaml'])).code).toBe(5);
  rmSync(join(folder, 'broken-globex'));
  expect((await cli(folder, ['cancel', 'first.1'])).code).toBe(2);
  expect((await cli(folder, ['resume'])).code).toBe(0);
});
