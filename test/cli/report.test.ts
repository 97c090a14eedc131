import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { cli, codesOf, folderWith, readText, smallWorkspace } from './kit.ts';

// Whole programs on a machine that others use too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

test('a report is text, JSON, or one page, of the last run or of one that is named', async () => {
  const folder = folderWith({ ...smallWorkspace, 'broken-acme': '' });
  expect(codesOf(await cli(folder, ['report', '--output', 'json']))).toEqual(['REL3020']);
  expect((await cli(folder, ['run'])).code).toBe(1);
  const text = await cli(folder, ['report']);
  expect(text.code).toBe(0);
  expect(text.out).toContain('deploy: exit code 7');
  const json = JSON.parse((await cli(folder, ['report', 'first.1', '--output', 'json'])).out);
  expect(json).toMatchObject({
    schemaVersion: 1,
    run: 'first.1',
    failures: [{ step: 'deploy', deployments: [{ address: 'acme@test/web' }] }],
    decisions: [{ what: 'started' }],
  });
  const page = await cli(folder, ['report', '--html']);
  expect(page).toMatchObject({ code: 0, out: '', err: 'wrote first.1.html\n' });
  expect(readText(folder, 'first.1.html')).toMatch(/^<!doctype html>/);
  expect((await cli(folder, ['report', '--html', 'first.1'])).err).toBe('wrote first.1.html\n');
  await cli(folder, ['report', 'first.1', '--html', 'out.html']);
  expect(readText(folder, 'out.html')).toContain('acme@test/web');
  expect(codesOf(await cli(folder, ['report', 'first.7', '--output', 'json']))).toEqual(['REL3020']);
});

test('a page that cannot be written is said in one line', async () => {
  const folder = folderWith(smallWorkspace);
  await cli(folder, ['run']);
  const told = await cli(folder, ['report', '--html', 'no-such-folder/out.html']);
  expect(told.code).toBe(2);
  expect(told.err).toContain('no-such-folder');
  expect(told.err).not.toContain('    at ');
  expect(existsSync(join(folder, 'no-such-folder'))).toBe(false);
});
