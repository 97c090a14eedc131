import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { smallWorkspace } from '../cli/kit.ts';
import { type Listener, listen } from './listener.ts';
import { folderWith, release, releaseJson } from './program.ts';

// Whole programs on a machine that others use too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const config = smallWorkspace['release.config.yaml'] ?? '';

function workspace(notifications: string, changes: { readonly [path: string]: string } = {}): string {
  return folderWith({
    ...smallWorkspace,
    'release.config.yaml': `${config}notifications:\n${notifications}`,
    'releases/first.yaml': (smallWorkspace['releases/first.yaml'] ?? '').replace(
      '{ name: everyone }',
      '{ name: everyone, approve: true }',
    ),
    ...changes,
  });
}

function told({ received }: Listener): readonly Record<string, unknown>[] {
  return received.map(({ body }) => JSON.parse(body));
}

test('a run tells once that it is blocked and once that it is done, however many tenants it has', async () => {
  const listener = await listen();
  const folder = workspace(`  all: { url: "${listener.url}/hook" }\n`);
  expect((await release(folder, ['run'])).code).toBe(3);
  // Somebody who is too early blocks it again: the same gates are no news.
  expect((await release(folder, ['resume'])).code).toBe(3);
  await release(folder, ['approve']);
  expect((await release(folder, ['resume'])).code).toBe(0);
  expect(told(listener)).toMatchObject([
    {
      schemaVersion: 1,
      event: 'blocked',
      run: 'first.1',
      state: 'blocked',
      counts: { succeeded: 1, waiting: 1 },
      gates: [{ id: 'approve:everyone', kind: 'approval' }],
      commands: ['release approve first.1 approve:everyone', 'release resume first.1'],
    },
    { event: 'done', state: 'succeeded', counts: { succeeded: 2 }, failures: [], commands: [] },
  ]);
  expect(listener.received.every(({ path, headers }) => path === '/hook' && headers['webhook-id'] !== undefined)).toBe(
    true,
  );
});

test('a webhook gets what it asked for, as Slack takes it, from an address that nobody else sees', async () => {
  const listener = await listen();
  const address = `${listener.url}/services/T0/verySecretPart`;
  const folder = workspace('  chat: { url: { env: CHAT }, format: slack, on: [failed] }\n', { 'broken-acme': '' });
  const run = await release(folder, ['run'], { environment: { CHAT: address } });
  expect(run.code).toBe(1);
  const [message] = told(listener);
  expect(listener.received).toHaveLength(1);
  expect(message).toEqual({
    text: expect.stringContaining(
      '*Run first.1* of first (web 1.0.0): Paused: 1 failed in wave canary, 0 may fail. 1 of 2 deployments failed.',
    ),
  });
  expect(message?.text).toContain('• acme@test/web/deploy: exit code 7');
  expect(message?.text).toContain('`release resume first.1`');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
  const everything = files.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, 'utf8'));
  for (const text of [run.out, run.err, ...everything]) expect(text).not.toContain('verySecretPart');
});

test('a key signs the message so that the receiver can check it', async () => {
  const listener = await listen();
  const key = `whsec_${Buffer.from('a key of many letters').toString('base64')}`;
  const folder = workspace(`  all: { url: "${listener.url}", key: { env: KEY } }\n`);
  await release(folder, ['run'], { environment: { KEY: key } });
  const [first] = listener.received;
  const { headers = {}, body } = first ?? {};
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const wanted = createHmac('sha256', 'a key of many letters').update(signed).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${wanted}`);
});

test('a busy server is asked again, and a run is none the worse for one that is not there', async () => {
  const listener = await listen();
  listener.answers.push(503);
  const busy = workspace(`  all: { url: "${listener.url}" }\n`);
  expect((await release(busy, ['run'])).code).toBe(3);
  expect(listener.received.map(({ headers }) => headers['webhook-id'])).toEqual(['first.1/11', 'first.1/11']);
  const nobody = workspace('  all: { url: "http://127.0.0.1:9/" }\n');
  const run = await release(nobody, ['run']);
  expect(run.code).toBe(3);
  expect(run.err).toContain('notification all was not told that the run is blocked: it could not be reached');
  listener.answers.push(404);
  const wrong = await release(workspace(`  all: { url: "${listener.url}" }\n`), ['run']);
  expect(wrong.err).toContain('it answered 404');
  const unset = await release(workspace('  all: { url: { env: NOT_SET } }\n'), ['run']);
  expect([unset.code, unset.err]).toEqual([3, expect.stringContaining('notification all was not told')]);
  expect(unset.err).not.toContain('    at ');
});

test('a message that a killed process did not get away is sent by the next one, under the same id', async () => {
  const listener = await listen();
  listener.answers.push('hang');
  const folder = workspace(`  all: { url: "${listener.url}", on: [blocked, done] }\n`);
  const killed = await release(folder, ['run'], {
    meanwhile: (child) => void listener.until(1).then(() => child.kill('SIGKILL')),
  });
  expect(killed.code).toBe(137);
  await release(folder, ['approve']);
  expect((await release(folder, ['resume'])).code).toBe(0);
  expect(told(listener).map(({ event, id, state }) => ({ event, id, state }))).toEqual([
    { event: 'blocked', id: 'first.1/11', state: 'blocked' },
    { event: 'blocked', id: 'first.1/11', state: 'blocked' },
    { event: 'done', id: expect.stringMatching(/^first\.1\//), state: 'succeeded' },
  ]);
});

test('also the last message of all, though there is nothing left to resume', async () => {
  const listener = await listen();
  listener.answers.push('hang');
  const folder = workspace(`  all: { url: "${listener.url}", on: [done] }\n`, {
    'releases/first.yaml': smallWorkspace['releases/first.yaml'] ?? '',
  });
  await release(folder, ['run'], { meanwhile: (child) => void listener.until(1).then(() => child.kill('SIGKILL')) });
  const again = await releaseJson(folder, ['resume', 'first.1']);
  expect(again.diagnostics.map(({ code }) => code)).toEqual(['REL3022']);
  await releaseJson(folder, ['resume', 'first.1']);
  expect(told(listener).map(({ event }) => event)).toEqual(['done', 'done']);
});
