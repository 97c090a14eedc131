import { execFile, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandEntries } from '../../src/cli/commands/index.ts';
import { addParameter, keepIn, settleIn } from '../support/aws/seed.ts';
import { serveAws } from '../support/aws/server.ts';
import { AwsWorld } from '../support/aws/world.ts';
import { program, release, repository, temporaryFolder } from './program.ts';
import { sampleWorkspace } from './sample.ts';

/* What `--help` shows as an example is typed in the sample workspace, in the state that the example is about. */

/** What has to be there first: nothing, both releases deployed, one twice, one that waits for a person, a commit. */
const states = {
  fresh: async () => sampleWorkspace(),
  deployed: async () => {
    const folder = sampleWorkspace();
    await succeed(folder, ['run', 'releases/2024-06.yaml', '--yes'], 0);
    // One hospital without a network has not told yet what became of it, and the agent of another does not run.
    rewrite(folder, 'release.config.yaml', 'patience: 15s', 'patience: 1s');
    await succeed(folder, ['run', 'releases/etl-2024-06.yaml', '--yes'], 3);
    return folder;
  },
  // The way back is found in git: the lock that the older version ran with.
  twice: async () => {
    const folder = sampleWorkspace();
    const abbey = ['run', 'releases/etl-2024-06.yaml', '--tenant', 'abbey', '--yes'];
    await succeed(folder, abbey, 0);
    commit(folder);
    rewrite(folder, 'releases/etl-2024-06.yaml', 'version: "2024.6"', 'version: "2024.7"');
    await succeed(folder, ['lock', 'releases/etl-2024-06.yaml', '--update', 'all'], 0);
    commit(folder);
    await succeed(folder, abbey, 0);
    return folder;
  },
  waiting: async () => {
    const folder = sampleWorkspace();
    rewrite(folder, 'releases/2024-06.yaml', '{ name: canary,', '{ name: canary, approve: true,');
    await succeed(folder, ['run', 'releases/2024-06.yaml', '--yes'], 3);
    return folder;
  },
  applied: async () => {
    const folder = sampleWorkspace();
    const westgate = ['--tenant', 'westgate', '--environment', 'prod', '--yes'];
    await succeed(folder, ['run', 'releases/etl-2024-06.yaml', ...westgate], 3);
    const bundle = '.release/drops/westgate/prod/etl-2024-06.1/etl-2024.6-integration-vm-1/deploy.sh';
    const words = [bundle, '--site', '.release/sites/westgate', '--receipt', 'westgate.receipt'];
    expect(spawnSync('sh', words, { cwd: folder }).status).toBe(0);
    return folder;
  },
  committed: async () => {
    const folder = sampleWorkspace();
    commit(folder);
    return folder;
  },
};
type State = keyof typeof states;

const stateOf: { readonly [command: string]: State } = {
  diff: 'committed',
  resume: 'waiting',
  cancel: 'waiting',
  approve: 'waiting',
  reject: 'waiting',
  'receipt import': 'applied',
  status: 'deployed',
  runs: 'deployed',
  logs: 'deployed',
  where: 'deployed',
  report: 'deployed',
  rollback: 'twice',
  'audit verify': 'deployed',
  'cache prune': 'deployed',
};

const serving: ReadonlySet<string> = new Set(['agent listen', 'agent poll']);

const made = new Map<State, Promise<string>>();

/** Each state is brought about once, and copied for those who change it. */
function prepared(state: State): Promise<string> {
  const known = made.get(state) ?? states[state]();
  made.set(state, known);
  return known;
}

function copyOf(folder: string): string {
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function commit(folder: string): void {
  const git = (...words: readonly string[]) => spawnSync('git', words, { cwd: folder });
  git('init', '-q');
  git('add', '.');
  expect(git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'as it runs').status).toBe(0);
}

function rewrite(folder: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, path), text.replace(from, to));
}

async function succeed(folder: string, words: readonly string[], code: number): Promise<void> {
  const told = await release(folder, words);
  expect(told.code, told.out + told.err).toBe(code);
}

/** For `release aws …`: two customers in an imitation of AWS, one of them held by a run. */
const world = new AwsWorld();
world.now = Date.now();
for (const customer of ['xy-0146', 'kv-0152']) {
  settleIn(world.account(), `${customer}-qa`, 'common-nonprod', world.now);
  settleIn(world.account(), `${customer}-prod`, 'common-prod', world.now);
}
// For one of them there is a way back.
keepIn(world.account(), 'xy-0146-prod', '20261001t000000z');
const held = {
  kind: 'begin',
  owner: 'o',
  run: 'records-2024-06.1',
  release: 'r',
  generation: '20261120t120000z',
  at: '',
};
addParameter(world.account(), '/xy-0146-qa/release/log/00000003', held);
const aws = await serveAws(world);
afterAll(() => aws.close());
const keys = { AWS_ACCESS_KEY_ID: 'AKIA111122223333', AWS_SECRET_ACCESS_KEY: 'x' };

const bin = temporaryFolder();
writeFileSync(join(bin, 'release'), `#!/bin/sh\nexec node ${program} "$@"\n`, { mode: 0o755 });

/** Types a line as a person does, with `release` on the PATH. */
function type(line: string, folder: string) {
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: folder, NO_COLOR: '1', AWS_ENDPOINT_URL: aws.url, ...keys };
  return new Promise<{ status: number; stdout: string; stderr: string }>((done) => {
    execFile('bash', ['-c', line], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      done({ status: error === null ? 0 : Number(error.code ?? 128), stdout, stderr });
    });
  });
}

describe.concurrent('examples of --help', () => {
  it.each(commandEntries.map(({ name }) => name))('%s', async (name) => {
    const help = await release(repository, [...name.split(' '), '--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    const lines = (help.out.split('\nExample:\n')[1] ?? '')
      .trim()
      .split('\n')
      .map((line) => line.trim());
    expect(lines.length).toBeGreaterThan(0);
    const start = await prepared(stateOf[name] ?? 'fresh');
    let folder = copyOf(start);
    for (const line of lines) {
      // The two ways to ask for a way back are alternatives.
      if (name === 'rollback') folder = copyOf(start);
      // An agent serves until it is told to stop.
      if (serving.has(name)) {
        const served = await type(`timeout -s TERM 10 ${line}`, folder);
        expect(served, line).toMatchObject({
          status: 124,
          stderr: expect.stringContaining('fingerprint of this agent'),
        });
        continue;
      }
      const { status, stdout, stderr } = await type(line, folder);
      // A run that is resumed before anybody approved it still waits; anything else that is shown simply works.
      expect(status, `${line}\n${stdout}${stderr}`).toBe(line.startsWith('release resume') ? 3 : 0);
    }
  });
});
