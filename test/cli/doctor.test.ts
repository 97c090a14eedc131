import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { cli, type Files, folderWith, smallWorkspace, type World } from './kit.ts';

// Whole programs on a machine that others use too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Check {
  readonly name: string;
  readonly state: string;
  readonly found: string;
  readonly hint?: string;
}

async function doctor(files: Files, environment: World['environment'] = {}): Promise<ReadonlyMap<string, Check>> {
  const folder = folderWith(files);
  return checksIn(folder, environment);
}

async function checksIn(folder: string, environment: World['environment'] = {}): Promise<ReadonlyMap<string, Check>> {
  const world = { environment: { PATH: '/usr/bin:/bin', ...environment } };
  const told = await cli(folder, ['doctor', '--output', 'json'], world);
  const { checks, healthy } = JSON.parse(told.out) as { checks: readonly Check[]; healthy: boolean };
  expect(told.code).toBe(healthy ? 0 : 2);
  // Whatever is not well says how to mend it.
  for (const { state, hint, name } of checks) if (state !== 'ok') expect(hint, name).toMatch(/\w/);
  return new Map(checks.map((check) => [check.name, check]));
}

const config = smallWorkspace['release.config.yaml'] ?? '';

test('a healthy workspace is said to be one, check by check', async () => {
  const folder = folderWith(smallWorkspace);
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { stdio: 'pipe' });
  expect((await checksIn(folder)).get('history')).toMatchObject({
    state: 'warning',
    found: 'the workspace is not in git',
  });
  git('init', '-q');
  expect((await checksIn(folder)).get('history')).toMatchObject({ state: 'warning', found: 'there is no commit yet' });
  git('add', '.');
  git('commit', '-qm', 'first');
  const checks = await checksIn(folder);
  expect([...checks.values()].filter(({ state }) => state !== 'ok')).toEqual([]);
  expect([...checks.keys()]).toEqual(['node', 'git', 'workspace', 'history', 'state store']);
  git('commit', '--allow-empty', '-qm', 'second');
  const shallow = folderWith({});
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${folder}`, join(shallow, 'copy')], { stdio: 'pipe' });
  expect((await checksIn(join(shallow, 'copy'))).get('history')).toMatchObject({
    state: 'warning',
    hint: expect.stringContaining('--unshallow'),
  });
});

test('secrets of variables and webhooks are looked for, and never shown', async () => {
  const files = {
    ...smallWorkspace,
    'release.config.yaml': `${config}notifications: { chat: { url: { env: CHAT } }, plain: { url: "http://example.com/x" } }\n`,
    'variables/secrets.yaml': [
      'variableSet: secrets',
      'variables:',
      '  one: { secret: { env: IS_SET } }',
      '  two: { secret: { env: IS_NOT_SET } }',
      '  three: { secret: { file: secret.txt } }',
      '  four: { secret: { site: at-the-site } }',
      '  five: { secret: { env: "OF_{{tenant.id}}" } }',
      '',
    ].join('\n'),
    'secret.txt': 'hush hush',
  };
  const folder = folderWith(files);
  chmodSync(join(folder, 'secret.txt'), 0o644);
  const checks = await checksIn(folder, { IS_SET: 'very secret value', CHAT: 'https://hooks.example.com/T/secret' });
  const states = Object.fromEntries([...checks.values()].map(({ name, state }) => [name, state]));
  expect(states).toMatchObject({
    'secret env:IS_SET': 'ok',
    'secret env:IS_NOT_SET': 'warning',
    'secret file:secret.txt': 'warning',
    'secret env:CHAT': 'ok',
    'other secrets': 'ok',
    'notification chat': 'ok',
    'notification plain': 'warning',
  });
  expect(checks.get('other secrets')?.found).toContain('2 secrets of tenants or sites are read');
  expect(JSON.stringify([...checks.values()])).not.toMatch(/very secret|hush|hooks\.example/);
});

test('what is wrong is failed, with the way out', async () => {
  const broken = await doctor({ ...smallWorkspace, 'tenants/acme.yaml': 'tenant: acme\nenvironments: [tset]\n' });
  expect(broken.get('workspace')).toMatchObject({ state: 'failed', hint: 'see release validate' });
  const target = 'targets: { box: { type: local, roles: [web], path: "/proc/no" } }\n';
  const feed = 'feeds: { main: { type: folder, path: no-such-folder } }\n';
  const checks = await doctor({ ...smallWorkspace, 'release.config.yaml': config + target + feed });
  expect([...checks.values()].some(({ state, name }) => state === 'failed' && name === 'feed main')).toBe(true);
  const none = await doctor({ 'readme.txt': '' });
  expect(none.get('workspace')).toMatchObject({ state: 'failed' });
});

test('where traces go, and why they go nowhere', async () => {
  const on = await doctor(smallWorkspace, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' });
  expect(on.get('traces')).toMatchObject({ state: 'ok', found: 'go to collector:4318' });
  const off = await doctor(smallWorkspace, { OTEL_TRACES_EXPORTER: 'zipkin' });
  expect(off.get('traces')).toMatchObject({ state: 'warning' });
  expect((await doctor(smallWorkspace)).has('traces')).toBe(false);
});

test('looking at agents makes no key of this machine, which nobody would know', async () => {
  const agent = `type: agent\n    roles: [app]\n    mode: poll\n    fingerprint: "sha256:${'ab'.repeat(32)}"`;
  const folder = folderWith({
    ...smallWorkspace,
    'release.config.yaml': `${config}agents:\n  listen: 127.0.0.1:4711\ntargets:\n  vm:\n    ${agent}\n`,
  });
  expect((await checksIn(folder)).get('target vm')).toMatchObject({
    state: 'warning',
    hint: expect.stringContaining('release agent pair --runner'),
  });
  expect(existsSync(join(folder, '.release/agents'))).toBe(false);
});
