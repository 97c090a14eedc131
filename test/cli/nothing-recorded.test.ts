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

test('where of a place that is known and empty says so; of one that nobody knows it is a mistake', async () => {
  const folder = folderWith(smallWorkspace);
  expect(await cli(folder, ['where'])).toMatchObject({ code: 0, out: 'Nothing is deployed yet.\n' });
  expect(await cli(folder, ['where', 'web'])).toMatchObject({ code: 0, out: 'web is nowhere yet.\n' });
  await cli(folder, ['run', '--tenant', 'acme']);
  const empty: readonly (readonly [words: string, answer: string])[] = [
    ['--tenant globex', 'Nothing is deployed for globex yet.'],
    ['--environment prod', 'Nothing is deployed in prod yet.'],
    ['web --tenant acme,globex --environment prod', 'Nothing of web is deployed for acme or globex in prod yet.'],
  ];
  for (const [words, answer] of empty) {
    expect(await cli(folder, ['where', ...words.split(' ')])).toMatchObject({ code: 0, out: `${answer}\n`, err: '' });
  }
  const wrong: readonly (readonly [words: string, hint: string])[] = [
    ['--tenant gloebx', 'did you mean "globex"?'],
    ['--tenant acme,gloebx', 'did you mean "globex"?'],
    ['--environment prd', 'did you mean "prod"?'],
    ['wep', 'did you mean "web"?'],
    ['web --tenant nobody-at-all', 'look for the name in tenants/'],
  ];
  for (const [words, hint] of wrong) {
    const told = await cli(folder, ['where', ...words.split(' ')]);
    expect(told).toMatchObject({ code: 2, out: '' });
    expect(told.err).toContain('REL3010');
    expect(told.err).toContain(`hint: ${hint}`);
  }
  // Who left the workspace is still known by what was deployed there.
  writeFiles(folder, { 'tenants/acme.yaml': smallWorkspace['tenants/acme.yaml']?.replace('acme', 'other') ?? '' });
  expect((await cli(folder, ['where', 'web', '--tenant', 'acme'])).out).toContain('1.0.0');
  writeFiles(folder, { 'tenants/broken.yaml': 'tenant: [' });
  expect(await cli(folder, ['where', '--tenant', 'gloebx'])).toMatchObject({ code: 0, err: '' });
});
