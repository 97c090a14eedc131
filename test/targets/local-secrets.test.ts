// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the scripts are for a shell
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryFolder } from '../../src/targets/local/memory-folder.ts';
import type { ScriptRequest, Target } from '../../src/targets/target.ts';
import { compileProgram } from '../support/compile.ts';
import { makeFolder, openLocal } from './local-place.ts';

const never = new AbortController().signal;
const secret = `hunter2 & "ünïcode"/+'s`;
const env = { PASSWORD: secret };

function request(ticket: string, script: string, more: Partial<ScriptRequest> = {}): ScriptRequest {
  return { ticket, interpreter: 'sh', script, env, secrets: [secret], ...more };
}

describe('local: scripts that know a secret', () => {
  let folder: string;
  let target: Target;
  beforeEach(() => {
    folder = makeFolder();
    target = openLocal(folder);
  });
  afterEach(async () => {
    target.close();
    const memory = memoryFolder(join(folder, 'state'));
    if (memory !== undefined) await rm(memory, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });

  const run = async (script: string, more: Partial<ScriptRequest> = {}) => {
    const ticket = more.ticket ?? 'r/1';
    await target.start(request(ticket, script, more));
    return target.wait(ticket, never);
  };
  const logFile = (name = '1') => join(folder, 'state/tickets/r/log', name);
  const log = (name?: string) => readFileSync(logFile(name));
  const memoryFiles = () => {
    const memory = memoryFolder(join(folder, 'state'));
    const paths = memory && existsSync(memory) ? readdirSync(memory, { recursive: true, encoding: 'utf8' }) : [];
    return paths.filter((path) => statSync(join(memory ?? '', path)).isFile());
  };

  it('writes to the disk what is left of the output, with the exit code', async () => {
    const end = await run(`printf '%s\\n' "$PASSWORD" first; printf %s "$PASSWORD" | base64; printf last >&2; exit 3`);
    expect(end).toMatchObject({ kind: 'exited', exitCode: 3 });
    expect(log().toString()).toBe('***\nfirst\n***\nlast');
    expect(statSync(logFile()).mode & 0o777).toBe(0o600);
  });

  it('keeps every other byte, and their order', async () => {
    const bytes = Buffer.alloc(3_000_000);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = (at * 7919) >> 5;
    writeFileSync(join(folder, 'bytes'), bytes);
    await run('cat bytes bytes');
    const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');
    expect(hash(log())).toBe(hash(Buffer.concat([bytes, bytes])));
  });

  it('shows at once what can be no secret, also without the end of a line', async () => {
    await target.start(request('r/1', 'printf "Continue? "; while [ ! -e go ]; do sleep 0.02; done; echo yes'));
    await expect.poll(() => existsSync(logFile()) && log().toString()).toBe('Continue? ');
    writeFileSync(join(folder, 'go'), '');
    await target.wait('r/1', never);
    expect(log().toString()).toBe('Continue? yes\n');
  });

  it('finds a secret that is written in two pieces', async () => {
    await run('printf %s "${PASSWORD%??????}"; sleep 0.1; printf %s "${PASSWORD#"${PASSWORD%??????}"}"; echo .');
    expect(log().toString()).toBe('***.\n');
  });

  it('keeps outputs without the secret', async () => {
    const end = await run('echo "plain=a b" >>"$RELEASE_OUTPUT"; echo "full=x:$PASSWORD:y" >>"$RELEASE_OUTPUT"');
    expect(end).toMatchObject({ outputs: { values: { plain: 'a b', full: 'x:***:y' } } });
    const file = join(folder, 'state/tickets/r/outputs/1');
    expect(readFileSync(file, 'utf8')).toBe('plain=a b\nfull=x:***:y\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(memoryFiles()).toEqual([]);
  });

  it('lets a script write outputs anew, read them, and hand them to other programs', async () => {
    const script = `printf 'a=1\\nb=2\\n' >"$RELEASE_OUTPUT"; sh -c 'echo "c=$PASSWORD" >>"$RELEASE_OUTPUT"'
cat "$RELEASE_OUTPUT"; test -f "$RELEASE_OUTPUT" && echo d=1 | tee -a "$RELEASE_OUTPUT" >/dev/null
node -e 'require("fs").appendFileSync(process.env.RELEASE_OUTPUT, "e=2\\n")'; echo f=3 >"$RELEASE_OUTPUT"; echo g=4 >>"$RELEASE_OUTPUT"`;
    expect(await run(script)).toMatchObject({ outputs: { values: { f: '3', g: '4' } } });
    expect(log().toString()).toBe('a=1\nb=2\nc=***\n');
  });

  it('keeps outputs though somebody tidies the memory up', async () => {
    await target.start(
      request('r/1', 'echo ready; while [ ! -e go ]; do sleep 0.02; done; echo a=1 >>"$RELEASE_OUTPUT"'),
    );
    await expect.poll(() => existsSync(logFile()) && log().toString()).toBe('ready\n');
    expect(memoryFiles()).toEqual([]);
    await rm(memoryFolder(join(folder, 'state')) ?? '', { recursive: true, force: true });
    writeFileSync(join(folder, 'go'), '');
    expect(await target.wait('r/1', never)).toMatchObject({ exitCode: 0, outputs: { values: { a: '1' } } });
  });

  it('keeps a script whose text holds the secret off the disk', async () => {
    const script = `cat "$0" | wc -l; echo ${'"$(cat <<"EOF"'}\n${secret}\nEOF\n)"; exit 4`;
    expect(await run(script, { secretScript: true })).toMatchObject({ exitCode: 4 });
    expect(log().toString()).toMatch(/^\s*3\n\*\*\*\n$/);
    expect(existsSync(join(folder, 'state/scripts'))).toBe(false);
    expect(memoryFiles()).toEqual([]);
  });

  it('tells a folder that is not there, without what its path holds', async () => {
    const end = await run('echo never', { workingDirectory: `not-there/${secret}` });
    expect(end).toMatchObject({ kind: 'exited', exitCode: 125 });
    expect(log().toString()).toMatch(/not-there\/\*\*\*/);
    expect(log().toString()).not.toContain('hunter2');
    expect(await run('pwd', { ticket: 'r/2' })).toMatchObject({ exitCode: 0 });
    expect(log('2').toString()).toBe(`${folder}\n`);
  });

  it('does not wait for what a script leaves behind, and masks that as well', async () => {
    const script = '(while [ ! -e go ]; do sleep 0.02; done; echo "late $PASSWORD"; : >done) & echo started';
    expect(await run(script)).toMatchObject({ exitCode: 0 });
    expect(log().toString()).toBe('started\n');
    writeFileSync(join(folder, 'go'), '');
    await expect.poll(() => log().toString()).toBe('started\nlate ***\n');
  });

  it('gives a script the signals, the umask and the input of a fresh shell', async () => {
    const seen =
      'kill -0 $$; umask; cat; trap "echo trapped" INT; kill -INT $$; sh -c "kill -TERM \\$\\$"; echo $?; kill -TERM $$';
    await run(seen);
    await run(seen, { ticket: 'r/2', secrets: [] });
    expect(log().toString()).toBe(log('2').toString());
    expect(log().toString()).toContain('trapped\nTerminated\n143');
  });

  it('uses one launcher for one script after another', async () => {
    const groups: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      await run('ps -o pgid= -p $$', { ticket: `r/${index}`, secrets: index % 2 === 0 ? [secret] : [] });
      groups.push(log(String(index)).toString().trim());
    }
    expect(new Set(groups).size).toBeLessThan(groups.length);
  });

  it('cancels the script, and keeps what it wrote while it ended', async () => {
    await target.start(
      request('r/1', 'trap \'echo "bye $PASSWORD"; exit 9\' TERM; echo ready; while :; do sleep 0.02; done'),
    );
    await expect.poll(() => existsSync(logFile()) && log().toString()).toBe('ready\n');
    expect(await target.cancel('r/1', 5_000)).toMatchObject({ kind: 'exited', exitCode: 9 });
    expect(log().toString()).toMatch(/^ready\n(?:Terminated\n)?bye \*\*\*\n$/);
  });

  it('says lost when the masking program is killed, and writes nothing in clear', async () => {
    await target.start(request('r/1', 'echo $PPID >parent; echo ready; while echo "$PASSWORD"; do sleep 0.02; done'));
    await expect.poll(() => existsSync(logFile()) && log().toString()).toContain('ready\n***\n');
    for (const pid of maskers(folder)) process.kill(pid, 'SIGKILL');
    expect(await target.wait('r/1', never)).toEqual({ kind: 'lost' });
    expect(log().toString()).not.toContain('hunter2');
  });

  it('a disk that takes no more stops neither the script nor its end', async () => {
    const script = `rm -f '${logFile()}'; head -c 300000 /dev/zero; exit 6`;
    expect(await run(script)).toMatchObject({ exitCode: 6 });
  });
});

/** Processes of the masking program whose log is under this folder. */
function maskers(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('mask-output') &&
          readdirSync(`/proc/${pid}/fd`).includes('3') &&
          statSync(`/proc/${pid}/fd/3`).ino === statSync(join(folder, 'state/tickets/r/log/1')).ino
        );
      } catch {
        return false; // It has ended meanwhile, or is not ours.
      }
    })
    .map(Number);
}

