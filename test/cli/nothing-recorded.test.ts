import { expect, test } from 'vitest';
import { cli, codesOf, folderWith, smallWorkspace, writeFiles } from './kit.ts';

const second = smallWorkspace['releases/first.yaml']?.replace('release: first', 'release: second') ?? '';

test('runs of a release that never ran are none, of one that nobody knows are a mistake', async () => {
  const folder = folderWith({ ...smallWorkspace, 'releases/second.yaml': second });
  expect(await cli(folder, ['runs', 'second'])).toMatchObject({ code: 0, out: 'No runs of second yet.\n' });
  expect(codesOf(await cli(folder, ['runs', 'frist', '--output', 'json']))).toEqual(['REL3010']);
  await cli(folder, ['run', 'first']);
  for (const named of ['first', 'releases/first.yaml']) {
    const { runs } = JSON.parse((await cli(folder, ['runs', named, '--output', 'json'])).out);
    expect(runs).toMatchObject([{ run: 'first.1' }]);
  }
  expect(await cli(folder, ['runs', 'second'])).toMatchObject({ code: 0, out: 'No runs of second yet.\n' });
  const told = await cli(folder, ['runs', 'frist']);
  expect(told).toMatchObject({ code: 2, out: '' });
  expect(told.err).toContain('did you mean "first"?');
  expect((await cli(folder, ['runs', 'first.1'])).err).toContain('that is a run: see release status first.1');
  // A file with a mistake may be the one that declares the name.
  writeFiles(folder, { 'releases/second.yaml': 'release: [', 'tenants/broken.yaml': 'tenant: [' });
  expect(await cli(folder, ['runs', 'second'])).toMatchObject({ code: 0, err: '' });
});
