// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the scripts are for a shell
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Patience } from '../../src/targets/ssh/connection.ts';
import type { ScriptRequest, Target } from '../../src/targets/target.ts';
import type { Json } from '../../src/util/json.ts';
import { cutConnections, type Sshd, SshWorld, sshMissing } from '../support/ssh/sshd.ts';
import { makeFolder } from './local-place.ts';
import { openSsh } from './ssh-place.ts';

const never = new AbortController().signal;
const secret = 'hunter2-very-secret-value';
const quick: Partial<Patience> = { firstMs: 400, lostMs: 20_000, connectSeconds: 5 };

/** A login shell that is not ours to choose: whatever the other side calls /bin/sh is this program. */
function shellLines(shell: string): readonly string[] {
  return [`ForceCommand sed -u 's,/bin/sh,${shell},' | ${shell} -s`];
}

describe.skipIf(sshMissing !== undefined)(`ssh: a real OpenSSH server${sshMissing ?? ''}`, () => {
  let root: string;
  let folder: string;
  let world: SshWorld;
  let host: Sshd;
  const open: Target[] = [];

  beforeAll(async () => {
    root = makeFolder();
    world = new SshWorld(join(root, 'world'));
    host = await world.host('vm');
  });
  afterAll(async () => {
    await world.stop();
    await rm(root, { recursive: true, force: true });
  });
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(async () => {
    for (const target of open.splice(0)) target.close();
    await rm(folder, { recursive: true, force: true });
  });

  const opened = (settings: Record<string, Json> = {}, on: Pick<Sshd, 'port'> = host, patience = quick) => {
    const target = openSsh(world, on, folder, settings, patience);
    open.push(target);
    return target;
  };
  const request = (ticket: string, script: string, more: Partial<ScriptRequest> = {}): ScriptRequest => ({
    ticket,
    interpreter: 'sh',
    script,
    env: {},
    ...more,
  });
  const log = async (target: Target, ticket: string, cursor = 0) => {
    const chunk = await target.readLog(ticket, cursor);
    return { text: Buffer.from(chunk.bytes).toString(), cursor: chunk.cursor };
  };
  const runOn = async (target: Target, script: string) => {
    expect(await target.start(request('r/1', script))).toEqual({ kind: 'accepted' });
    expect(await target.wait('r/1', never)).toMatchObject({ kind: 'exited', exitCode: 0 });
    return (await log(target, 'r/1')).text;
  };
  const refusalOf = async (target: Target) => {
    const result = await target.start(request('r/1', 'echo ran >>ran'));
    return result.kind === 'refused' ? result.diagnostics.map(({ code, summary }) => `${code} ${summary}`) : [result];
  };

  it('gets the connection back when it is cut in mid script: one run, a log without gap or repetition', async () => {
    const target = opened();
    await target.start(
      request(
        'r/1',
        'echo ran >>runs; i=0; while [ $i -lt 150 ]; do echo "line $i"; i=$((i+1)); sleep 0.02; done; exit 5',
      ),
    );
    const end = target.wait('r/1', never);
    let text = '';
    let cursor = 0;
    for (let cuts = 0; cuts < 3; cuts += 1) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      const chunk = await log(target, 'r/1', cursor);
      text += chunk.text;
      cursor = chunk.cursor;
      expect(cutConnections(host)).toBeGreaterThan(0);
    }
    expect(await end).toMatchObject({ kind: 'exited', exitCode: 5 });
    text += (await log(target, 'r/1', cursor)).text;
    expect(text).toBe(Array.from({ length: 150 }, (_, index) => `line ${index}\n`).join(''));
    expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('ran\n');
  });

  it('starts each ticket once, however often the connection is cut among the starts', async () => {
    const target = opened();
    await target.capabilities();
    const tickets = Array.from({ length: 60 }, (_, index) => `r/${index}`);
    const starts = tickets.map((ticket) => target.start(request(ticket, `echo ${ticket} >>runs`)));
    for (let cuts = 0; cuts < 3; cuts += 1) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      cutConnections(host);
    }
    await Promise.all(starts);
    for (const ticket of tickets) expect(await target.wait(ticket, never)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n').sort()).toEqual([...tickets].sort());
  });

  it('waits for a machine that is down in mid script, and says that it is not there when nothing was sent', async () => {
    const target = opened();
    await target.start(request('r/1', 'sleep 0.5; exit 3'));
    await host.stop();
    const end = target.wait('r/1', never);
    const other = opened();
    await expect(other.start(request('r/2', 'echo ran'))).rejects.toThrow(
      /^REL2191 127\.0\.0\.1 cannot be reached: .*refused/,
    );
    expect(other.isThere?.()).toBe(false);
    await host.start();
    expect(await end).toMatchObject({ kind: 'exited', exitCode: 3 });
  });

  it('never takes an unknown or changed key, and says so', async () => {
    const other = await world.host('other');
    const known = join(world.folder, 'known_hosts');
    const text = readFileSync(known, 'utf8');
    writeFileSync(known, '');
    expect(await refusalOf(opened({}, other))).toEqual([expect.stringMatching(/^REL2192 /)]);
    world.know(other, 'stranger');
    expect(await refusalOf(opened({}, other))).toEqual([expect.stringMatching(/^REL2193 /)]);
    world.writeConfig('StrictHostKeyChecking no');
    expect(await refusalOf(opened({}, other))).toEqual([expect.stringMatching(/^REL2193 /)]);
    world.writeConfig('');
    writeFileSync(known, text);
    expect(existsSync(join(folder, 'ran'))).toBe(false);
    expect(readFileSync(known, 'utf8')).toBe(text);
  });

  it('says when it is not let in, gets no shell, or may not use the folder', async () => {
    const closed = await world.host('closed', ['AuthorizedKeysFile /dev/null']);
    expect(await refusalOf(opened({}, closed))).toEqual([expect.stringMatching(/^REL2194 .*Permission denied/)]);
    const silent = await world.host('silent', ['ForceCommand echo no shell for you; exit 7']);
    expect(await refusalOf(opened({}, silent))).toEqual([expect.stringMatching(/^REL2198 .*no shell for you/)]);
    expect(await refusalOf(opened({ path: '/proc/release' }))).toEqual([expect.stringMatching(/^REL2198 /)]);
    world.writeConfig('Nonsense yes');
    expect(await refusalOf(opened())).toEqual([expect.stringMatching(/^REL2196 /)]);
    world.writeConfig('');
  });

  it("goes the way that the user's configuration says: aliases, Match blocks, ProxyJump", async () => {
    const inner = await world.host('inner');
    const jump = await world.host('jump');
    const alias = (name: string, { port }: Sshd) => `Host ${name}\n  HostName 127.0.0.1\n  Port ${port}\n`;
    world.writeConfig(
      `${alias('gate', jump)}${alias('deep', inner)}  ProxyJump gate\nMatch host nowhere.example.com\n  HostName 127.0.0.1\n  Port ${inner.port}\n`,
    );
    const port = 'echo "${SSH_CONNECTION##* } ${SSH_CONNECTION%% *}"';
    const deep = openAlias('deep');
    expect((await runOn(deep, port)).split(' ')[0]).toBe(String(inner.port));
    expect(cutConnections(jump)).toBeGreaterThan(0);
    await deep.complete('r/1');
    const matched = openAlias('nowhere.example.com');
    expect((await runOn(matched, port)).split(' ')[0]).toBe(String(inner.port));
    world.writeConfig('');

    function openAlias(name: string): Target {
      const target = openSsh(world, { port: 1 }, folder, { host: name }, quick, ['port']);
      open.push(target);
      return target;
    }
  });

  it.each(['/usr/bin/dash', '/usr/bin/busybox sh', '/usr/bin/bash --posix'])(
    'needs no more than a POSIX shell there: %s',
    async (shell) => {
      const strange = await world.host(shell.replaceAll(/\W/g, ''), shellLines(shell));
      const target = opened({}, strange);
      const env = { TOKEN: secret, ODD: `a'b"c\n$(touch hacked)` };
      const script = `echo "<$TOKEN>"; printf %s "$TOKEN" | od -An -tx1 | tr -d ' \\n'; echo; printf '%s\\n' "$ODD"; echo "a=$TOKEN" >>"$RELEASE_OUTPUT"; exit 4`;
      expect(await target.start(request('r/1', script, { env, secrets: [secret] }))).toEqual({ kind: 'accepted' });
      expect(await target.wait('r/1', never)).toMatchObject({ exitCode: 4, outputs: { values: { a: '***' } } });
      expect((await log(target, 'r/1')).text).toBe(`<***>\n***\na'b"c\n$(touch hacked)\n`);
      await target.start(request('r/2', 'echo up; sleep 60'));
      await expect.poll(async () => (await log(target, 'r/2')).text).toBe('up\n');
      expect(await target.cancel('r/2', 3_000)).toMatchObject({ kind: 'killed', signal: 'SIGTERM' });
      expect(existsSync(join(folder, 'hacked'))).toBe(false);
    },
  );

  it('shows a secret in no argument list and in no file there, and leaves no file behind', async () => {
    const target = opened();
    const script = 'echo "$TOKEN"; echo "a=$TOKEN" >>"$RELEASE_OUTPUT"; echo up; sleep 60';
    await target.start(request('r/1', script, { env: { TOKEN: secret }, secrets: [secret] }));
    await expect.poll(async () => (await log(target, 'r/1')).text).toBe('***\nup\n');
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const shown = processes.filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`).includes(secret);
      } catch {
        return false;
      }
    });
    expect(shown).toEqual([]);
    expect(filesUnder(folder).filter((file) => readFileSync(file).includes(secret))).toEqual([]);
    await target.cancel('r/1', 500);
    await target.complete('r/1');
    expect(readdirSync(join(folder, '.release/tickets'))).toEqual([]);
    const key = createHash('sha256').update(folder).digest('hex').slice(0, 16);
    const memory = filesUnder('/dev/shm').filter((file) => file.includes(key));
    expect(memory).toEqual([]);
  });

  it('ends its connection with us, also when we are killed, while scripts go on', async () => {
    const target = opened();
    await target.start(request('r/1', 'while [ ! -e go ]; do sleep 0.05; done; exit 6'));
    target.close();
    await expect.poll(() => cutConnections(host), { timeout: 5_000 }).toBe(0);
    const later = opened();
    expect(await later.status('r/1')).toEqual({ kind: 'running' });
    expect(await later.forget?.('r')).toBe(false);
    writeFileSync(join(folder, 'go'), '');
    expect(await later.wait('r/1', never)).toMatchObject({ exitCode: 6 });
    expect(await later.forget?.('r')).toBe(true);
    expect(readdirSync(join(folder, '.release/tickets'))).toEqual([]);
  });

  it('installs, edits, switches and prunes packages, sending an archive once', async () => {
    const target = opened();
    const archive = join(folder, 'archive');
    mkdirSync(join(archive, 'bin'), { recursive: true });
    writeFileSync(join(archive, 'bin/run me'), 'echo run\n', { mode: 0o755 });
    writeFileSync(join(archive, 'settings.ini'), 'url=#{url}\n');
    const sha256 = createHash('sha256').update('one').digest('hex');
    const install = (tenant: string, version: string, url?: string, sha = sha256) =>
      target.packages.install({
        place: { tenant, environment: 'test', packageId: 'Web' },
        version,
        sha256: sha,
        archiveFile: archive,
        ...(url !== undefined && {
          revision: 'r1',
          edits: [{ path: 'settings.ini', content: Buffer.from(`url=${url}\n`), ownerOnly: true }],
        }),
      });
    const both = await Promise.all([install('a', '1.0.0'), install('b', '1.0.0', 'https://b')]);
    expect(both).toMatchObject([
      { kind: 'installed', fresh: true },
      { kind: 'installed', fresh: true },
    ]);
    const packages = join(folder, '.release/packages');
    const archives = () => readdirSync(packages).filter((name) => !name.endsWith('.sum'));
    expect(archives()).toEqual([sha256]);
    const [first, second] = both;
    if (first?.kind !== 'installed' || second?.kind !== 'installed') throw new Error('not installed');
    expect(readFileSync(join(first.path, 'settings.ini'), 'utf8')).toBe('url=#{url}\n');
    expect(statSync(join(first.path, 'bin/run me')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(second.path, 'settings.ini'), 'utf8')).toBe('url=https://b\n');
    expect(statSync(join(second.path, 'settings.ini')).mode & 0o077).toBe(0);
    // Sent once: a second install of the same digest does not even look at the archive here.
    await rm(archive, { recursive: true });
    expect(await install('c', '1.0.0')).toMatchObject({ kind: 'installed', fresh: true });
    expect(await install('a', '1.0.0')).toMatchObject({ kind: 'installed', fresh: false });
    // A byte that changed over there is found, and the archive sent again.
    writeFileSync(join(packages, sha256), 'changed');
    mkdirSync(archive);
    writeFileSync(join(archive, 'settings.ini'), 'new\n');
    expect(await install('d', '1.0.0')).toMatchObject({ kind: 'installed', fresh: true });
    const place = { tenant: 'a', environment: 'test', packageId: 'Web' };
    expect(await target.packages.noteCurrent(place, 'k')).toBeUndefined();
    expect(await target.packages.switchTo(place, first.name)).toBeUndefined();
    for (const version of ['1.1.0', '1.2.0', '1.3.0']) {
      const next = await install('a', version, undefined, createHash('sha256').update(version).digest('hex'));
      if (next.kind !== 'installed') throw new Error('not installed');
      await target.packages.switchTo(place, next.name);
    }
    const current = readlinkSync(join(folder, 'applications/a/test/Web/current'));
    expect(current).toMatch(/^1\.3\.0-/);
    expect(await target.packages.noteCurrent(place, 'k')).toBeUndefined();
    expect(await target.packages.look(place, current, ['settings.ini', 'none'])).toMatchObject({
      files: ['settings.ini'],
    });
    expect((await target.packages.list(place)).map(({ name }) => name.slice(0, 5))).toEqual([
      '1.3.0',
      '1.2.0',
      '1.1.0',
      '1.0.0',
    ]);
    expect((await target.packages.prune(place, 2)).map((name) => name.slice(0, 5))).toEqual(['1.1.0', '1.0.0']);
    expect(archives().length).toBe(3);
    expect(await target.packages.switchTo(place, undefined)).toBe(current);
    expect(existsSync(join(folder, 'applications/a/test/Web/current'))).toBe(false);
  });
});

function filesUnder(path: string): string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
