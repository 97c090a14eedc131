import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitAll, copySample, git } from '../support/git.ts';
import { folderWith, release, temporaryFolder } from './program.ts';

interface Change {
  readonly kind: string;
  readonly name?: string;
  readonly what?: string;
  readonly step?: string;
  readonly before?: { readonly value?: unknown; readonly wanted?: string; readonly file?: string };
  readonly after?: { readonly value?: unknown; readonly wanted?: string; readonly file?: string };
  readonly why?: { readonly kind: string };
}

interface Diff {
  readonly before: { readonly commit: string | null };
  readonly after: { readonly commit: string | null };
  readonly releases: readonly {
    readonly release: string;
    readonly state: string;
    readonly reach: string;
    readonly deployments: { readonly all: number; readonly changed: number };
    readonly groups: readonly { readonly deployments: readonly string[]; readonly changes: readonly Change[] }[];
  }[];
}

function sample(): string {
  const folder = temporaryFolder();
  copySample(folder);
  commitAll(folder, 'one');
  return folder;
}

function edit(folder: string, file: string, change: (text: string) => string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  expect(changed, `${file} is not what the test expects`).not.toBe(text);
  writeFileSync(path, changed);
}

async function diff(folder: string, ...words: readonly string[]): Promise<Diff> {
  const told = await release(folder, ['diff', ...words, '--output', 'json']);
  expect(told.err).toBe('');
  expect(told.code).toBe(0);
  return JSON.parse(told.out) as Diff;
}

function changesOf(diff: Diff, name: string) {
  return (diff.releases.find(({ release }) => release === name)?.groups ?? []).flatMap(({ deployments, changes }) =>
    changes.map((change) => ({ deployments: deployments.length, first: deployments[0], ...change })),
  );
}

test('a change of values, packages and steps is said once for all it concerns, with winners and reasons', async () => {
  const folder = sample();
  edit(folder, 'variables/etl.yaml', (text) => text.replace('warehouse-south', 'south-2'));
  edit(folder, 'tenants/hospitals/abbey.yaml', (text) => text.replace(/\n {2}batchSize.*/, ''));
  edit(folder, 'releases/etl-2024-06.yaml', (text) => text.replace('3.1.0', '3.0.9'));
  edit(folder, 'projects/etl.yaml', (text) =>
    text
      .replace('timeout: 5m', 'timeout: 6m')
      .replace('  - id: start-jobs', '  - { id: look, uses: note, with: { message: hello } }\n\n  - id: start-jobs'),
  );
  const changes = changesOf(await diff(folder, 'HEAD'), 'etl-2024-06');
  expect(changes).toContainEqual(
    expect.objectContaining({
      deployments: 12,
      kind: 'value',
      name: 'warehouse',
      before: expect.objectContaining({ value: 'warehouse-south', file: 'variables/etl.yaml' }),
      after: expect.objectContaining({ value: 'south-2' }),
      why: { kind: 'edited' },
    }),
  );
  expect(changes).toContainEqual(
    expect.objectContaining({
      deployments: 2,
      first: 'abbey@test/etl',
      name: 'batchSize',
      before: expect.objectContaining({ value: 250, file: 'tenants/hospitals/abbey.yaml' }),
      after: expect.objectContaining({ value: 500, file: 'projects/etl.yaml' }),
      why: { kind: 'gone' },
    }),
  );
  expect(changes).toContainEqual(
    expect.objectContaining({ kind: 'step', step: 'transfer', what: 'changed', keys: ['timeout'], deployments: 24 }),
  );
  expect(changes).toContainEqual(
    expect.objectContaining({ kind: 'step', step: 'look', what: 'added', after: ['register'] }),
  );
  // A step that is put between two others reorders neither.
  expect(changes.filter(({ what }) => what === 'reordered')).toEqual([]);
  const packages = changes.filter(({ kind }) => kind === 'package');
  expect(packages).toEqual([expect.objectContaining({ step: 'transforms', id: 'Etl.Transforms' })]);
});

test('a machine that is reached in another way is the only thing that changes', async () => {
  const folder = sample();
  edit(folder, 'tenants/hospitals/westgate.yaml', (text) =>
    text.replace(
      /type: drop, (.*), path: .*applied/,
      `type: agent, $1, mode: poll, fingerprint: "sha256:${'ab'.repeat(32)}"`,
    ),
  );
  const found = await diff(folder, 'HEAD');
  const target = { kind: 'target', target: 'integration-vm', before: { type: 'drop' }, after: { type: 'agent' } };
  expect(changesOf(found, 'etl-2024-06')).toMatchObject([{ deployments: 2, first: 'westgate@test/etl', ...target }]);
  expect((await release(folder, ['diff', 'HEAD'])).out).toContain(
    'target integration-vm: drop, await: applied, path: .release/drops -> agent, fingerprint:',
  );
});

