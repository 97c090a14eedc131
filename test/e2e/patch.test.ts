import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitAll, copySample, git } from '../support/git.ts';
import { release, temporaryFolder } from './program.ts';

interface Where {
  readonly rows: readonly {
    readonly tenant: string | null;
    readonly environment: string;
    readonly project: string;
    readonly version: string;
    readonly run: string;
  }[];
}

const file = 'releases/2024-06.yaml';
const lockFile = 'releases/2024-06.lock.yaml';

function edit(folder: string, path: string, from: string | RegExp, to: string): void {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(text).toMatch(from);
  writeFileSync(join(folder, path), text.replace(from, to));
}

async function done(folder: string, ...words: readonly string[]): Promise<string> {
  const told = await release(folder, words);
  expect(told.code, told.err + told.out).toBe(0);
  return told.out;
}

/** The newest row of each tenant for a project. */
async function versions(folder: string, project: string): Promise<{ readonly [tenant: string]: string }> {
  const { rows } = JSON.parse(await done(folder, 'where', project, '--output', 'json')) as Where;
  return Object.fromEntries(rows.map(({ tenant, environment, version }) => [`${tenant}@${environment}`, version]));
}

test('a cycle: beta, a patch in the middle, the same lock for everybody, and one tenant back again', async () => {
  const folder = temporaryFolder();
  copySample(folder);
  commitAll(folder, 'June');
  await done(folder, 'run', file, '--yes');
  commitAll(folder, 'the lock of the beta');
  await done(folder, 'lock', file, '--check');
  const beta = await versions(folder, 'ledger-api');
  expect(new Set(Object.values(beta))).toEqual(new Set(['24.6.0']));

  edit(folder, file, 'ledger-api: 24.6.0', 'ledger-api: 24.6.1');
  const refused = await release(folder, ['run', file, '--yes']);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--update packages ledger-api') });
  expect(await versions(folder, 'ledger-api')).toEqual(beta);
  await done(folder, 'lock', file, '--update', 'packages', 'ledger-api');
  await done(folder, 'lock', file, '--update', 'packages', 'Ledger.Api');
  commitAll(folder, 'the patch');
  await done(folder, 'lock', file, '--check');
  await done(folder, 'run', file, '--yes');
  const patched = await versions(folder, 'ledger-api');
  expect(Object.keys(patched)).toEqual(Object.keys(beta));
  expect(new Set(Object.values(patched))).toEqual(new Set(['24.6.1']));

  const before = readFileSync(join(folder, lockFile), 'utf8');
  edit(folder, file, /^environments:.*/m, 'environments: [on-site-beta, hosted-beta, on-site-release, hosted-release]');
  await done(folder, 'run', file, '--yes');
  commitAll(folder, 'for everybody');
  const after = readFileSync(join(folder, lockFile), 'utf8');
  const packagesOf = (text: string) => text.split('\n').filter((line) => line.includes('"sha256"'));
  expect(packagesOf(after)).toEqual(expect.arrayContaining(packagesOf(before)));
  const historyOf = (text: string) => text.split('\n').filter((line) => line.includes('"did"'));
  expect(historyOf(after).slice(0, historyOf(before).length)).toEqual(historyOf(before));
  expect(historyOf(after).length).toBe(historyOf(before).length + 1);
  const everywhere = await versions(folder, 'ledger-api');
  expect(Object.keys(everywhere).length).toBeGreaterThan(Object.keys(patched).length);

  const [place = ''] = Object.keys(beta);
  const [tenant = '', environment = ''] = place.split('@');
  const others = Object.fromEntries(Object.entries(everywhere).filter(([one]) => one !== place));
  const trainsBefore = await versions(folder, 'deploy-all');
  const words = ['rollback', 'ledger-api', '--tenant', tenant, '--environment', environment];
  const shown = await release(folder, words);
  expect(shown).toMatchObject({ code: 0, err: expect.stringMatching(/24\.6\.1 +-> +24\.6\.0[\s\S]*add --yes/) });
  expect(await versions(folder, 'ledger-api')).toEqual(everywhere);
  git(folder, 'switch', '--quiet', '--detach');
  await done(folder, ...words, '--yes');
  expect(await versions(folder, 'ledger-api')).toEqual({ ...others, [place]: '24.6.0' });
  expect(await versions(folder, 'deploy-all')).toEqual(trainsBefore);
  const again = await release(folder, words);
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining('REL3050') });
  await done(folder, ...words, '--to', '24.6.1', '--yes');
  expect(await versions(folder, 'ledger-api')).toEqual(everywhere);
}, 120_000);
