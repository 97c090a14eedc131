import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { release, repository, temporaryFolder } from './program.ts';

// It compiles the imitation, and three commands run one after the other.
vi.setConfig({ testTimeout: 240_000 });

/* What docs/aws.md says to type, and what the imitation of AWS then says to type in another terminal. */
interface Emulator {
  readonly printed: string;
  stop(): void;
}

/** `npm run aws-emulator <words>`. */
function emulator(words: readonly string[]): Promise<Emulator> {
  const child = spawn('npm', ['run', '--silent', 'aws-emulator', '--', ...words], {
    cwd: repository,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let printed = '';
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`it ended with ${code}: ${printed}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      if (printed.includes('aws activate'))
        resolve({ printed, stop: () => process.kill(-(child.pid ?? 0), 'SIGTERM') });
    });
  });
}

/** The lines that it prints, performed in a copy of the sample workspace. */
async function typeWhatItSays({ printed }: Emulator) {
  const folder = temporaryFolder();
  for (const part of ['release.config.yaml', 'tenants', 'projects', 'variables', 'releases/records-2024-06.yaml']) {
    cpSync(join(repository, part), join(folder, part), { recursive: true });
  }
  const lines = printed.split('\n').map((line) => line.trim());
  const exported = lines.find((line) => line.startsWith('export ')) ?? '';
  const environment = Object.fromEntries(
    exported
      .split(' ')
      .slice(1)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  const told = [];
  for (const line of lines.filter((one) => one.startsWith('npx release '))) {
    told.push(await release(folder, [...line.split(' ').slice(2)], { environment }));
  }
  return told;
}

describe('npm run aws-emulator', () => {
  it('is AWS enough for what it says to type', async () => {
    const running = await emulator(['0', '600']);
    try {
      const [ran, shown, back] = await typeWhatItSays(running);
      expect({ code: ran?.code, err: ran?.err }).toMatchObject({ code: 0, err: expect.stringContaining('succeeded') });
      expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('kept for a way back') });
      expect(back).toMatchObject({ code: 0, err: expect.stringContaining('succeeded') });
    } finally {
      running.stop();
    }
  });

  it('takes everything back when it is told that new builds fail', async () => {
    const running = await emulator(['0', '600', 'broken']);
    try {
      const [ran, shown, back] = await typeWhatItSays(running);
      expect({ code: ran?.code, err: ran?.err }).toMatchObject({
        code: 1,
        err: expect.stringContaining('rolled back'),
      });
      expect(shown).toMatchObject({ code: 0, out: expect.not.stringContaining('kept for a way back') });
      expect(back).toMatchObject({ code: 0, err: expect.stringContaining('is active already') });
    } finally {
      running.stop();
    }
  });
});