test('a machine that tenants share is reached in another way for all of them, though none of their files changed', async () => {
  const folder = sample();
  edit(folder, 'release.config.yaml', (text) =>
    text.replace('path: .release/sites/central', 'path: .release/sites/middle'),
  );
  const changes = changesOf(await diff(folder, 'HEAD'), 'etl-2024-06');
  expect(changes).toMatchObject([{ deployments: 24, kind: 'target', target: 'central' }]);
  commitAll(folder, 'two');
  expect(changesOf(await diff(folder, 'HEAD~1', 'HEAD'), 'etl-2024-06')).toMatchObject(changes);
});

test('files that git calls unchanged are unchanged: line ends of Windows, and files that are not checked out', async () => {
  const folder = sample();
  const same = async () => (await diff(folder, 'HEAD')).releases.every(({ state }) => state === 'same');
  git(folder, 'config', 'core.autocrlf', 'true');
  edit(folder, 'tenants/hospitals/abbey.yaml', (text) => text.replaceAll('\n', '\r\n'));
  git(folder, 'add', '--renormalize', '.');
  expect(git(folder, 'diff', '--name-only', 'HEAD')).toBe('');
  expect(await same()).toBe(true);
  git(folder, 'sparse-checkout', 'set', '--no-cone', '/*', '!/tenants/hospitals/harbour.yaml');
  expect(await same()).toBe(true);
});

test('steps that are pruned or reordered, and tenants that come and go, are told for who it concerns', async () => {
  const folder = sample();
  edit(folder, 'variables/etl.yaml', (text) =>
    text.replace(
      'hasTransforms: { value: true, scope: { project: etl } }',
      'hasTransforms: [{ value: true, scope: { project: etl } }, { value: false, scope: { tenant: abbey, project: etl } }]',
    ),
  );
  edit(folder, 'projects/etl.yaml', (text) =>
    text.replace('  - id: transforms\n', '  - id: transforms\n    needs: [stop-jobs]\n'),
  );
  edit(folder, 'tenants/hospitals/harbour.yaml', (text) => text.replace('[test, prod]', '[test]'));
  commitAll(folder, 'two');
  const found = await diff(folder, 'main~1...main');
  expect(found.after.commit).toBe(git(folder, 'rev-parse', 'main'));
  const changes = changesOf(found, 'etl-2024-06');
  expect(changes).toContainEqual(
    expect.objectContaining({ deployments: 2, first: 'abbey@test/etl', step: 'transforms', what: 'pruned' }),
  );
  expect(changes).toContainEqual(
    expect.objectContaining({ step: 'transforms', what: 'reordered', before: ['database'], after: ['stop-jobs'] }),
  );
  expect(changes).toContainEqual(
    expect.objectContaining({ deployments: 1, first: 'harbour@prod/etl', kind: 'deployment', what: 'removed' }),
  );
  const back = changesOf(await diff(folder, 'main', 'main~1'), 'etl-2024-06');
  expect(back).toContainEqual(expect.objectContaining({ first: 'harbour@prod/etl', what: 'added' }));
  expect(back).toContainEqual(expect.objectContaining({ first: 'abbey@test/etl', what: 'restored' }));
});

test('a release file that was renamed is the same release, and a lock alone can change a package', async () => {
  const folder = sample();
  renameSync(join(folder, 'releases/etl-2024-06.yaml'), join(folder, 'releases/june.yaml'));
  const renamed = await diff(folder, 'HEAD');
  expect(new Set(renamed.releases.map(({ state }) => state))).toEqual(new Set(['same']));
  edit(folder, 'releases/june.yaml', (text) => text.replace('"3.1.0"', '"3.x"'));
  const [newer, aside] = ['packages/Etl.Transforms.3.1.0.nupkg', 'later.nupkg'];
  renameSync(join(folder, newer), join(folder, aside));
  expect(await release(folder, ['lock', 'etl-2024-06'])).toMatchObject({ code: 0 });
  commitAll(folder, 'locked');
  renameSync(join(folder, aside), join(folder, newer));
  const update = ['lock', 'etl-2024-06', '--update', 'packages', 'Etl.Transforms'];
  expect(await release(folder, update)).toMatchObject({ code: 0 });
  const changes = changesOf(await diff(folder, 'HEAD'), 'etl-2024-06');
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({
    kind: 'package',
    step: 'transforms',
    before: { wanted: '3.x', locked: '3.0.4' },
    after: { wanted: '3.x', locked: '3.1.0' },
  });
});

test('what changes where no release goes yet is told apart', async () => {
  const folder = sample();
  edit(folder, 'variables/products.yaml', (text) => text.replace('cloud.example', 'cloud2.example'));
  const found = await diff(folder, 'HEAD');
  const changed = found.releases.filter(({ state }) => state !== 'same');
  expect(changed).toEqual([expect.objectContaining({ release: '2024-06', reach: 'nobody-yet' })]);
  expect(
    changed[0]?.groups.flatMap(({ deployments }) => deployments).every((one) => one.includes('hosted-release')),
  ).toBe(true);
  const told = await release(folder, ['diff', 'HEAD']);
  expect(told.out).toContain('where no release goes yet');
  expect(told.out).toContain('Nothing changes for any deployment of');
});

