import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copySample } from '../support/git.ts';
import { release, repository, temporaryFolder } from './program.ts';

const file = 'releases/2024-06.yaml';

function sample(): string {
  const folder = temporaryFolder();
  copySample(folder);
  return folder;
}

const read = (folder: string, path = file): string => readFileSync(join(folder, path), 'utf8');

interface Bumped {
  readonly outcome: string;
  readonly raised: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

async function bump(folder: string, ...words: readonly string[]): Promise<Bumped & { readonly code: number }> {
  const told = await release(folder, ['bump', ...words, '--output', 'json']);
  return { code: told.code, ...(JSON.parse(told.out) as Bumped) };
}

test('a version that is named is written, and nothing else of the file changes', async () => {
  const folder = sample();
  const before = read(folder);
  expect(await bump(folder, file, 'ledger-api=24.6.1')).toMatchObject({
    code: 0,
    outcome: 'written',
    raised: [{ name: 'ledger-api', from: '24.6.0', to: '24.6.1' }],
  });
  expect(read(folder)).toBe(before.replace('ledger-api: 24.6.0', 'ledger-api: 24.6.1'));
  expect(await bump(folder, file, 'ledger-api=24.6.1')).toMatchObject({ outcome: 'unchanged', raised: [] });
});

test('without a version the newest one is taken that all packages of the project have', async () => {
  const folder = sample();
  const checked = await bump(folder, file, '--check');
  expect(checked).toMatchObject({ code: 2, outcome: 'checked' });
  expect(checked.raised).toContainEqual({ name: 'ledger-api', from: '24.6.0', to: '24.6.1' });
  const untouched = read(folder);
  expect(untouched).toContain('ledger-api: 24.6.0');
  expect(await bump(folder, file, 'ledger-*')).toMatchObject({ code: 0, outcome: 'written' });
  expect(read(folder)).toContain('ledger-api: 24.6.1');
  expect(await bump(folder, file, 'ledger-*', '--check')).toMatchObject({ code: 0, raised: [] });
});

test('what cannot be raised is said with the next thing to type', async () => {
  const folder = sample();
  writeFileSync(
    join(folder, file),
    read(folder).replace('ledger-api: 24.6.0', 'ledger-api: &v 24.6.0').replace('ledger-web: 24.6.0', 'ledger-web: *v'),
  );
  const commands = [
    [file, 'ledger-api=24.5.0'],
    [file, 'ledger-appi=24.6.1'],
    [file, 'ledger-api=one'],
    [file, 'ledger-web=24.6.1'],
  ];
  const told: string[] = [];
  for (const words of commands) {
    const { code, err } = await release(folder, ['bump', ...words]);
    told.push(`$ release bump ${words.join(' ')}\n${err}(exit ${code})\n`);
  }
  await expect(told.join('\n')).toMatchFileSnapshot('git-mistakes/REL3060-bump.txt');
});

test('the Renovate preset finds the versions that carry its comment, with expressions that RE2 can read', () => {
  const preset = JSON.parse(readFileSync(join(repository, 'integrations/renovate.json'), 'utf8')) as {
    readonly customManagers: readonly {
      readonly managerFilePatterns: readonly string[];
      readonly matchStrings: readonly string[];
    }[];
  };
  const [manager] = preset.customManagers;
  const pattern = manager?.matchStrings[0] ?? '';
  expect(pattern).not.toMatch(/\(\?[=!]|\(\?<[=!]|\\[1-9k]/);
  const files = manager?.managerFilePatterns.map((one) => new RegExp(one.slice(1, -1))) ?? [];
  expect(files.some((one) => one.test('deploy/releases/2024-06.yaml'))).toBe(true);
  const text = [
    'versions:',
    '  # renovate: datasource=nuget depName=Ledger.Api registryUrl=https://nuget.example/v3/index.json',
    '  ledger-api: 24.6.0   # patched',
    'packages:',
    '  # renovate: datasource=npm depName=@acme/web versioning=npm',
    '  "Web": "8.2.1"',
    '  # renovate: datasource=docker depName=acme/api',
    '  "Local.*": ">=1.0 <2"',
    '  Plain: 1.0.0',
  ].join('\n');
  const found = [...text.matchAll(new RegExp(pattern, 'g'))].map(({ groups }) => ({ ...groups }));
  expect(found).toEqual([
    {
      datasource: 'nuget',
      depName: 'Ledger.Api',
      registryUrl: 'https://nuget.example/v3/index.json',
      versioning: undefined,
      currentValue: '24.6.0',
    },
    { datasource: 'npm', depName: '@acme/web', registryUrl: undefined, versioning: 'npm', currentValue: '8.2.1' },
  ]);
});
