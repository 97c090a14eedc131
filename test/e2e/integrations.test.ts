import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { commitAll, copySample, git } from '../support/git.ts';
import { program, release, repository, temporaryFolder } from './program.ts';

/** The scripts that build servers run, run here: with their variables, in a real repository, with the real program. */

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(folder: string, script: string, environment: { readonly [name: string]: string }): Told {
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: folder, RELEASE: `${process.execPath} ${program}`, ...environment },
  });
  return { code: status ?? -1, out: stdout, err: stderr };
}

function readYaml<T>(file: string): T {
  return parse(readFileSync(join(repository, file), 'utf8')) as T;
}

function edit(folder: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replace(from, to));
}

/** A repository with the workspace in a folder of it, a main branch, and a branch that a pull request is made of. */
function pullRequest(change: (workspace: string) => void): { readonly top: string; readonly workspace: string } {
  const top = temporaryFolder();
  const workspace = join(top, 'deploy');
  copySample(workspace);
  commitAll(top, 'main');
  git(top, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  git(top, 'switch', '--quiet', '--create', 'feature');
  change(workspace);
  commitAll(top, 'change');
  return { top, workspace };
}

const good = (workspace: string): void =>
  edit(workspace, 'tenants/hospitals/abbey.yaml', 'batchSize: 250', 'batchSize: 260');
const bad = (workspace: string): void => edit(workspace, 'tenants/hospitals/westgate.yaml', ' server:', ' sever:');

interface Action {
  readonly runs: { readonly steps: readonly { readonly name: string; readonly run: string }[] };
}

function actionStep(name: string): string {
  const step = readYaml<Action>('action.yml').runs.steps.find((one) => one.name === name);
  return step?.run ?? 'exit 99';
}

test('the GitHub Action annotates what is wrong, with paths from the top of the repository', () => {
  const { top, workspace } = pullRequest(bad);
  const summary = join(top, 'summary.md');
  const told = run(workspace, actionStep('Validate and compare'), {
    GITHUB_ACTION_PATH: repository,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_BASE_REF: 'main',
    BASE: 'origin/main',
    COMMENT: join(top, 'comment.md'),
  });
  expect(told).toMatchObject({ code: 2, err: '' });
  expect(told.out).toMatch(
    /^::error file=deploy\/projects\/etl\.yaml,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=REL1305::/,
  );
  expect(readFileSync(summary, 'utf8')).toContain('### 1 error, 0 warnings');
  expect(existsSync(join(top, 'comment.md'))).toBe(false);
});

test('the GitHub Action shows what changes, in the summary and as a comment', () => {
  const { top, workspace } = pullRequest(good);
  const [summary, comment] = [join(top, 'summary.md'), join(top, 'comment.md')];
  const told = run(workspace, actionStep('Validate and compare'), {
    GITHUB_ACTION_PATH: repository,
    GITHUB_STEP_SUMMARY: summary,
    BASE: 'origin/main',
    COMMENT: comment,
  });
  expect(told).toEqual({ code: 0, out: '', err: '' });
  for (const file of [summary, comment]) {
    expect(readFileSync(file, 'utf8')).toContain('- batchSize of etl: `250` → `260`');
  }
  const tools = temporaryFolder();
  writeFileSync(join(tools, 'gh'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
  chmodSync(join(tools, 'gh'), 0o755);
  const posted = run(workspace, actionStep('Comment'), {
    PATH: `${tools}:${process.env.PATH}`,
    NUMBER: '7',
    COMMENT: comment,
  });
  expect(posted.out.split('\n')).toEqual(expect.arrayContaining(['comment', '7', '--body-file', comment]));
});

interface GitlabJob {
  readonly script: readonly string[];
  readonly artifacts: { readonly reports: { readonly codequality: string; readonly junit: string } };
}

test.each([
  ['good', good, 0],
  ['bad', bad, 2],
] as const)('the GitLab job writes its reports for a %s change', (_, change, code) => {
  const { top, workspace } = pullRequest(change);
  const job = readYaml<{ 'release-validate': GitlabJob }>('integrations/gitlab-ci.yml')['release-validate'];
  const told = run(top, job.script.join('\n'), {
    CI_PROJECT_DIR: top,
    CI_MERGE_REQUEST_DIFF_BASE_SHA: git(workspace, 'rev-parse', 'origin/main'),
    RELEASE_DIRECTORY: 'deploy',
  });
  expect(told.code, told.err).toBe(code);
  const quality = JSON.parse(readFileSync(join(top, job.artifacts.reports.codequality), 'utf8')) as readonly {
    readonly check_name: string;
    readonly location: { readonly path: string };
  }[];
  expect(quality.map(({ check_name, location }) => `${check_name} ${location.path}`)).toEqual(
    code === 0 ? [] : ['REL1305 deploy/projects/etl.yaml'],
  );
  expect(readFileSync(join(top, job.artifacts.reports.junit), 'utf8')).toContain(`failures="${code === 0 ? 0 : 1}"`);
  expect(existsSync(join(top, 'release-diff.md'))).toBe(code === 0);
});

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
  readonly exclude?: string;
}

test('the pre-commit hooks are for the files of a workspace', () => {
  const hooks = readYaml<readonly Hook[]>('.pre-commit-hooks.yaml');
  for (const { files } of hooks) {
    for (const path of ['release.config.yaml', 'deploy/tenants/hospitals/abbey.yaml', 'releases/2024-06.yml']) {
      expect(path).toMatch(new RegExp(files));
    }
    for (const path of ['README.md', 'tenants/logo.png']) expect(path).not.toMatch(new RegExp(files));
  }
});

const preCommit = run(repository, 'command -v pre-commit', {}).code === 0;

test.skipIf(!preCommit)('pre-commit runs the hooks (skipped where there is no pre-commit)', () => {
  const hooks = temporaryFolder();
  cpSync(join(repository, '.pre-commit-hooks.yaml'), join(hooks, '.pre-commit-hooks.yaml'));
  const rev = commitAll(hooks, 'hooks');
  const config = { repos: [{ repo: hooks, rev, hooks: [{ id: 'release-validate' }] }] };
  for (const [change, code] of [
    [good, 0],
    [bad, 1],
  ] as const) {
    const { top, workspace } = pullRequest((folder) => {
      change(folder);
      writeFileSync(join(folder, '.pre-commit-config.yaml'), JSON.stringify(config));
      renameSync(join(folder, '.pre-commit-config.yaml'), join(folder, '..', '.pre-commit-config.yaml'));
    });
    // The hook starts at the top of the repository, so the workspace is there.
    for (const part of readdirSync(workspace)) renameSync(join(workspace, part), join(top, part));
    const bin = join(top, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    symlinkSync(program, join(bin, 'release'));
    git(top, 'add', '--all', '--', 'tenants', 'releases', 'projects');
    const told = run(top, 'pre-commit run --all-files', { PRE_COMMIT_HOME: join(hooks, 'home') });
    expect(told.code, told.out).toBe(code);
    expect(told.out).toContain(code === 0 ? 'Passed' : 'REL1305');
  }
});

test('a secret that stands in a file by mistake is on no annotation and in no report', async () => {
  const folder = temporaryFolder();
  copySample(folder);
  edit(
    folder,
    'tenants/hospitals/abbey.yaml',
    'batchSize: 250',
    'batchSize: hunter22secret\n  token: { secret: { env: TOKEN } }',
  );
  const summary = join(folder, 'summary.md');
  const environment = { TOKEN: 'hunter22secret', GITHUB_STEP_SUMMARY: summary };
  for (const format of ['github', 'gitlab', 'sarif', 'junit']) {
    const told = await release(folder, ['validate', '--output', format], { environment });
    expect(told.code).toBe(2);
    expect(told.out).toContain('REL1306');
    expect(told.out).not.toContain('hunter22secret');
  }
  expect(readFileSync(summary, 'utf8')).not.toContain('hunter22secret');
});
