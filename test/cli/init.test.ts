import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test, vi } from 'vitest';
import { starterFiles } from '../../src/cli/starter-workspace.ts';
import { cli, codesOf, folderWith, readText } from './kit.ts';

// Whole programs on a machine that others use too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Every file with its content. */
function contents(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readText(folder, path)]));
}

test('an empty folder becomes a workspace that validates, runs, and is as an editor likes it', async () => {
  const folder = folderWith({});
  expect((await cli(folder, ['init'])).code).toBe(0);
  const valid = await cli(folder, ['validate', '--output', 'json']);
  expect([valid.code, JSON.parse(valid.out).diagnostics]).toEqual([0, []]);
  expect((await cli(folder, ['run'])).code).toBe(0);
  expect((await cli(folder, ['report'])).out).toContain('All 2 deployments succeeded.');
  const rows = JSON.parse((await cli(folder, ['where', '--output', 'json'])).out).rows as { tenant: string }[];
  expect(rows.map(({ tenant }) => tenant).sort()).toEqual(['acme', 'globex']);
  expect(readText(folder, '.release/sites/acme-test.txt')).toContain('Hello, Acme');
  expect(readText(folder, '.gitignore')).toBe('.release/\n');
});

test('a folder with files of somebody else is refused, and nothing in it changes', async () => {
  const folder = folderWith({ 'notes.txt': 'mine', 'tenants/acme.yaml': 'tenant: acme\n' });
  const before = contents(folder);
  const told = await cli(folder, ['init', '--output', 'json']);
  expect([told.code, codesOf(told)]).toEqual([2, ['REL3012']]);
  expect(told.out).toContain('tenants/acme.yaml');
  expect(told.out).toContain('notes.txt');
  expect(contents(folder)).toEqual(before);
});

test('what git, npm and people put into an empty folder may be there, and stays', async () => {
  const files = {
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.gitignore': 'node_modules/',
    'README.md': '# mine\n',
    'package.json': '{}\n',
    'node_modules/release/package.json': '{}\n',
  };
  const folder = folderWith(files);
  expect((await cli(folder, ['init'])).code).toBe(0);
  for (const [path, text] of Object.entries(files)) expect(readText(folder, path).startsWith(text)).toBe(true);
  expect(readText(folder, '.gitignore')).toBe('node_modules/\n.release/\n');
  expect(codesOf(await cli(folder, ['init', '--output', 'json']))).toEqual(['REL3012']);
});

test('the settings of editors are those that this repository uses itself', () => {
  const own = readFileSync(resolve(import.meta.dirname, '../../.vscode/settings.json'), 'utf8');
  // Here the schema for editors stands beside the one that validators are made from.
  expect(starterFiles()['.vscode/settings.json']).toBe(own.replace('./schema/editor/', './schema/'));
});
