import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitAll, git } from '../support/git.ts';
import { type Files, folderWith, release, temporaryFolder, writeFiles } from './program.ts';

/** Every way git and locks get in the way, and what people then read: golden files in git-mistakes/. */

const workspace: Files = {
  'release.config.yaml': 'environments: [test, prod]\nfeeds: { local: { type: folder, path: packages } }\n',
  'tenants/acme.yaml': 'tenant: acme\nenvironments: [test, prod]\n',
  'tenants/globex.yaml': 'tenant: globex\nenvironments: [test]\nvariables: { site: two }\n',
  'variables/common.yaml': 'variableSet: common\nvariables: { site: one, port: 80 }\n',
  'packages/Web.1.0.0.zip': 'never opened',
  'packages/Web.1.1.0.zip': 'never opened either',
  'projects/web.yaml': [
    'project: web',
    'steps:',
    '  - { id: web, uses: package, package: { id: Web } }',
    '  - { id: tell, uses: note, with: { message: "{{site}} {{port}}" } }',
    '',
  ].join('\n'),
  'releases/first.yaml':
    'release: first\nproject: web\nversion: 1.0.0\npackages: { Web: 1.0.x }\nenvironments: [test]\n',
};
const lockFile = 'releases/first.lock.yaml';

async function locked(): Promise<string> {
  const folder = folderWith(workspace);
  commitAll(folder, 'one');
  expect(await release(folder, ['lock', 'first'])).toMatchObject({ code: 0 });
  commitAll(folder, 'lock');
  return folder;
}

function edit(folder: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replace(from, to));
}

/** Runs the commands and holds what they say to a golden file. */
async function expectTold(
  name: string,
  folder: string,
  commands: readonly (readonly string[])[],
  environment: { readonly [name: string]: string } = {},
): Promise<void> {
  const told: string[] = [];
  for (const words of commands) {
    const { code, out, err } = await release(folder, words, { environment });
    // A lock holds the time, so the hashes of commits with one are never the same.
    const text = `${out}${err}`.replaceAll(folder, '<folder>').replaceAll(/\b[0-9a-f]{9}\b/g, '<commit>');
    told.push(`$ release ${words.join(' ')}\n${text}(exit ${code})\n`);
  }
  await expect(told.join('\n')).toMatchFileSnapshot(`git-mistakes/${name}.txt`);
}

test('a ref that does not exist', async () => {
  const folder = await locked();
  await expectTold('REL3040-unknown-ref', folder, [
    ['diff', 'mian'],
    ['diff', 'origin/main...HEAD'],
    ['diff', '--', '--output=/tmp/x'],
    ['diff', 'HEAD~9', 'HEAD'],
  ]);
});

test('a shallow clone', async () => {
  const folder = await locked();
  git(folder, 'switch', '--quiet', '--create', 'feature', 'HEAD~1');
  commitAll(folder, 'three');
  const clone = join(temporaryFolder(), 'clone');
  git(folder, 'clone', '--quiet', '--depth=1', '--no-single-branch', `file://${folder}`, clone);
  await expectTold('REL3041-shallow-clone', clone, [
    ['diff', 'HEAD~1'],
    ['diff', 'origin/main...HEAD'],
  ]);
});

test('histories with nothing in common', async () => {
  const folder = await locked();
  git(folder, 'switch', '--quiet', '--orphan', 'other');
  writeFiles(folder, workspace);
  commitAll(folder, 'from scratch');
  await expectTold('REL3041-unrelated', folder, [['diff', 'main...other']]);
});

test('a commit with mistakes of its own', async () => {
  const folder = folderWith({ ...workspace, 'tenants/acme.yaml': 'tenant: acme\nenvironment: [test]\n' });
  commitAll(folder, 'broken');
  writeFiles(folder, workspace);
  await expectTold('REL3042-broken-before', folder, [['diff', 'HEAD']]);
});

test('several workspaces, and no working tree that says which', async () => {
  const folder = temporaryFolder();
  for (const name of ['one', 'other']) writeFiles(join(folder, name), workspace);
  commitAll(folder, 'two of them');
  const bare = join(temporaryFolder(), 'bare.git');
  git(folder, 'clone', '--quiet', '--bare', '.', bare);
  await expectTold('REL3043-two-workspaces', bare, [['diff', 'HEAD']]);
});

test('no repository', async () => {
  await expectTold('REL3014-no-repository', folderWith(workspace), [['diff', 'HEAD']]);
});

test('changes that nobody committed', async () => {
  const folder = await locked();
  edit(folder, 'tenants/acme.yaml', 'tenant: acme', 'tenant: acme\nname: Acme');
  await expectTold(
    'REL3013-dirty',
    folder,
    [
      ['run', '--frozen'],
      ['diff', 'HEAD~1', 'HEAD'],
    ],
    { CI: 'true' },
  );
});

