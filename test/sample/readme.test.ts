import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

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

/** What the README tells people to type, in order, without the installation. `# exit code N` says what is expected. */
function typedLines(readme: string): readonly Line[] {
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
    symlinkSync(join(root, 'dist'), join(folder, 'dist'));
    const git = (...words: readonly string[]) => execFileSync('git', words, { cwd: folder, stdio: 'ignore' });
    git('init', '--quiet');
    git('add', '.');
    git('-c', 'user.name=reader', '-c', 'user.email=reader@example.org', 'commit', '--quiet', '--message', 'clone');
    // npx itself is not under test, and takes a second each time.
    writeFileSync(join(folder, 'npx'), '#!/bin/sh\nshift\nexec node dist/main.js "$@"\n', { mode: 0o755 });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('begins with the two commands and goes through the tour', () => {
    expect(lines[0]?.command).toBe('npx release run releases/2024-06.yaml');
    expect(lines.length).toBeGreaterThan(20);
  });

  it('works, with the exit codes it promises', () => {
    // The reader sits at a machine of their own, wherever this test runs: on CI the product refuses an edited tree.
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, NO_COLOR: '1', CI: 'false' };
    for (const { command, exitCode } of lines) {
      const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
      expect(status, `${command}\n${stdout}\n${stderr}`).toBe(exitCode);
    }
    const read = (path: string) => readFileSync(join(folder, path), 'utf8');
    const patients = read('.release/sites/central/warehouse-south/patients/st-marys.prod.csv');
    expect(patients.trimEnd().split('\n')).toHaveLength(121);
    expect(read('.release/sites/hooli/hosted-release/ledger-api/ledger-api.conf')).toContain('rounding = half-even');
  }, 120_000);
});
