import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, codesOf, type Files, folderWith, readText, smallWorkspace, writeFiles } from './kit.ts';

interface Status {
  readonly run: string;
  readonly state: string;
  readonly counts: { readonly succeeded: number; readonly failed: number };
  readonly gates: readonly { readonly id: string; readonly kind: string }[];
}

async function json<T>(folder: string, words: readonly string[]): Promise<T> {
  const told = await cli(folder, [...words, '--output', 'json']);
  expect(told.err).not.toContain('REL3000');
  return JSON.parse(told.out) as T;
}

const statusOf = (folder: string, run?: string): Promise<Status> => json(folder, ['status', ...(run ? [run] : [])]);

test('a release runs to its end, and status, runs, where, logs and audit tell of it', async () => {
  const folder = folderWith(smallWorkspace);
  const told = await cli(folder, ['run', '--output', 'json']);
  expect(told.code).toBe(0);
  expect(JSON.parse(told.out)).toMatchObject({
    schemaVersion: 1,
    run: 'first.1',
    state: 'succeeded',
    counts: { succeeded: 2 },
  });
  expect(await statusOf(folder)).toMatchObject({ run: 'first.1', state: 'succeeded' });
  expect(await json(folder, ['runs'])).toMatchObject({
    schemaVersion: 1,
    runs: [{ run: 'first.1', state: 'succeeded' }],
  });
  const where = await json<{ rows: unknown[] }>(folder, ['where']);
  expect(where.rows).toHaveLength(2);
  expect(where.rows).toContainEqual(
    expect.objectContaining({
      tenant: 'acme',
      environment: 'test',
      project: 'web',
      version: '1.0.0',
      run: 'first.1',
      state: 'succeeded',
    }),
  );
  const logs = await cli(folder, ['logs', 'first.1', 'acme@test/web', '--output', 'ndjson']);
  const lines = logs.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { node: string; text: string });
  expect(lines.map(({ node, text }) => `${node}: ${text}`)).toEqual([
    'acme@test/web/deploy: hi from acme',
    'acme@test/web/tell: told acme on 80',
  ]);
  expect(await json(folder, ['audit', 'verify'])).toMatchObject({
    intact: true,
    runs: [{ run: 'first.1', intact: true }],
  });
});

test('the events are streamed as they are in the journal', async () => {
  const folder = folderWith(smallWorkspace);
  const told = await cli(folder, ['run', '--output', 'ndjson']);
  const journal = readText(folder, '.release/runs/first.1/journal.ndjson');
  expect(told.out).toBe(journal);
  expect(journal.trim().split('\n').length).toBeGreaterThan(8);
});

test('a failed step ends with 1, and resume goes on from it with the same inputs', async () => {
  const folder = folderWith({ ...smallWorkspace, 'broken-acme': '' });
  expect((await cli(folder, ['run'])).code).toBe(1);
  const failed = await statusOf(folder);
  expect(failed).toMatchObject({ counts: { failed: 1, succeeded: 0 } });
  expect((await cli(folder, ['resume'])).code).toBe(1);
  const { rmSync } = await import('node:fs');
  rmSync(join(folder, 'broken-acme'));
  expect((await cli(folder, ['resume'])).code).toBe(0);
  expect(await statusOf(folder)).toMatchObject({ run: 'first.1', state: 'succeeded', counts: { succeeded: 2 } });
  expect(codesOf(await cli(folder, ['resume', 'first.1', '--output', 'json']))).toEqual(['REL3022']);
});

test('a step can be left out or taken as done by a resume, and a wrong node is refused', async () => {
  const folder = folderWith({ ...smallWorkspace, 'broken-acme': '' });
  await cli(folder, ['run']);
  const refused = await cli(folder, ['resume', '--skip', 'acme@test/web/deplay', '--output', 'json']);
  expect(codesOf(refused)).toEqual(['REL3024']);
  expect(refused.out).toContain('did you mean \\"acme@test/web/deploy\\"');
  const silent = await cli(folder, ['resume', '--mark-succeeded', 'acme@test/web/deploy', '--output', 'json']);
  expect(codesOf(silent)).toEqual(['REL3003']);
  const words = ['resume', '--mark-succeeded', 'acme@test/web/deploy', '--note', 'done by hand'];
  expect((await cli(folder, words)).code).toBe(0);
  expect(readText(folder, '.release/runs/first.1/journal.ndjson')).toContain('done by hand');
});

test('a failed tenant within the budget ends with 5', async () => {
  const release =
    smallWorkspace['releases/first.yaml']?.replace(
      '{ name: everyone }',
      '{ name: everyone, budget: { tenants: 1 } }',
    ) ?? '';
  const folder = folderWith({ ...smallWorkspace, 'releases/first.yaml': release, 'broken-globex': '' });
  expect((await cli(folder, ['run'])).code).toBe(5);
});

const gated: Files = {
  ...smallWorkspace,
  'releases/first.yaml':
    smallWorkspace['releases/first.yaml']?.replace('{ name: everyone }', '{ name: everyone, approve: true }') ?? '',
};

