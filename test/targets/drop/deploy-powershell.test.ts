import { spawn, spawnSync } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { Bundle } from '../../../src/targets/bundle.ts';
import { siteMark } from '../../../src/targets/drop/marks.ts';
import { type Receipt, readReceipt } from '../../../src/targets/drop/read-receipt.ts';
import { isThere, Place, passphrase, scriptOf, step } from './place.ts';
import { hasMono, monoProgram } from './powershell.ts';

/*
 * What deploy.ps1 does is C#, which Mono runs here as PowerShell does at a site; where there is a PowerShell, the whole of
 * it runs there, too. Junctions, access lists and programs of Windows itself are not on any machine that tests this.
 */

// Deriving keys takes its time, on purpose, and Mono is slow at it.
vi.setConfig({ testTimeout: 240_000 });

type Command = (folder: string, words: readonly string[]) => readonly string[];

const capitalised = (option: string): string =>
  option
    .replace(/^-|-(.)/g, (_, letter?: string) => (letter === undefined ? '-' : letter.toUpperCase()))
    .replace(/^--/, '-');
const ways: readonly (readonly [string, boolean, Command])[] = [
  [
    'the C# of deploy.ps1 in Mono (skipped where mcs and mono are not installed)',
    hasMono,
    (folder, words) => ['mono', monoProgram(), join(folder, 'deploy.ps1'), ...words],
  ],
  [
    'deploy.ps1 in PowerShell (skipped where pwsh is not installed)',
    isThere(['pwsh']),
    (folder, words) => [
      ...['pwsh', '-NoProfile', '-NonInteractive', '-File', join(folder, 'deploy.ps1')],
      ...words.map((word) => (word.startsWith('--') ? capitalised(word) : word)),
    ],
  ],
];

const canary = `s3cret'"$(x) canary`;
const id = 'run-1.0.1.vm-1.0.0';
const version = `applications/st-marys/prod/App/1.0.0-${'a'.repeat(12)}`;

function receiptOf(place: Place): Receipt {
  const read = readReceipt(readFileSync(join(place.site, `.release/receipts/${id}.receipt`)));
  if (!read.ok) throw new Error(read.reason);
  return read.receipt;
}

const log = (place: Place): string => (existsSync(join(place.site, 'log')) ? place.read('log') : '');