test('what all tenants share is there as long as one of them needs it', async () => {
  const tenant = (id: string, environments: string) => `tenant: ${id}\nenvironments: [${environments}]\n`;
  const folder = folderWith({
    'release.config.yaml': 'environments: [test, prod]\n',
    'tenants/a.yaml': tenant('a', 'test, prod'),
    'tenants/b.yaml': tenant('b', 'test, prod'),
    'projects/common.yaml':
      'project: common\ntenancy: untenanted\nsteps: [{ id: tell, uses: note, with: { message: hi } }]\n',
    'projects/train.yaml': 'project: train\nsteps: [{ id: common, uses: chain, with: { project: common } }]\n',
    'releases/r.yaml':
      'release: r\nproject: train\nversion: 1.0.0\nversions: { common: 1.0.0 }\nenvironments: [test, prod]\n',
  });
  commitAll(folder, 'one');
  edit(folder, 'tenants/a.yaml', (text) => text.replace('test, prod', 'test'));
  const removed = async () =>
    changesOf(await diff(folder, 'HEAD'), 'r').flatMap(({ first, kind }) => (kind === 'deployment' ? [first] : []));
  expect(await removed()).toEqual(['a@prod/train']);
  edit(folder, 'tenants/b.yaml', (text) => text.replace('test, prod', 'test'));
  const groups = (await diff(folder, 'HEAD')).releases[0]?.groups.flatMap(({ deployments }) => deployments);
  expect(groups).toEqual(expect.arrayContaining(['a@prod/train', 'b@prod/train', '@prod/common']));
});

test('a bare repository, a workspace in a sub-folder and a ref without one are compared alike', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'README'), 'no workspace yet\n');
  commitAll(folder, 'nothing');
  const workspace = join(folder, 'deploy', 'ours');
  copySample(workspace);
  commitAll(folder, 'all of it');
  const fresh = await diff(workspace, 'HEAD~1');
  expect(new Set(fresh.releases.map(({ state }) => state))).toEqual(new Set(['added']));
  edit(workspace, 'tenants/hospitals/abbey.yaml', (text) => text.replace('batchSize: 250', 'batchSize: 251'));
  commitAll(folder, 'one value');
  const bare = join(temporaryFolder(), 'bare.git');
  git(folder, 'clone', '--quiet', '--bare', '.', bare);
  for (const place of [workspace, bare]) {
    const changes = changesOf(await diff(place, 'HEAD~1', 'HEAD'), 'etl-2024-06');
    expect(changes).toEqual([expect.objectContaining({ deployments: 2, name: 'batchSize' })]);
  }
});

test('nothing is touched: neither the working tree nor the index nor a bare repository', async () => {
  const folder = sample();
  edit(folder, 'tenants/hospitals/abbey.yaml', (text) => text.replace('batchSize: 250', 'batchSize: 251'));
  commitAll(folder, 'two');
  rmSync(join(folder, 'projects'), { recursive: true });
  const before = git(folder, 'status', '--porcelain');
  const changes = changesOf(await diff(folder, 'main~1', 'main'), 'etl-2024-06');
  expect(changes).toHaveLength(1);
  expect(git(folder, 'status', '--porcelain')).toBe(before);
  const bare = join(temporaryFolder(), 'bare.git');
  git(folder, 'clone', '--quiet', '--bare', '.', bare);
  const files = readdirSync(bare, { recursive: true }).toSorted();
  await diff(bare, 'main~1');
  expect(readdirSync(bare, { recursive: true }).toSorted()).toEqual(files);
});

test('the answer is a comment, a text, and an exit code', async () => {
  const folder = sample();
  const none = await release(folder, ['diff', 'HEAD', '--detailed-exitcode']);
  expect(none).toMatchObject({ code: 0, out: expect.stringContaining('Nothing changes') });
  edit(folder, 'variables/etl.yaml', (text) => text.replace('warehouse-south', 'south`<b>2'));
  const some = await release(folder, ['diff', 'HEAD', '--detailed-exitcode', '--output', 'markdown']);
  expect(some.code).toBe(2);
  expect(some.out).toMatch(/^<!-- release diff -->\n### 12 deployments in 1 release change\.\n/);
  expect(some.out).toContain('`` "south`<b>2" ``');
});

test('a secret is a reference in every form', async () => {
  const folder = sample();
  edit(folder, 'tenants/hospitals/abbey.yaml', (text) =>
    text.replace(
      'server: pas.abbey.example',
      'server: "https://{{token}}@pas"\n  token: { secret: { env: PAS_TOKEN } }',
    ),
  );
  for (const form of ['text', 'json', 'markdown']) {
    const told = await release(folder, ['diff', 'HEAD', '--output', form], { environment: { PAS_TOKEN: 'hunter22' } });
    expect(told.code).toBe(0);
    expect(told.out).toContain('PAS_TOKEN');
    expect(told.out).not.toContain('hunter22');
  }
});
