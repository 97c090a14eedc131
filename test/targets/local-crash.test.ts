// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the scripts are for a shell
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScriptRequest, Target } from '../../src/targets/target.ts';
import { lives } from '../contract/target.ts';
import { compileProgram } from '../support/compile.ts';
import { makeFolder, openLocal } from './local-place.ts';

const never = new AbortController().signal;
const secret = 'hunter2-very-secret-value';

function request(ticket: string, script: string, env: Record<string, string> = {}): ScriptRequest {
  return { ticket, interpreter: 'sh', script, env };
}

describe('local: scripts survive us', () => {
  let program: string;
  let folder: string;
  let target: Target;
  let runner: ChildProcess | undefined;

  beforeAll(() => {
    program = compileProgram('start-scripts.ts');
  }, 60_000);
  // <temporary>/test/support/<program>
  afterAll(() => rm(dirname(dirname(dirname(program))), { recursive: true, force: true }));
  beforeEach(() => {
    folder = makeFolder();
    target = openLocal(folder);
  });
  afterEach(async () => {
    runner?.kill('SIGKILL');
    target.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A process of its own that starts these and stays. */
  const startElsewhere = async (...requests: ScriptRequest[]) => {
    const child = spawn(process.execPath, [program, folder, JSON.stringify(requests)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    runner = child;
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', () => reject(new Error('The runner ended')));
    });
    return child;
  };
  const end = (child: ChildProcess, signal: NodeJS.Signals) =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill(signal);
    });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const log = async (ticket: string, cursor = 0) => {
    const chunk = await target.readLog(ticket, cursor);
    return { text: Buffer.from(chunk.bytes).toString(), cursor: chunk.cursor };
  };
  const launchers = () => readdirSync(join(folder, 'state/launchers')).map((name) => Number(name.split('~')[0]));

  it.each(['SIGKILL', 'SIGHUP', 'SIGINT', 'SIGTERM'] as const)(
    'goes on after %s, with its log at the cursor and its exit code',
    async (signal) => {
      const script = `echo before; while [ ! -e go ]; do sleep 0.02; done; echo after; echo a=b >"$RELEASE_OUTPUT"; exit 5`;
      const child = await startElsewhere(request('r/1', script));
      await expect.poll(async () => (await log('r/1')).text).toBe('before\n');
      const { cursor } = await log('r/1');
      await end(child, signal);
      expect(await target.status('r/1')).toEqual({ kind: 'running' });
      const waiting = target.wait('r/1', never);
      await target.start(request('r/go', ': >go'));
      expect(await waiting).toMatchObject({ kind: 'exited', exitCode: 5, outputs: { values: { a: 'b' } } });
      expect((await log('r/1', cursor)).text).toBe('after\n');
    },
  );

  it('does not run a ticket again that the dead process started', async () => {
    const script = 'echo ran >>runs; while [ ! -e go ]; do sleep 0.02; done; exit 4';
    const child = await startElsewhere(request('r/1', script));
    await expect.poll(() => statSync(join(folder, 'runs'), { throwIfNoEntry: false })?.size).toBe(4);
    await end(child, 'SIGKILL');
    await target.start(request('r/1', script));
    await target.start(request('r/go', ': >go'));
    expect(await target.wait('r/1', never)).toMatchObject({ kind: 'exited', exitCode: 4 });
    expect(read('runs')).toBe('ran\n');
  });

  it('starts every ticket once, whenever the process dies among many starts', async () => {
    const requests = Array.from({ length: 60 }, (_, index) => request(`r/${index}`, `echo ${index} >>runs`));
    const child = spawn(process.execPath, [program, folder, JSON.stringify(requests)], { stdio: 'ignore' });
    runner = child;
    await expect
      .poll(() => statSync(join(folder, 'runs'), { throwIfNoEntry: false }) !== undefined, { interval: 1 })
      .toBe(true);
    await end(child, 'SIGKILL');
    for (const one of requests) await target.start(one);
    for (const { ticket } of requests) expect(await target.wait(ticket, never)).toMatchObject({ exitCode: 0 });
    const runs = read('runs').trim().split('\n').map(Number);
    expect(runs.sort((a, b) => a - b)).toEqual(requests.map((_, index) => index));
  });

  it('says never-started of what the dead process did not start', async () => {
    const child = await startElsewhere(request('r/1', 'sleep 60'));
    await expect.poll(() => target.status('r/1')).toEqual({ kind: 'running' });
    await end(child, 'SIGKILL');
    expect(await target.wait('r/2', never)).toEqual({ kind: 'never-started' });
    expect(await target.cancel('r/1', 1_000)).toMatchObject({ kind: 'killed' });
  });

  it('cancels what the dead process started, grandchildren too, and its launchers end', async () => {
    const child = await startElsewhere(
      request('r/1', `(sh -c 'echo $$ >pid; sleep 60') & sleep 60`),
      request('r/2', 'sleep 0.3'),
    );
    await expect.poll(() => statSync(join(folder, 'pid'), { throwIfNoEntry: false })?.size ?? 0).toBeGreaterThan(0);
    await end(child, 'SIGKILL');
    const shells = launchers();
    expect(shells.filter(lives)).toEqual(shells);
    expect(await target.cancel('r/1', 1_000)).toMatchObject({ kind: 'killed', signal: 'SIGTERM' });
    expect(lives(Number(read('pid')))).toBe(false);
    expect(await target.wait('r/2', never)).toMatchObject({ kind: 'exited', exitCode: 0 });
    await expect.poll(() => shells.filter(lives), { timeout: 5_000 }).toEqual([]);
  });

  it('says running while the script outlives its killed launcher, then lost', async () => {
    await target.start(request('r/1', 'echo $$ >pid; while [ ! -e go ]; do sleep 0.02; done'));
    await expect.poll(() => statSync(join(folder, 'pid'), { throwIfNoEntry: false })?.size ?? 0).toBeGreaterThan(0);
    for (const pid of launchers()) process.kill(pid, 'SIGKILL');
    expect(await target.wait('r/1', AbortSignal.timeout(200))).toEqual({ kind: 'running' });
    await target.start(request('r/go', ': >go'));
    expect(await target.wait('r/1', never)).toEqual({ kind: 'lost' });
    await target.start(request('r/1', 'echo again >again'));
    expect(await target.wait('r/1', never)).toEqual({ kind: 'lost' });
    expect(readdirSync(folder)).not.toContain('again');
  });

  it('is in a session of its own, without a terminal', async () => {
    await target.start(
      request('r/1', `ps -o sid= -p $$; ps -o tty= -p $$; (: </dev/tty) 2>/dev/null && echo terminal; echo`),
    );
    await target.wait('r/1', never);
    const [session, terminal, rest] = (await log('r/1')).text.split('\n');
    expect(launchers()).toContain(Number(session));
    expect([terminal?.trim(), rest]).toEqual(['?', '']);
  });

  it('ignores no signal in a script that a program would not ignore', async () => {
    await target.start(request('r/1', `grep -E '^Sig(Ign|Blk)' /proc/self/status`));
    await target.wait('r/1', never);
    expect((await log('r/1')).text).toBe('SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n');
  });

  it('shows a secret in no process but the script, and in no file', async () => {
    await target.start(request('r/1', 'echo $$ >pid; sleep 60', { TOKEN: secret, s: secret, _R: secret }));
    await expect.poll(() => statSync(join(folder, 'pid'), { throwIfNoEntry: false })?.size ?? 0).toBeGreaterThan(0);
    const script = Number(read('pid'));
    const seen = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => where(Number(pid)));
    expect(seen.filter((place) => !place.endsWith('environ'))).toEqual([]);
    expect(seen).toContain(`${script} environ`);
    for (const launcher of launchers()) expect(seen).not.toContain(`${launcher} environ`);
    expect(filesUnder(folder).filter((file) => readFileSync(file).includes(secret))).toEqual([]);
    await target.cancel('r/1', 1_000);
    await target.start(request('r/2', 'env; echo "${TOKEN-none} ${_R-none}"'));
    await target.wait('r/2', never);
    expect((await log('r/2')).text).not.toContain(secret);
  });

  it('keeps its files to the owner', async () => {
    await target.start(request('r/1', 'echo private; echo a=b >"$RELEASE_OUTPUT"'));
    await target.wait('r/1', never);
    const open = readdirSync(join(folder, 'state')).filter(
      (name) => (statSync(join(folder, 'state', name)).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
  });

  it('cancels a script whose launcher has not noted yet that it took the ticket', async () => {
    await target.start(request('r/0', ':'));
    await target.wait('r/0', never);
    const tickets = join(folder, 'state/tickets/r');
    const [launcher = ''] = readdirSync(join(tickets, 'state'));
    writeFileSync(join(tickets, 'log/1'), '');
    expect(await target.status('r/1')).toEqual({ kind: 'running' });
    const cancelling = target.cancel('r/1', 1_000);
    await sleep(100);
    appendFileSync(join(tickets, 'state', launcher), '2 started 1\nexited 1 3\n');
    expect(await cancelling).toMatchObject({ kind: 'exited', exitCode: 3 });
    writeFileSync(join(tickets, 'log/2'), '');
    expect(await target.cancel('r/2', 1_000)).toEqual({ kind: 'lost' });
  }, 10_000);

  it('says lost of a missing ticket when the machine was restarted in between', async () => {
    await target.start(request('r/1', ':'));
    await target.wait('r/1', never);
    expect(await target.status('r/2')).toEqual({ kind: 'never-started' });
    appendFileSync(join(folder, 'state/tickets/r/boots'), 'another-boot\n');
    expect(await target.status('r/2')).toEqual({ kind: 'lost' });
    expect(await target.status('r/1')).toMatchObject({ kind: 'exited' });
  });
});

/** Where in /proc a process shows the secret. */
function where(pid: number): string[] {
  return ['cmdline', 'environ'].flatMap((file) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`).includes(secret) ? [`${pid} ${file}`] : [];
    } catch {
      return [];
    }
  });
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
