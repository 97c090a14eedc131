import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { commitAll, copySample, git } from '../support/git.ts';
import { release, temporaryFolder } from './program.ts';

interface Validated {
  readonly code: number;
  readonly diagnostics: readonly { readonly code: string; readonly file: string; readonly summary: string }[];
  readonly summary: { readonly releases: number; readonly deployments: number; readonly errors: number };
}

let folder = '';

function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
}

async function validate(...words: readonly string[]): Promise<Validated> {
  const told = await release(folder, ['validate', '--output', 'json', ...words]);
  expect(told.err).toBe('');
  return { code: told.code, ...(JSON.parse(told.out) as Omit<Validated, 'code'>) };
}

/** The sample on main, with a mistake of one hospital that was there before; the test works on a branch. */
beforeEach(() => {
  folder = temporaryFolder();
  copySample(folder);
  edit('tenants/hospitals/westgate.yaml', ' server:', ' sever:');
  commitAll(folder, 'main');
  git(folder, 'switch', '--quiet', '--create', 'feature');
});

test('what the change cannot affect is not reported, however wrong it is', async () => {
  edit('tenants/hospitals/abbey.yaml', 'batchSize: 250', 'batchSize: 260');
  expect(await validate()).toMatchObject({ code: 2, diagnostics: [{ code: 'REL1305' }] });
  expect(await validate('--since', 'main')).toMatchObject({
    code: 0,
    diagnostics: [],
    summary: { releases: 1, deployments: 2 },
  });
});

test('whoever touches the tenant sees its old mistake, also in files that did not change', async () => {
  edit('tenants/hospitals/westgate.yaml', /name: .*/, 'name: The New Westgate');
  expect(await validate('--since', 'main')).toMatchObject({
    code: 2,
    diagnostics: [{ code: 'REL1305', file: 'projects/etl.yaml' }],
    summary: { deployments: 2 },
  });
});

test('a value scoped to a tag affects the tenants with the tag, and their mistakes alone', async () => {
  edit('variables/etl.yaml', 'warehouse-north', 'warehouse-n');
  const north = await validate('--since', 'main');
  const everyone = await validate();
  expect(north.summary.deployments).toBeGreaterThan(2);
  expect(north.summary.deployments).toBeLessThan(everyone.summary.deployments - 6);
  edit('variables/etl.yaml', /^.*region\/north.*\n/m, '');
  const lost = await validate('--since', 'main');
  expect(lost.diagnostics).toEqual([
    expect.objectContaining({ code: 'REL1305', summary: expect.stringContaining('"warehouse"') }),
  ]);
  expect(lost.diagnostics[0]?.summary).toMatch(/ 6 tenants/);
});

test('what breaks elsewhere is reported where it breaks', async () => {
  rmSync(join(folder, 'tenants/hospitals/royal-north.yaml'));
  expect(await validate('--since', 'main')).toMatchObject({
    code: 2,
    diagnostics: [{ code: 'REL1205', file: 'releases/etl-2024-06.yaml' }],
  });
});

test('a project affects all of its tenants, and the configuration everybody', async () => {
  edit('projects/etl.yaml', 'timeout: 5m', 'timeout: 6m');
  const project = await validate('--since', 'main');
  expect(project.summary).toMatchObject({ releases: 1, errors: 1 });
  git(folder, 'checkout', '--quiet', '--', '.');
  edit('release.config.yaml', /^/, '# changed\n');
  const all = await validate('--since', 'main');
  expect(all).toEqual(await validate());
});

test('a script of its own is a part of the project; a text beside it is none', async () => {
  edit('projects/etl.yaml', / {6}run: echo running.*/, '      file: scripts/start.sh');
  writeFileSync(join(folder, 'NOTES'), 'nothing\n');
  const script = join(folder, 'scripts');
  mkdirSync(script);
  writeFileSync(join(script, 'start.sh'), 'echo one\n');
  commitAll(folder, 'a script');
  writeFileSync(join(script, 'start.sh'), 'echo two\n');
  expect((await validate('--since', 'HEAD')).summary.deployments).toBeGreaterThan(20);
  git(folder, 'checkout', '--quiet', '--', '.');
  writeFileSync(join(folder, 'NOTES'), 'something\n');
  expect((await validate('--since', 'HEAD')).summary.deployments).toBe(0);
});

test('the base is where the branch began, not what others did since; files that git does not know count', async () => {
  edit('tenants/hospitals/abbey.yaml', 'batchSize: 250', 'batchSize: 260');
  commitAll(folder, 'mine');
  git(folder, 'switch', '--quiet', 'main');
  edit('projects/etl.yaml', 'timeout: 5m', 'timeout: 6m');
  commitAll(folder, 'theirs');
  git(folder, 'switch', '--quiet', 'feature');
  expect((await validate('--since', 'main')).summary).toMatchObject({ deployments: 2, errors: 0 });
  writeFileSync(
    join(folder, 'tenants/hospitals/newton.yaml'),
    'tenant: newton\ntags: [ring/broad, region/north]\nenvironments: [test]\nvariables: { code: Newton }\n',
  );
  const added = await validate('--since', 'main');
  expect(added.diagnostics.map(({ summary }) => summary).join('\n')).toContain('newton');
});

test('an unknown ref is said', async () => {
  const told = await release(folder, ['validate', '--since', 'mian']);
  expect(told).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "main"?') });
});