test('a working tree that drifted from its lock: as release diff would say it', async () => {
  const folder = await locked();
  edit(folder, 'variables/common.yaml', 'site: one, port: 80', 'site: three, port: 80');
  edit(folder, 'projects/web.yaml', 'id: tell, uses: note', 'id: tell, timeout: 5m, uses: note');
  edit(folder, 'releases/first.yaml', '1.0.x', '1.1.x');
  await expectTold('REL1702-drift', folder, [
    ['run', '--yes'],
    ['lock', '--check'],
  ]);
});

test('a lock that somebody edited', async () => {
  const folder = await locked();
  edit(folder, lockFile, '"version": "1.0.0", "sha256"', '"version": "1.1.0", "sha256"');
  await expectTold('REL1705-edited-lock', folder, [
    ['run', '--yes'],
    ['lock', '--update', 'packages', 'Web'],
  ]);
});

test('a lock with both sides of a merge', async () => {
  const folder = await locked();
  for (const [branch, port] of [
    ['left', '81'],
    ['right', '82'],
  ] as const) {
    git(folder, 'switch', '--quiet', '--create', branch, 'main');
    edit(folder, 'tenants/acme.yaml', '\n', `\nvariables: { port: ${port} }\n`);
    expect(await release(folder, ['lock', '--update', 'variables', 'acme'])).toMatchObject({ code: 0 });
    commitAll(folder, branch);
  }
  expect(() => git(folder, 'merge', 'left')).toThrow();
  git(folder, 'checkout', '--ours', '--', 'tenants/acme.yaml');
  await expectTold('REL1706-merged-lock', folder, [['lock', '--check']]);
  git(folder, 'checkout', '--theirs', '--', lockFile);
  expect(await release(folder, ['lock', 'first', '--update', 'all'])).toMatchObject({ code: 0 });
});

test('two locks for one release', async () => {
  const folder = await locked();
  renameSync(join(folder, 'releases/first.yaml'), join(folder, 'releases/june.yaml'));
  await expectTold('REL1707-renamed-release', folder, [['run', '--yes'], ['lock']]);
  mkdirSync(join(folder, 'releases'), { recursive: true });
  writeFileSync(join(folder, 'releases/june.lock.yaml'), readFileSync(join(folder, lockFile)));
  await expectTold('REL1707-two-locks', folder, [['run', '--yes']]);
});

test('a lock that was deleted', async () => {
  const folder = await locked();
  rmSync(join(folder, lockFile));
  await expectTold('REL1708-deleted-lock', folder, [
    ['run', '--yes'],
    ['lock', '--check'],
    ['lock', '--update', 'all'],
  ]);
  expect(await release(folder, ['lock'])).toMatchObject({ code: 0 });
});

/** A workspace without packages, whose release really runs: version 1.0.0, then 1.1.0. */
async function released(commitLocks: boolean): Promise<string> {
  const folder = folderWith({
    ...workspace,
    'projects/web.yaml': 'project: web\nsteps: [{ id: tell, uses: note, with: { message: "{{site}}" } }]\n',
    'releases/first.yaml': 'release: first\nproject: web\nversion: 1.0.0\nenvironments: [test]\n',
  });
  commitAll(folder, 'one');
  expect(await release(folder, ['run', '--yes', '--tenant', 'acme'])).toMatchObject({ code: 0 });
  if (commitLocks) commitAll(folder, 'lock of acme');
  edit(folder, 'variables/common.yaml', 'port: 80', 'port: 81');
  expect(await release(folder, ['lock', '--update', 'all'])).toMatchObject({ code: 0 });
  expect(await release(folder, ['run', '--yes', '--tenant', 'globex'])).toMatchObject({ code: 0 });
  if (commitLocks) commitAll(folder, 'lock of globex');
  edit(folder, 'releases/first.yaml', '1.0.0', '1.1.0');
  expect(await release(folder, ['lock', '--update', 'all'])).toMatchObject({ code: 0 });
  expect(await release(folder, ['run', '--yes'])).toMatchObject({ code: 0 });
  return folder;
}

test('nothing to roll back to', async () => {
  const folder = await released(true);
  await expectTold('REL3050-nothing-older', folder, [
    ['rollback', 'wep'],
    ['rollback', 'web', '--tenant', 'nobody'],
    ['rollback', 'web', '--tenant', 'acme', '--to', '0.9.0'],
  ]);
  await expectTold('REL3052-different-locks', folder, [['rollback', 'web']]);
  const shown = await release(folder, ['rollback', 'web', '--tenant', 'acme', '--output', 'json']);
  expect(JSON.parse(shown.out)).toMatchObject({ schemaVersion: 1, deployments: [{ from: '1.1.0', to: '1.0.0' }] });
  const back = await release(folder, ['rollback', 'web', '--tenant', 'acme', '--yes']);
  expect(back).toMatchObject({ code: 0, err: expect.stringContaining('web goes back to 1.0.0') });
});

test('a lock that nobody committed', async () => {
  await expectTold('REL3051-lock-not-committed', await released(false), [['rollback', 'web', '--tenant', 'acme']]);
});
