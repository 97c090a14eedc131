// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the scripts are for a shell
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ScriptRequest, Target, TicketStatus } from '../../src/targets/target.ts';

/** One place where scripts run. `open` gives one more target on it, as a later process would have. */
export interface TargetPlace {
  open(): Target;
  /** An existing folder where scripts may leave files that the test reads. */
  readonly folder: string;
  remove(): Promise<void>;
}

const never = new AbortController().signal;

/** What every target must do. Scripts and processes are real. */
export function targetContract(name: string, makePlace: () => TargetPlace): void {
  describe(`${name}: target contract`, () => {
    let place: TargetPlace;
    let target: Target;
    const extra: Target[] = [];

    beforeEach(() => {
      place = makePlace();
      target = place.open();
    });
    afterEach(async () => {
      for (const one of [target, ...extra.splice(0)]) one.close();
      await place.remove();
    });

    const reopened = () => {
      const other = place.open();
      extra.push(other);
      return other;
    };
    const request = (ticket: string, script: string, more: Partial<ScriptRequest> = {}): ScriptRequest => ({
      ticket,
      interpreter: 'sh',
      script,
      env: {},
      ...more,
    });
    const start = async (one: ScriptRequest, on = target) => expect(await on.start(one)).toEqual({ kind: 'accepted' });
    const run = async (ticket: string, script: string, more: Partial<ScriptRequest> = {}) => {
      await start(request(ticket, script, more));
      return target.wait(ticket, never);
    };
    const log = async (ticket: string, on = target) => Buffer.from((await on.readLog(ticket, 0)).bytes).toString();
    const lines = (file: string) => readFileSync(join(place.folder, file), 'utf8').trim().split('\n');

    it('runs a script and keeps its output and exit code', async () => {
      expect(await run('r/1', 'echo out; echo err >&2; exit 3')).toMatchObject({ kind: 'exited', exitCode: 3 });
      expect(await log('r/1')).toBe('out\nerr\n');
      expect(await reopened().status('r/1')).toMatchObject({ kind: 'exited', exitCode: 3 });
    });

    it('keeps what a script may know off its log and outputs, in any form, for whoever asks', async () => {
      const [secret, env] = ['hunter2 & "more"', { PASSWORD: 'hunter2 & "more"' }];
      const script = `echo "<$PASSWORD>"; printf %s "$PASSWORD" | base64; echo "a=[$PASSWORD]" >>"$RELEASE_OUTPUT"; exit 7`;
      const end = { kind: 'exited', exitCode: 7, outputs: { values: { a: '[***]' } } };
      expect(await run('r/1', script, { env, secrets: [secret] })).toMatchObject(end);
      const later = reopened();
      expect(await later.status('r/1')).toMatchObject(end);
      expect(await log('r/1', later)).toBe('<***>\n***\n');
    });

    it('runs a script as a fresh shell does', async () => {
      const script = `trap 'echo bye' EXIT
case $0 in */*) echo named;; esac
echo "$# \${_release_s-clean} \${leak-clean}"
[ "$(ps -o pgid= -p $$ | tr -d ' ')" -gt 1 ] && read -r line || echo no-input
set -e
leak=1
false
echo never`;
      expect(await run('r/1', script)).toMatchObject({ kind: 'exited', exitCode: 1 });
      expect(await run('r/2', script)).toMatchObject({ kind: 'exited', exitCode: 1 });
      expect(await log('r/1')).toBe('named\n0 clean clean\nno-input\nbye\n');
      expect(await log('r/2')).toBe(await log('r/1'));
    });

    it('does not let one script change what the next one sees', async () => {
      await run('r/1', 'cd /; umask 000; LEAK=1; export LEAK; ulimit -n 64', { env: { GIVEN: 'first' } });
      await run('r/2', 'pwd; umask; echo "${LEAK-none} ${GIVEN-none}"; ulimit -n');
      await run('r/3', 'pwd; umask; echo "${LEAK-none} ${GIVEN-none}"; ulimit -n');
      const [folder, mask, values, files] = (await log('r/2')).split('\n');
      expect([folder, values]).toEqual([place.folder, 'none none']);
      expect(mask).not.toBe('0000');
      expect(files).not.toBe('64');
      expect(await log('r/3')).toBe(await log('r/2'));
    });

    it('leaves no inherited descriptor open in a script', async () => {
      await run(
        'r/1',
        'for n in 3 4 5 6 7 8 9; do if (: >&"$n") 2>/dev/null; then echo "open $n"; fi; done; echo done',
      );
      expect(await log('r/1')).toBe('done\n');
    });

    it('gives values of any kind unchanged', async () => {
      const env = {
        QUOTES: `a'b"c\\'d`,
        LINES: 'one\ntwo\n\n',
        SHELL_LIKE: '$(touch hacked) `id` ${HOME}; &',
        UTF: 'ä€😀',
        EMPTY: '',
      };
      const names = Object.keys(env);
      await run('r/1', names.map((one) => `printf '%s|' "$${one}"`).join('\n'), { env });
      expect(await log('r/1')).toBe(
        Object.values(env)
          .map((value) => `${value}|`)
          .join(''),
      );
    });

    it('gives 200 KB of environment', async () => {
      const env = Object.fromEntries([1, 2, 3].map((n) => [`BIG_${n}`, `${'x\n'.repeat(34_000)}end`]));
      expect(await run('r/1', 'echo $((${#BIG_1} + ${#BIG_2} + ${#BIG_3}))', { env })).toMatchObject({ exitCode: 0 });
      expect(await log('r/1')).toBe(`${3 * 68_003}\n`);
    });

    it.each([
      ['a NUL', { A: 'x\0y' }, 'REL2102'],
      ['too long a value', { A: 'x'.repeat(140_000) }, 'REL2102'],
      ['half a character', { A: '\ud800' }, 'REL2102'],
      ['a name that is none', { 'A-B': 'x' }, 'REL2101'],
      ['a name with code', { 'A=1;touch x;B': 'x' }, 'REL2101'],
      ['a name of the shell', { PPID: '1' }, 'REL2101'],
      ['a name of ours', { _release_s: '1' }, 'REL2101'],
    ])('refuses %s in the environment and starts nothing', async (_, env: Record<string, string>, code) => {
      const result = await target.start(request('r/1', 'echo ran', { env }));
      expect(result).toMatchObject({ kind: 'refused', diagnostics: [{ code, severity: 'error' }] });
      expect(await target.status('r/1')).toEqual({ kind: 'never-started' });
    });

    it('starts a ticket once, however often and by however many it is started', async () => {
      const others = [target, reopened(), reopened(), reopened()];
      const one = request('r/1', 'echo ran >>runs; sleep 0.2; exit 7');
      await Promise.all(others.flatMap((other) => [other.start(one), other.start(one)]));
      const statuses = await Promise.all(others.map((other) => other.wait('r/1', never)));
      expect(statuses.map((status) => status.kind === 'exited' && status.exitCode)).toEqual([7, 7, 7, 7]);
      await target.start(one);
      expect(await target.wait('r/1', never)).toMatchObject({ kind: 'exited', exitCode: 7 });
      expect(lines('runs')).toEqual(['ran']);
    });

    it('knows a ticket that was never started', async () => {
      expect(await target.status('r/none')).toEqual({ kind: 'never-started' });
      expect(await target.wait('r/none', never)).toEqual({ kind: 'never-started' });
      expect(await target.cancel('r/none', 10)).toEqual({ kind: 'never-started' });
      expect(await target.readLog('r/none', 0)).toEqual({ bytes: new Uint8Array(), cursor: 0 });
    });

    it.each(['..', '../x', 'r/..', 'r/.hidden', 'r', 'r/a/b', 'r/a b', "r/a'b", 'r/a\nb', '/etc/passwd', ''])(
      'rejects %j as a ticket',
      async (ticket) => {
        await expect(target.start(request(ticket, ':'))).rejects.toThrow(RangeError);
        await expect(target.status(ticket)).rejects.toThrow(RangeError);
      },
    );

    it('says running, gives the log as it grows, and stops waiting when told', async () => {
      await start(request('r/1', 'echo one; while [ ! -e go ]; do sleep 0.02; done; echo two'));
      await expect.poll(() => log('r/1')).toBe('one\n');
      expect(await reopened().status('r/1')).toEqual({ kind: 'running' });
      expect(await target.wait('r/1', AbortSignal.timeout(30))).toEqual({ kind: 'running' });
      expect(await reopened().wait('r/1', AbortSignal.timeout(30))).toEqual({ kind: 'running' });
      const first = await target.readLog('r/1', 0);
      await run('r/2', ': >go');
      expect(await reopened().wait('r/1', never)).toMatchObject({ kind: 'exited', exitCode: 0 });
      const rest = await target.readLog('r/1', first.cursor);
      expect(Buffer.from(rest.bytes).toString()).toBe('two\n');
      expect((await target.readLog('r/1', rest.cursor)).bytes.length).toBe(0);
    });

    it('reads a long log in chunks without gap or repetition', async () => {
      await run('r/1', 'i=0; while [ $i -lt 60000 ]; do echo "line $i"; i=$((i+1)); done');
      let text = '';
      for (let cursor = 0, more = true; more; ) {
        const chunk = await target.readLog('r/1', cursor);
        text += Buffer.from(chunk.bytes).toString();
        more = chunk.bytes.length > 0;
        cursor = chunk.cursor;
      }
      expect(text).toBe(Array.from({ length: 60_000 }, (_, index) => `line ${index}\n`).join(''));
    });

    it('returns the outputs with the exit', async () => {
      const script = `echo "version=1.2=3" >>"$RELEASE_OUTPUT"
{ echo 'notes<<END'; echo 'first'; echo ' second'; echo END; echo 'oops'; } >>"$RELEASE_OUTPUT"`;
      const status = await run('r/1', script);
      expect(status).toMatchObject({ outputs: { values: { version: '1.2=3', notes: 'first\n second' } } });
      expect(status).toMatchObject({ outputs: { diagnostics: [{ code: 'REL2104', severity: 'warning' }] } });
      expect(await reopened().status('r/1')).toEqual(status);
    });

    it('cancels a script with all its descendants, and nothing else', async () => {
      const family = (tag: string) =>
        `(sh -c 'echo $$ >>${tag}; sleep 60' & echo $! >>${tag}; wait) & sleep 60 & echo $! >>${tag}; wait`;
      await start(request('r/1', family('first')));
      await start(request('r/2', family('second')));
      const pids = (tag: string) =>
        lines(tag)
          .filter((line) => line !== '')
          .map(Number);
      await expect.poll(() => [pids('first').length, pids('second').length], { timeout: 5_000 }).toEqual([3, 3]);
      expect(await target.cancel('r/1', 2_000)).toMatchObject({ kind: 'killed', signal: 'SIGTERM' });
      expect(pids('first').filter(lives)).toEqual([]);
      expect(pids('second').filter(lives)).toEqual(pids('second'));
      expect(await target.status('r/2')).toEqual({ kind: 'running' });
      expect(await reopened().cancel('r/2', 2_000)).toMatchObject({ kind: 'killed' });
      expect(pids('second').filter(lives)).toEqual([]);
    });

    it('kills what does not end on TERM, also grandchildren of a script that does', async () => {
      await start(request('r/1', `trap '' TERM; sh -c 'echo $$ >pid1; while :; do sleep 1; done'`));
      await start(
        request('r/2', `(trap '' TERM; sh -c 'echo $$ >pid2; while :; do sleep 1; done') & while :; do sleep 1; done`),
      );
      await expect.poll(() => [lines('pid1'), lines('pid2')].flat().length, { timeout: 5_000 }).toBe(2);
      const [first, second] = await Promise.all([target.cancel('r/1', 100), target.cancel('r/2', 100)]);
      expect(first).toMatchObject({ kind: 'killed', signal: 'SIGKILL' });
      expect(second).toMatchObject({ kind: 'killed', signal: 'SIGTERM' });
      expect([...lines('pid1'), ...lines('pid2')].map(Number).filter(lives)).toEqual([]);
    });

    it('lets a script clean up on TERM, and reports its own exit code', async () => {
      await start(request('r/1', `trap 'echo cleaned; exit 9' TERM; echo ready; while :; do sleep 0.05; done`));
      await expect.poll(() => log('r/1')).toBe('ready\n');
      expect(await target.cancel('r/1', 5_000)).toMatchObject({ kind: 'exited', exitCode: 9 });
      expect(await log('r/1')).toMatch(/^ready\n(.*Terminated.*\n)?cleaned\n$/);
    });

    it('keeps a cancelled ticket from starting later', async () => {
      await run('r/other', ':');
      expect(await target.cancel('r/1', 10)).toEqual({ kind: 'never-started' });
      await start(request('r/1', 'echo ran >ran'));
      expect(await target.wait('r/1', never)).toEqual({ kind: 'never-started' });
      expect(() => lines('ran')).toThrow('ENOENT');
    });

    it('does not harm the leftovers of one script by cancelling another', async () => {
      for (const n of [1, 2, 3]) await run(`r/left${n}`, `sleep 60 >/dev/null 2>&1 & echo $! >>left`);
      for (const n of [1, 2, 3, 4, 5, 6]) {
        await start(request(`r/${n}`, 'echo up; sleep 60'));
        await expect.poll(() => log(`r/${n}`)).toBe('up\n');
      }
      for (const n of [1, 2, 3, 4, 5, 6]) await target.cancel(`r/${n}`, 1_000);
      const left = lines('left').map(Number);
      expect(left.filter(lives)).toEqual(left);
      for (const pid of left) process.kill(pid, 'SIGKILL');
    });

    it('survives a script that signals its whole group', async () => {
      expect(await run('r/1', 'kill 0; sleep 5')).toMatchObject({ kind: 'killed', signal: 'SIGTERM' });
      expect(await run('r/2', `trap : INT; kill -INT 0; echo on`)).toMatchObject({ kind: 'exited', exitCode: 0 });
      expect(await run('r/3', 'echo fine')).toMatchObject({ kind: 'exited', exitCode: 0 });
    });

    it('runs hundreds of scripts at once', async () => {
      const tickets = Array.from({ length: 200 }, (_, index) => `r/${index}`);
      await Promise.all(
        tickets.map((ticket) =>
          start(request(ticket, 'echo "$N"; sleep 0.3; exit "$N"', { env: { N: ticket.slice(2, 4) } })),
        ),
      );
      const statuses = await Promise.all(tickets.map((ticket) => target.wait(ticket, never)));
      const codes = statuses.map((status: TicketStatus) => (status.kind === 'exited' ? status.exitCode : status.kind));
      expect(codes).toEqual(tickets.map((ticket) => Number(ticket.slice(2, 4))));
    });

    it('starts in the folder asked for, and says when it is not there', async () => {
      mkdirSync(join(place.folder, "it's here"));
      await run('r/1', 'pwd', { workingDirectory: "it's here" });
      await run('r/2', 'pwd');
      expect([await log('r/1'), await log('r/2')]).toEqual([
        `${join(place.folder, "it's here")}\n`,
        `${place.folder}\n`,
      ]);
      expect(await run('r/3', 'echo ran', { workingDirectory: 'nowhere' })).toMatchObject({
        kind: 'exited',
        exitCode: 125,
      });
      expect(await log('r/3')).toMatch(/nowhere/);
      await run('r/4', 'pwd');
      expect(await log('r/4')).toBe(`${place.folder}\n`);
      for (const ticket of ['r/5', 'r/6']) {
        expect(await run(ticket, 'pwd', { workingDirectory: 'nowhere' })).toMatchObject({ exitCode: 125 });
      }
    });

    it('starts in its own folder after a ticket that another runner had started for that folder', async () => {
      mkdirSync(join(place.folder, 'site'));
      const there = { workingDirectory: 'site' };
      await run('r/1', ':', there);
      const resumed = reopened();
      for (const [ticket, text] of [
        ['r/1', ':'],
        ['r/2', 'pwd'],
      ] as const) {
        await resumed.start(request(ticket, text, there));
        await resumed.wait(ticket, never);
      }
      expect(await log('r/2')).toBe(`${join(place.folder, 'site')}\n`);
    });

    it('runs each interpreter it says it has, and refuses the others', async () => {
      const { interpreters } = await target.capabilities();
      expect(interpreters).toContain('sh');
      const programs = {
        sh: 'echo hi',
        bash: '[[ hi ]] && echo hi',
        node: `import { EOL } from 'node:os'; process.stdout.write('hi' + EOL)`,
        python: 'print("hi")',
        pwsh: 'Write-Output hi',
      };
      for (const interpreter of ['sh', 'bash', 'node', 'python', 'pwsh'] as const) {
        const one = request(`r/${interpreter}`, programs[interpreter], { interpreter });
        if (interpreters.includes(interpreter)) {
          await start(one);
          expect(await target.wait(one.ticket, never)).toMatchObject({ kind: 'exited', exitCode: 0 });
          expect(await log(one.ticket)).toMatch(/^hi\r?\n$/);
        } else {
          expect(await target.start(one)).toMatchObject({ kind: 'refused', diagnostics: [{ code: 'REL2103' }] });
        }
      }
    });

    it('forgets a completed ticket, and refuses to while it runs', async () => {
      await start(request('r/1', 'while [ ! -e go ]; do sleep 0.02; done'));
      await expect.poll(() => target.status('r/1')).toEqual({ kind: 'running' });
      await expect(target.complete('r/1')).rejects.toThrow('still runs');
      await run('r/2', 'echo x=1 >"$RELEASE_OUTPUT"; : >go');
      await target.wait('r/1', never);
      for (const ticket of ['r/1', 'r/2']) await target.complete(ticket);
      expect(await target.status('r/2')).toEqual({ kind: 'never-started' });
      expect(await log('r/2')).toBe('');
    });
  });
}

/** Whether a process runs (a zombie does not). */
export function lives(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
