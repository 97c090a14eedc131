import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lives } from '../contract/target.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copied = [
  'release.config.yaml',
  'tenants',
  'variables',
  'projects',
  'releases',
  'packages',
  'schema',
  '.gitignore',
];

interface Line {
  readonly command: string;
  readonly exitCode: number;
}

/** Where the agents of the sample dial in. Others on this machine may be reading the README too: each takes another port. */
const portOfSample = '24711';
const port = String(20_000 + (process.pid % 12_000));

/** The reader waits four seconds for the first wave to be under way; a busy machine may need more to get there. */
const inTheMiddle = 'until ls .release/sites/abbey/*/job >/dev/null 2>&1; do sleep 0.2; done; sleep 2;';

/** What the README tells people to type, in order, without the installation. `# exit code N` says what is expected. */
function typedLines(text: string): readonly Line[] {
  const readme = text.replaceAll(portOfSample, port).replace('sleep 4;', inTheMiddle);
  const blocks = [...readme.matchAll(/^```sh\n(.*?)^```/gms)].map((match) => match[1] ?? '');
  return blocks
    .flatMap((block) => block.trimEnd().split('\n'))
    .filter((line) => line !== 'npm ci')
    .map((line) => ({ command: line, exitCode: Number(/# exit code (\d+)$/.exec(line)?.[1] ?? 0) }));
}

describe('what the README tells people to type', () => {
  const lines = typedLines(readFileSync(join(root, 'README.md'), 'utf8'));
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'readme-'));
    for (const name of copied) {
      cpSync(join(root, name), join(folder, name), { recursive: true, filter: (path) => !path.endsWith('.lock.yaml') });
    }
    const config = join(folder, 'release.config.yaml');
    writeFileSync(config, readFileSync(config, 'utf8').replace(portOfSample, port));
    symlinkSync(join(root, 'dist'), join(folder, 'dist'));
    const git = (...words: readonly string[]) => execFileSync('git', words, { cwd: folder, stdio: 'ignore' });
    git('init', '--quiet');
    git('add', '.');
    git('-c', 'user.name=reader', '-c', 'user.email=reader@example.org', 'commit', '--quiet', '--message', 'clone');
    // npx itself is not under test, and takes a second each time.
    writeFileSync(join(folder, 'npx'), '#!/bin/sh\nshift\nexec node dist/main.js "$@"\n', { mode: 0o755 });
  }, 60_000);

  afterAll(() => {
    // Agents that the tour started and, when it failed in the middle, did not end.
    for (const pid of pids()) if (lives(pid)) process.kill(pid);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  function pids(): readonly number[] {
    const names = existsSync(join(folder, '.release')) ? readdirSync(join(folder, '.release')) : [];
    return names
      .filter((name) => name.endsWith('.pid'))
      .map((name) => Number(readFileSync(join(folder, '.release', name), 'utf8')));
  }

  it('begins with the two commands and goes through the tour', () => {
    expect(lines[0]?.command).toBe('npx release run releases/2024-06.yaml');
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter(({ command }) => command.includes(inTheMiddle))).toHaveLength(1);
  });

  it('works, with the exit codes it promises', async () => {
    // The reader sits at a machine of their own, wherever this test runs: on CI the product refuses an edited tree.
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, NO_COLOR: '1', CI: 'false' };
    for (const { command, exitCode } of lines) {
      const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
      expect(status, `${command}\n${stdout}\n${stderr}`).toBe(exitCode);
    }
    const read = (path: string) => readFileSync(join(folder, path), 'utf8');
    const patients = read('.release/sites/central/warehouse-south/patients/st-marys.prod.csv');
    expect(patients.trimEnd().split('\n')).toHaveLength(121);
    const agents = pids();
    expect(agents).toHaveLength(2);
    await expect.poll(() => agents.filter(lives), { timeout: 10_000 }).toEqual([]);
    for (const hospital of ['eastfield', 'westgate']) {
      expect(read(`.release/sites/${hospital}/prod/job`)).toBe('running\n');
      expect(read(`.release/${hospital}.log`)).toContain('a runner is connected');
    }
    expect(read('.release/sites/hooli/hosted-release/ledger-api/ledger-api.conf')).toContain('rounding = half-even');
  }, 120_000);
});