describe('local: scripts that know a secret, without us', () => {
  let program: string;
  let runner: ChildProcess | undefined;
  beforeAll(() => {
    program = compileProgram('start-scripts.ts');
  }, 60_000);
  afterAll(() => rm(dirname(dirname(dirname(program))), { recursive: true, force: true }));
  afterEach(() => void runner?.kill('SIGKILL'));

  it.each(['SIGKILL', 'SIGTERM'] as const)('go on masked after %s', async (signal) => {
    const folder = makeFolder();
    const script = `echo "before $PASSWORD"; while [ ! -e go ]; do sleep 0.02; done; i=0
while [ $i -lt 3000 ]; do i=$((i + 1)); echo "$i $PASSWORD"; done; echo "a=$PASSWORD" >"$RELEASE_OUTPUT"; exit 5`;
    const child = spawn(process.execPath, [program, folder, JSON.stringify([request('r/1', script)])], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    runner = child;
    const logFile = join(folder, 'state/tickets/r/log/1');
    await expect.poll(() => existsSync(logFile) && readFileSync(logFile, 'utf8')).toBe('before ***\n');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
    const target = openLocal(folder);
    expect(await target.status('r/1')).toEqual({ kind: 'running' });
    writeFileSync(join(folder, 'go'), '');
    const end = await target.wait('r/1', never);
    expect(end).toMatchObject({ kind: 'exited', exitCode: 5, outputs: { values: { a: '***' } } });
    const lines = Array.from({ length: 3000 }, (_, index) => `${index + 1} ***\n`).join('');
    expect(readFileSync(logFile, 'utf8')).toBe(`before ***\n${lines}`);
    target.close();
    await rm(folder, { recursive: true, force: true });
  });
});
