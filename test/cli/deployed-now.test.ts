import { expect, test } from 'vitest';
import { cli, folderWith, readText, smallWorkspace, writeFiles } from './kit.ts';

test('what a process had begun when it was killed is unknown: where and plan say so, and a train deploys it again', async () => {
  const train = 'project: train\nsteps:\n  - { id: web, uses: chain, with: { project: web, deploy: if-different } }\n';
  const release = (smallWorkspace['releases/first.yaml'] ?? '').replace('project: web', 'project: train');
  const folder = folderWith({
    ...smallWorkspace,
    'projects/train.yaml': `${train}tenancy: tenanted\n`,
    'releases/first.yaml': `${release}versions: { web: 1.0.0 }\n`,
    'releases/second.yaml': `${release.replace('release: first', 'release: second')}versions: { web: 1.1.0 }\n`,
  });
  expect((await cli(folder, ['run', 'releases/first.yaml'])).code).toBe(0);
  const told = readText(folder, '.release/deployed.ndjson');
  expect((await cli(folder, ['run', 'releases/second.yaml'])).code).toBe(0);

  // As a kill in the middle of the first deployment leaves it: nothing was told to the store.
  const journal = '.release/runs/second.1/journal.ndjson';
  const lines = readText(folder, journal).split('\n');
  const begun = lines.findIndex((line) => line.includes('"attempt-started"'));
  expect(begun).toBeGreaterThan(0);
  writeFiles(folder, {
    [journal]: `${lines.slice(0, begun + 1).join('\n')}\n`,
    '.release/deployed.ndjson': told,
  });

  const { out } = await cli(folder, ['where', 'web', '--tenant', 'acme', '--output', 'json']);
  expect(JSON.parse(out)).toMatchObject({
    rows: [{ version: '1.1.0', state: 'running', lastGood: { version: '1.0.0' } }],
  });
  const plan = await cli(folder, ['plan', 'releases/first.yaml']);
  expect(plan.out).toMatch(/acme +test +1\.0\.0 not finished, was 1\.0\.0 +-> +1\.0\.0 +2/);
  expect(plan.out).toMatch(/globex +test +1\.0\.0 += +1\.0\.0 +0/);

  expect((await cli(folder, ['run', 'releases/first.yaml'])).code).toBe(0);
  expect((await cli(folder, ['where', 'web', '--tenant', 'acme'])).out).toContain('1.0.0 just now');
});