describe.each(ways)('%s', (_, there, command) => {
  const apply = (
    place: Place,
    folder: string,
    words: readonly string[] = [],
    environment: Record<string, string> = {},
  ) => {
    const [program = '', ...rest] = command(folder, ['--site', place.site, ...words]);
    const env = { ...process.env, RELEASE_DROP_PASSPHRASE: passphrase, ...environment };
    const { status, stderr } = spawnSync(program, rest, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return { code: status, err: stderr };
  };
  const refused = (...words: Parameters<typeof apply>): string => {
    const { code, err } = apply(...words);
    expect(code, err).toBe(2);
    return err;
  };

  test.skipIf(!there)(
    'runs scripts and packages, gives secrets to their steps alone, signs what happened',
    async () => {
      const place = new Place();
      const app = await place.package('1.0.0', {
        'pre-deploy.sh': 'echo pre >>"$RELEASE_SITE/order"\n',
        'post-deploy.sh':
          'echo "post $RELEASE_PACKAGE_PATH" >>"$RELEASE_SITE/order"\necho rows=7 >>"$RELEASE_OUTPUT"\n',
        'sub/settings.ini': 'x = {{x}}\n',
        [`${'long/'.repeat(30)}ünï.txt`]: 'ü',
      });
      const content = Buffer.from(`x = ${canary}${siteMark('pas.password')}\n`);
      const request = { ...app.request, edits: [{ path: 'sub/settings.ini', content, ownerOnly: true }] };
      const first = scriptOf(
        'printf "%s" "$A" >first; echo "a=$A" >>"$RELEASE_OUTPUT"; printf "b<<E\\n1\\n2\\nE\\n" >>"$RELEASE_OUTPUT"',
        { A: "it's $(HOME) \\ \n two" },
        ['b'],
      );
      const secret = scriptOf(
        'printf "%s" "$S" >size; wc -c <size >count; rm size; echo "s=$S" >>"$RELEASE_OUTPUT"; echo "p=$P" >>"$RELEASE_OUTPUT"',
        { S: canary, P: `<${siteMark('pas.password')}>` },
        ['s', 'p'],
      );
      const folder = await place.write({
        steps: [
          step('first', first),
          step('app', { ...app, request, outputs: ['rows', 'path'] }, { secrets: [canary] }),
          step('secret', secret, { secrets: [canary] }),
          step('clean', 'env >environment', { run: 'always' }),
          step('repair', 'echo no >repaired', { run: 'failure' }),
        ],
      });
      const noPassphrase = { RELEASE_DROP_PASSPHRASE: '' };
      expect(refused(place, folder, [], noPassphrase)).toContain('set RELEASE_DROP_PASSPHRASE');
      writeFileSync(join(place.root, 'values'), 'pas.password=only-here-4711\n');
      writeFileSync(join(place.root, 'passphrase'), `${passphrase}\r\n`);
      const words = ['--values', join(place.root, 'values'), '--passphrase-file', join(place.root, 'passphrase')];
      const told = apply(place, folder, words, noPassphrase);
      expect(told.code, told.err).toBe(0);
      expect(told.err).toContain('it needs sh\n');
      expect(place.read('first')).toBe("it's $(HOME) \\ \n two");
      expect(place.read('order')).toBe(`pre\npost ${place.site}/${version}\n`);
      expect(readlinkSync(join(place.site, 'applications/st-marys/prod/App/current'))).toBe(`1.0.0-${'a'.repeat(12)}`);
      expect(place.read(`${version}/sub/settings.ini`)).toBe(`x = ${canary}only-here-4711\n`);
      expect(statSync(join(place.site, version, 'sub/settings.ini')).mode & 0o777).toBe(0o600);
      expect(place.read(`${version}/${'long/'.repeat(30)}ünï.txt`)).toBe('ü');
      expect(place.read('count').trim()).toBe(String(canary.length));
      expect(place.read('environment')).not.toMatch(/canary|4711|sesame/);
      expect(existsSync(join(place.site, 'repaired'))).toBe(false);
      const receipt = receiptOf(place);
      expect(receipt).toMatchObject({ result: 'succeeded', tenant: 'st-marys', environment: 'prod', target: 'vm' });
      const done = 'succeeded';
      expect(receipt.steps.map(({ how }) => how)).toEqual([done, done, done, done, 'skipped']);
      expect(receipt.steps.map(({ outputs }) => outputs)).toEqual([
        ...[{ b: '1\n2' }, { rows: '7', path: join(place.site, version) }],
        ...[{ s: '***', p: '***' }, {}, {}],
      ]);
      rmSync(join(place.site, version), { recursive: true });
      expect(spawnSync('grep', ['-r', 'canary', place.site, folder], { encoding: 'utf8' }).stdout).toBe('');
      expect(statSync(join(place.site, '.release')).mode & 0o077).toBe(0);
      expect(statSync(join(place.site, '.release/values')).mode & 0o077).toBe(0);
      expect(statSync(join(place.site, '.release/receipt-key.pem')).mode & 0o077).toBe(0);
    },
  );

  test.skipIf(!there)('reads outputs as Windows PowerShell writes them, whatever a hook before it wrote', async () => {
    const place = new Place();
    const wide = (mark: string, text: string): string => {
      const bytes = [...Buffer.from(mark + text, 'utf16le')];
      return `printf '${bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}' >>"$RELEASE_OUTPUT"\n`;
    };
    const app = await place.package('1.0.0', {
      'pre-deploy.sh': 'echo rows=5 >>"$RELEASE_OUTPUT"\necho left=ü >>"$RELEASE_OUTPUT"\n',
      'post-deploy.sh': wide('', 'rows=7\r\nname<<E\r\nzwölf\r\nzeilen\r\nE\r\n'),
    });
    const marked = { ...step('marked', wide('\ufeff', 'é=1\r\nrows=8\r\n')) };
    const folder = await place.write({
      steps: [
        step('app', { ...app, outputs: ['rows', 'left', 'name', 'path'] }),
        { ...marked, action: { ...marked.action, outputs: ['rows'] } },
      ],
    });
    expect(apply(place, folder).code).toBe(0);
    expect(receiptOf(place).steps.map(({ outputs }) => outputs)).toEqual([
      { rows: '7', left: 'ü', name: 'zwölf\nzeilen', path: join(place.site, version) },
      { rows: '8' },
    ]);
  });

  test.skipIf(!there)('goes on where deploy.sh was, and deploy.sh where it was', async () => {
    const place = new Place({});
    const steps = [step('only', scriptOf('echo "$P" >value', { P: siteMark('code') }))];
    writeFileSync(join(place.root, 'values'), 'code=only-here-4711\n');
    expect(place.apply(await place.write({ steps }), ['--values', join(place.root, 'values')]).code).toBe(0);
    const { fingerprint } = receiptOf(place);
    const next = await place.write({ steps, id, version: '1.1.0' });
    expect(apply(place, next)).toMatchObject({ code: 0, err: expect.stringContaining('succeeded') });
    expect(receiptOf(place).fingerprint).toBe(fingerprint);
    expect(place.read('value')).toBe('only-here-4711\n');
    expect(place.apply(next).err).toContain('step 1 only: succeeded before');
    const fresh = new Place({});
    const words = ['--values', join(place.root, 'values')];
    expect(apply(fresh, await fresh.write({ steps }), words).code).toBe(0);
    const made = receiptOf(fresh).fingerprint;
    expect(fresh.apply(await fresh.write({ steps, id, version: '1.1.0' })).code).toBe(0);
    expect(receiptOf(fresh).fingerprint).toBe(made);
  });

  test.skipIf(!there)('a failed step lets failure and always steps run; the next run goes on from it', async () => {
    const place = new Place();
    const folder = await place.write({
      steps: [
        step('one', 'echo one >>log'),
        step('two', 'echo two >>log; test -f fixed', { attempts: 2 }),
        step('three', 'echo three >>log'),
        step('repair', 'echo repair >>log', { run: 'failure' }),
        step('clean', 'echo clean >>log', { run: 'always' }),
      ],
    });
    expect(apply(place, folder).code).toBe(1);
    expect(log(place).trim().split('\n')).toEqual(['one', 'two', 'two', 'repair', 'clean']);
    expect(receiptOf(place)).toMatchObject({
      result: 'failed',
      steps: [{}, { how: 'failed', exitCode: 1 }, {}, {}, {}],
    });
    writeFileSync(join(place.site, 'fixed'), '');
    expect(apply(place, folder).code).toBe(0);
    expect(log(place).trim().split('\n').slice(5)).toEqual(['two', 'three', 'clean']);
    const done = 'succeeded';
    expect(receiptOf(place).steps.map(({ how }) => how)).toEqual([done, done, done, 'skipped', done]);
  });

  test.skipIf(!there)(
    'killed in the middle: waits for the step that goes on alone, and asks how it ended',
    async () => {
      const place = new Place();
      const folder = await place.write({
        steps: [step('slow', 'echo slow >>log; sleep 5; echo done >>log'), step('last', 'echo last >>log')],
      });
      const [program = '', ...words] = command(folder, ['--site', place.site]);
      const child = spawn(program, words, { stdio: 'ignore' });
      await vi.waitUntil(() => log(place) === 'slow\n', { timeout: 60_000 });
      const work = join(place.site, '.release/bundles', readdirSync(join(place.site, '.release/bundles'))[0] ?? '');
      await vi.waitUntil(() => !readFileSync(join(work, 'process-1'), 'utf8').startsWith('0 '));
      expect(apply(place, folder)).toMatchObject({ code: 4 });
      child.kill('SIGKILL');
      await sleep(100);
      const again = apply(place, folder);
      expect(again.code, again.err).toBe(3);
      expect(again.err).toContain('step 1 still runs since an earlier deploy.ps1');
      expect(again.err).toContain('say -Rerun 1 or -Done 1');
      expect(log(place)).toBe('slow\ndone\n');
      expect(apply(place, folder, ['--done', '1']).code).toBe(0);
      expect(log(place)).toBe('slow\ndone\nlast\n');
    },
  );

  // PowerShell on other systems than Windows hears of Ctrl-C first.
  test.skipIf(!there || command('', [])[0] !== 'mono' || !isThere(['script']))(
    'stopped by Ctrl-C it stops with the step, and goes on with it (skipped in PowerShell, and where script is not installed)',
    async () => {
      const place = new Place();
      const folder = await place.write({
        steps: [
          step('slow', 'echo slow >>log; test -f quick && exit 0; exec sleep 60'),
          step('last', 'echo last >>log'),
        ],
      });
      const words = command(folder, ['--site', place.site]).join(' ');
      const child = spawn('script', ['-qec', words, '/dev/null'], { stdio: ['pipe', 'ignore', 'ignore'] });
      const ended = new Promise((resolve) => child.on('exit', resolve));
      await vi.waitUntil(() => log(place) === 'slow\n', { timeout: 60_000 });
      child.stdin.write('\u0003');
      expect(await ended).toBe(130);
      expect(existsSync(join(place.site, `.release/receipts/${id}.receipt`))).toBe(false);
      writeFileSync(join(place.site, 'quick'), '');
      expect(apply(place, folder).code).toBe(0);
      expect(log(place)).toBe('slow\nslow\nlast\n');
    },
  );

  test.skipIf(!there)(
    'an upgrade switches `current`; a failing hook leaves the version before; old versions go',
    async () => {
      const place = new Place();
      const current = () => readlinkSync(join(place.site, 'applications/st-marys/prod/App/current')).split('-')[0];
      const release = async (next: string, files: Record<string, string>) =>
        apply(
          place,
          await place.write({ version: next, steps: [step('app', await place.package(next, files, { keep: 2 }))] }),
        );
      expect((await release('1.0.0', { v: '1' })).code).toBe(0);
      expect((await release('1.1.0', { v: '2' })).code).toBe(0);
      expect((await release('1.2.0', { v: '3', 'post-deploy.sh': 'exit 9' })).code).toBe(1);
      expect(current()).toBe('1.1.0');
      expect((await release('1.3.0', { v: '4', 'pre-deploy.sh': 'exit 9' })).code).toBe(1);
      expect(current()).toBe('1.1.0');
      expect((await release('1.4.0', { v: '5' })).code).toBe(0);
      expect(current()).toBe('1.4.0');
      expect(readdirSync(join(place.site, 'applications/st-marys/prod/App'))).toHaveLength(3);
    },
  );

  test.skipIf(!there)('refuses a changed byte, a missing file, another signature, and any way out', async () => {
    const place = new Place();
    const only = step('only', scriptOf('echo ran >>log', { S: canary }), { secrets: [canary] });
    const folder = await place.write({ steps: [only, step('app', await place.package('1.0.0', { a: 'a' }))] });
    const changed = (name: string, change: (path: string) => void): string => {
      const copy = join(place.root, `copy-${Math.random()}`);
      cpSync(folder, copy, { recursive: true });
      change(join(copy, name));
      return refused(place, copy);
    };
    expect(changed('steps/1.script', (path) => appendFileSync(path, ' '))).toContain('steps/1.script was changed');
    expect(changed('packages/2.tar', (path) => rmSync(path))).toContain('packages/2.tar is missing');
    expect(changed('manifest', (path) => appendFileSync(path, 'site 1 x\n'))).toContain('the signature does not fit');
    expect(changed('manifest.sig', (path) => writeFileSync(path, 'x'))).toContain('the signature does not fit');
    expect(changed('key.pem', (path) => writeFileSync(path, 'x'))).toContain('no Ed25519 key');
    const key = createPrivateKey(readFileSync(join(place.root, 'drop/signing-key.pem')));
    const resigned = (from: RegExp, to: string): string =>
      changed('manifest', (path) => {
        const text = readFileSync(path, 'utf8').replace(from, to);
        writeFileSync(path, text);
        writeFileSync(`${path}.sig`, sign(null, Buffer.from(text), key));
      });
    expect(resigned(/^id .*$/m, 'id ../../elsewhere')).toContain('a name that is none');
    expect(resigned(/^failed .*$/m, 'failed x[$(id)]')).toContain('a number that is none');
    expect(resigned(/ steps\/1\.script$/m, ' ../../../etc/passwd')).toContain('names a file outside of the bundle');
    expect(resigned(/ applications\/\S+/, ' ../../outside')).toContain('outside of the site');
    expect(resigned(/^package 2 \S+/m, 'package 2 ../x.tar')).toContain('without the package of step 2');
    // Keys from one round only: they fit as little as those of another passphrase, and are there at once.
    expect(resigned(/^rounds .*$/m, 'rounds 1')).toContain('the passphrase is wrong');
    expect(log(place)).toBe('');
  });

  test.skipIf(!there)('refuses what is for others, of others, older, before its turn, or cannot run here', async () => {
    const place = new Place();
    const steps = [step('only', 'echo ran >>log')];
    const write = (bundle: Partial<Bundle>) => place.write({ steps, ...bundle });
    const whole = await write({ version: '2.0.0' });
    expect(refused(place, whole, ['--key-fingerprint', 'ab'])).toContain('another key');
    expect(apply(place, whole).code).toBe(0);
    expect(refused(place, await write({ tenant: 'abbey' }))).toContain('this site belongs to: st-marys prod vm');
    const stranger = new Place();
    expect(refused(place, await stranger.write({ steps, version: '3.0.0' }))).toContain(
      'another key than this site trusts',
    );
    expect(refused(place, await write({ version: '1.10.0' }))).toContain('app 1.10.0 is older than 2.0.0');
    expect(apply(place, await write({ version: '1.10.0' }), ['--allow-downgrade']).code).toBe(0);
    expect(refused(place, await write({ version: '4.0.0', after: 'run-1.0.0.vm' }))).toContain('comes before this one');
    expect(apply(place, await write({ version: '4.0.0', id: 'run-1.0.0.vm.2' })).code).toBe(0);
    expect(refused(place, await write({ version: '4.0.0', after: 'run-1.0.0.vm' }))).toContain('comes before this one');
    expect(apply(place, await write({ version: '4.0.0', id: 'run-1.0.0.vm' })).code).toBe(0);
    expect(apply(place, await write({ version: '4.0.0', after: 'run-1.0.0.vm' })).code).toBe(0);
    const valued = [step('s', scriptOf('true', { P: siteMark('code') }))];
    expect(refused(place, await write({ version: '5.0.0', steps: valued }))).toContain(
      'the value code of this site is not known',
    );
    const python = { kind: 'script', interpreter: 'python', script: '', env: {}, outputs: [] } as const;
    const hooked = await place.package('1.0.0', { 'post-deploy.py': '' });
    const needy = await write({ version: '6.0.0', steps: [...steps, step('p', python), step('app', hooked)] });
    const programs = join(place.root, 'programs');
    mkdirSync(programs);
    for (const name of [command('', [])[0] ?? '', 'sh', 'chmod']) {
      const real = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
      writeFileSync(join(programs, name), `#!/bin/sh\nexec ${real} "$@"\n`, { mode: 0o755 });
    }
    expect(refused(place, needy, [], { PATH: programs })).toContain(
      'step 2, 3 needs python, which is not installed here',
    );
    expect(log(place)).toBe('ran\n'.repeat(5));
  });

  test.skipIf(!there || !isThere(['age']))(
    'opens secrets with the identity of the site (skipped where age is not installed)',
    async () => {
      const made = spawnSync('age-keygen', { encoding: 'utf8' }).stdout;
      const place = new Place({ recipients: [/age1\S+/.exec(made)?.[0] ?? ''] });
      const identity = join(place.root, 'identity');
      writeFileSync(identity, made, { mode: 0o400 });
      const steps = [step('s', scriptOf('printf "%s" "$S" | cksum >sum', { S: canary }), { secrets: [canary] })];
      const folder = await place.write({ steps });
      expect(refused(place, folder)).toContain('give -Identity FILE');
      expect(refused(place, folder, ['--identity', join(folder, 'manifest')])).toContain('cannot be opened with');
      expect(apply(place, folder, ['--identity', identity]).code).toBe(0);
      expect(place.read('sum')).toBe(spawnSync('cksum', { input: canary, encoding: 'utf8' }).stdout);
    },
  );
});