test('a run that waits for a person ends with 3, and goes on once approved', async () => {
  const folder = folderWith(gated);
  expect((await cli(folder, ['run'])).code).toBe(3);
  const { gates } = await statusOf(folder);
  expect(gates).toHaveLength(1);
  expect((await cli(folder, ['resume'])).code).toBe(3);
  expect(codesOf(await cli(folder, ['approve', 'first.1', 'nope', '--output', 'json']))).toEqual(['REL3025']);
  const approved = await json<{ gate: string }>(folder, ['approve', '--note', 'seen it']);
  expect(approved).toMatchObject({
    schemaVersion: 1,
    run: 'first.1',
    gate: gates[0]?.id,
    decision: 'approved',
    living: false,
  });
  expect(codesOf(await cli(folder, ['approve', 'first.1', '--output', 'json']))).toEqual(['REL3025']);
  expect((await cli(folder, ['resume'])).code).toBe(0);
  expect(readText(folder, '.release/runs/first.1/journal.ndjson')).toContain('seen it');
});

test('a run that is rejected does not go on', async () => {
  const folder = folderWith(gated);
  await cli(folder, ['run']);
  expect((await cli(folder, ['reject', 'first.1'])).code).toBe(0);
  expect((await cli(folder, ['resume'])).code).toBe(1);
  expect(await statusOf(folder)).toMatchObject({ counts: { succeeded: 1 } });
});

test('cancel ends a run that nobody drives', async () => {
  const folder = folderWith(gated);
  await cli(folder, ['run']);
  expect((await cli(folder, ['cancel'])).code).toBe(0);
  expect(await statusOf(folder)).toMatchObject({ state: 'cancelled' });
  expect(codesOf(await cli(folder, ['cancel', 'first.1', '--output', 'json']))).toEqual(['REL3022']);
});

test('when two runs can be meant, both are named', async () => {
  const folder = folderWith({
    ...gated,
    'releases/second.yaml': gated['releases/first.yaml']?.replace('release: first', 'release: second') ?? '',
  });
  expect(codesOf(await cli(folder, ['run', '--output', 'json']))).toEqual(['REL3011']);
  await cli(folder, ['run', 'first']);
  await cli(folder, ['run', 'second']);
  const told = await cli(folder, ['approve', '--output', 'json']);
  expect(codesOf(told)).toEqual(['REL3021']);
  expect(told.out).toContain('first.1, second.1');
});

test('a question is asked where somebody is there, and a no starts nothing', async () => {
  const folder = folderWith(smallWorkspace);
  const no = await cli(folder, ['run'], { answers: ['n'] });
  expect(no).toMatchObject({ code: 130, out: '' });
  expect(no.err).toContain('[y/N]');
  expect(existsSync(join(folder, '.release/runs'))).toBe(false);
  expect((await cli(folder, ['run'], { answers: ['yes'] })).code).toBe(0);
  const unasked = await cli(folder, ['run', '--yes'], { answers: [] });
  expect(unasked.code).toBe(0);
  expect(unasked.err).not.toContain('[y/N]');
});

test('a plan file runs exactly as it was made, and not at all once it was changed', async () => {
  const folder = folderWith(smallWorkspace);
  const made = await cli(folder, ['plan', '--tenant', 'acme', '--out', 'plan.ndjson']);
  expect(made.code).toBe(0);
  expect(existsSync(join(folder, 'releases/first.lock.yaml'))).toBe(false);
  writeFiles(folder, { 'tenants/acme.yaml': 'tenant: acme\ntags: [ring/canary]\nenvironments: [test]\n' });
  expect((await cli(folder, ['run', 'plan.ndjson'])).code).toBe(0);
  expect((await cli(folder, ['logs'])).out).toContain('hi from acme');
  expect(codesOf(await cli(folder, ['run', 'plan.ndjson', '--tenant', 'acme', '--output', 'json']))).toEqual([
    'REL3005',
  ]);
  writeFiles(folder, { 'plan.ndjson': readText(folder, 'plan.ndjson').replace('hi', 'ho') });
  expect(codesOf(await cli(folder, ['run', 'plan.ndjson', '--output', 'json']))).toEqual(['REL1612']);
  expect(codesOf(await cli(folder, ['run', 'missing.ndjson', '--output', 'json']))).toEqual(['REL3006']);
});

test('options narrow a run and give values; what is not in the release is refused', async () => {
  const folder = folderWith(smallWorkspace);
  expect((await cli(folder, ['run', '--tag', 'ring/broad', '--var', 'greeting=moin', '--skip', 'tell'])).code).toBe(0);
  const where = await json<{ rows: { tenant: string }[] }>(folder, ['where', 'web']);
  expect(where.rows.map(({ tenant }) => tenant)).toEqual(['globex']);
  const logs = await cli(folder, ['logs']);
  expect(logs.out).toContain('moin from globex');
  expect(logs.out).not.toContain('told');
  expect(codesOf(await cli(folder, ['run', '--environment', 'prod', '--output', 'json']))).toContain('REL1613');
});

test('a machine that builds refuses a working tree with changes', async () => {
  const { execFileSync } = await import('node:child_process');
  const folder = folderWith(smallWorkspace);
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'first');
  const world = { environment: { CI: 'true', PATH: '/usr/bin:/bin' } };
  writeFiles(folder, { 'variables/common.yaml': 'variableSet: common\nvariables: { site: one, port: 81 }\n' });
  expect(codesOf(await cli(folder, ['run', '--output', 'json'], world))).toEqual(['REL3013']);
  expect(readdirSync(folder)).not.toContain('.release/runs');
  git('commit', '-qam', 'second');
  expect((await cli(folder, ['run'], world)).code).toBe(0);
  expect(readText(folder, 'releases/first.lock.yaml')).toMatch(/commit: "[0-9a-f]{40}"/);
});
