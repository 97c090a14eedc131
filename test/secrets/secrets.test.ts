import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { SecretReference } from '../../src/config/scope.ts';
import type { SecretResult } from '../../src/secrets/secret-source.ts';
import { createSecrets } from '../../src/secrets/secrets.ts';

const root = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(name: string, content: string | Uint8Array, mode = 0o600): void {
  writeFileSync(join(root, name), content);
  chmodSync(join(root, name), mode);
}

function setUp(environment: Record<string, string> = {}) {
  const registered: string[] = [];
  const secrets = createSecrets({ environment, workspaceRoot: root, register: (value) => registered.push(value) });
  const read = (source: SecretReference['source'], ref: string): Promise<SecretResult> => secrets.read({ source, ref });
  return { registered, read };
}

function summaryOf(result: SecretResult): string {
  return result.ok ? `read ${result.value}` : `${result.diagnostic.code} ${result.diagnostic.summary}`;
}

test('the environment; what is read is registered before it is returned', async () => {
  const { read, registered } = setUp({ TOKEN: 'abc', EMPTY: '' });
  expect(await read('env', 'TOKEN')).toEqual({ ok: true, value: 'abc', warnings: [] });
  expect(registered).toEqual(['abc']);
  expect(summaryOf(await read('env', 'EMPTY'))).toBe(
    'REL2120 The environment variable EMPTY, which holds a secret, is empty',
  );
  const missing = await read('env', 'TOKENN');
  expect(missing.ok ? '' : missing.diagnostic.hint).toBe('set TOKENN where release runs; did you mean "TOKEN"?');
  expect(summaryOf(await read('env', 'constructor'))).toMatch(/is not set/);
});

test('a file without its last line break; one that others can read brings a warning', async () => {
  write('closed', 'line 1\nline 2\r\n');
  write('open', 'x', 0o644);
  const { read } = setUp();
  expect(await read('file', 'closed')).toEqual({ ok: true, value: 'line 1\nline 2', warnings: [] });
  const open = await read('file', join(root, 'open'));
  expect(open.ok && open.warnings.map(({ code }) => code)).toEqual(['REL2122']);
});

test('files that are no secrets', async () => {
  write('empty', '\n');
  write('binary', new Uint8Array([0xff, 0xfe]));
  const { read } = setUp();
  expect(summaryOf(await read('file', 'absent'))).toBe('REL2120 The secret file "absent" is not there');
  expect(summaryOf(await read('file', 'empty'))).toBe('REL2120 The secret file "empty" is empty');
  expect(summaryOf(await read('file', 'binary'))).toBe('REL2120 The secret file "binary" is not UTF-8 text');
  expect(summaryOf(await read('file', '.'))).toBe('REL2120 The secret file "." is not a file');
  expect(summaryOf(await read('file', '../outside'))).toBe(
    'REL2120 The secret file "../outside" is outside the workspace',
  );
  expect(summaryOf(await read('file', 'a\0b'))).toBe('REL2120 The path of a secret is not a path');
});

test('a value is read once, a failure is tried again', async () => {
  write('changing', 'one');
  const { read, registered } = setUp();
  expect(summaryOf(await read('file', 'later'))).toMatch(/^REL2120/);
  write('later', 'here');
  expect(summaryOf(await read('file', 'later'))).toBe('read here');
  const both = await Promise.all([read('file', 'changing'), read('file', 'changing')]);
  write('changing', 'two');
  expect([...both, await read('file', 'changing')].map(summaryOf)).toEqual(['read one', 'read one', 'read one']);
  expect(registered).toEqual(['here', 'one']);
});

test.each(['ssm', 'sops', 'site'] as const)('%s says in words that it is not to be had here', async (source) => {
  expect(summaryOf(await setUp().read(source, '/a'))).toMatch(
    new RegExp(`^REL2121 The secret ${source}:/a cannot be read here: `),
  );
});
