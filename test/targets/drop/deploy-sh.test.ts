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
import { siteMark } from '../../../src/targets/drop/marks.ts';
import { readReceipt } from '../../../src/targets/drop/read-receipt.ts';
import { isThere, Place, passphrase, scriptOf, shells, step } from './place.ts';

// Deriving keys takes its time, on purpose.
vi.setConfig({ testTimeout: 120_000 });

const canary = `s3cret'"$(x) canary`;
const receiptOf = (place: Place, id: string) => {
  const read = readReceipt(readFileSync(join(place.site, `.release/receipts/${id}.receipt`)));
  if (!read.ok) throw new Error(read.reason);
  return read.receipt;
};
const id = 'run-1.0.1.vm-1.0.0';

for (const shell of shells) {
  describe.skipIf(!isThere(shell))(`deploy.sh under ${shell.join(' ')} (skipped where that is not installed)`, () => {
    test('runs scripts and packages in order, gives secrets to their steps alone, and signs what happened', async () => {
      const place = new Place();
      const app = await place.package('1.0.0', {
        'pre-deploy.sh': 'echo pre >>"$RELEASE_SITE/order"\n',
        'post-deploy.sh':
          'echo "post $RELEASE_PACKAGE_PATH" >>"$RELEASE_SITE/order"\necho rows=7 >>"$RELEASE_OUTPUT"\n',
        'sub/settings.ini': 'x = {{x}}\n',
      });
      const edits = [
        {
          path: 'sub/settings.ini',
          content: Buffer.from(`x = ${canary}${siteMark('pas.password')}\n`),
          ownerOnly: true,
        },
      ];
      const folder = await place.write({
        steps: [
          step(
            'first',
            scriptOf(
              'printf "%s" "$A" >first; echo "a=$A" >>"$RELEASE_OUTPUT"; printf "b<<E\\n1\\n2\\nE\\n" >>"$RELEASE_OUTPUT"',
              { A: "it's $(HOME) \\ \n two" },
              ['b'],
            ),
          ),
          step('app', { ...app, request: { ...app.request, edits }, outputs: ['rows', 'path'] }, { secrets: [canary] }),
          step(
            'secret',
            scriptOf(
              'printf "%s" "$S" | wc -c >size; echo "s=$S" >>"$RELEASE_OUTPUT"; echo "p=$P" >>"$RELEASE_OUTPUT"',
              { S: canary, P: `<${siteMark('pas.password')}>` },
              ['s', 'p'],
            ),
            { secrets: [canary] },
          ),
          step('clean', 'env >environment; umask >umask', { run: 'always' }),
          step('repair', 'echo no >repaired', { run: 'failure' }),
        ],
      });
      writeFileSync(join(place.root, 'values'), 'pas.password=only-here-4711\n');
      const first = place.apply(folder, ['--values', join(place.root, 'values')], [...shell]);
      expect(first.err).toContain('succeeded; the receipt is');
      expect(first.code).toBe(0);
      expect(place.read('first')).toBe("it's $(HOME) \\ \n two");
      const version = `applications/st-marys/prod/App/1.0.0-${'a'.repeat(12)}`;
      expect(place.read('order')).toBe(`pre\npost ${place.site}/${version}\n`);
      expect(readlinkSync(join(place.site, 'applications/st-marys/prod/App/current'))).toBe(`1.0.0-${'a'.repeat(12)}`);
      expect(place.read(`${version}/sub/settings.ini`)).toBe(`x = ${canary}only-here-4711\n`);
      expect(statSync(join(place.site, version, 'sub/settings.ini')).mode & 0o777).toBe(0o600);
      expect(place.read('size').trim()).toBe(String(canary.length));
      expect(place.read('environment')).not.toMatch(/canary|4711|sesame/);
      expect(existsSync(join(place.site, 'repaired'))).toBe(false);
      const receipt = receiptOf(place, id);
      expect(receipt).toMatchObject({ result: 'succeeded', tenant: 'st-marys', environment: 'prod', target: 'vm' });
      expect(receipt.steps.map(({ how }) => how)).toEqual([
        'succeeded',
        'succeeded',
        'succeeded',
        'succeeded',
        'skipped',
      ]);
      expect(receipt.steps.map(({ outputs }) => outputs)).toEqual([
        { b: '1\n2' },
        { rows: '7', path: join(place.site, version) },
        { s: '***', p: '***' },
        {},
        {},
      ]);
      // What may not lie about: the file of the package is where the application reads the secret.
      rmSync(join(place.site, version), { recursive: true });
      expect(spawnSync('grep', ['-r', 'canary', place.site, folder], { encoding: 'utf8' }).stdout).toBe('');
      expect(spawnSync('grep', ['-r', 'canary', `${folder}.zip`], { encoding: 'utf8' }).stdout).toBe('');
      for (const name of readdirSync(join(place.site, '.release'), { recursive: true })) {
        expect(statSync(join(place.site, '.release', String(name))).mode & 0o077, String(name)).toBe(0);
      }
      // Nothing again, and no value is asked for again.
      const again = place.apply(folder, [], [...shell]);
      expect(again.code).toBe(0);
      expect(place.read('order').split('\n')).toHaveLength(3);
    });

    test('a failed step lets failure and always steps run; the next run goes on from it', async () => {
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
      expect(place.apply(folder, [], [...shell]).code).toBe(1);
      expect(place.read('log').trim().split('\n')).toEqual(['one', 'two', 'two', 'repair', 'clean']);
      expect(receiptOf(place, id)).toMatchObject({ result: 'failed' });
      writeFileSync(join(place.site, 'fixed'), '');
      expect(place.apply(folder, [], [...shell]).code).toBe(0);
      expect(place.read('log').trim().split('\n').slice(5)).toEqual(['two', 'three', 'clean']);
      expect(receiptOf(place, id).steps.map(({ how }) => how)).toEqual([
        'succeeded',
        'succeeded',
        'succeeded',
        'skipped',
        'succeeded',
      ]);
    });

    test('killed in the middle: the step goes on alone, the next run waits for it and runs nothing twice', async () => {
      const place = new Place();
      const folder = await place.write({
        steps: [
          step('one', 'echo one >>log'),
          step('slow', 'echo slow >>log; sleep 2; echo done >>log'),
          step('last', 'echo last >>log'),
        ],
      });
      const [program = 'sh', ...first] = shell;
      const child = spawn(program, [...first, join(folder, 'deploy.sh'), '--site', place.site], { stdio: 'ignore' });
      await vi.waitUntil(() => existsSync(join(place.site, 'log')) && place.read('log').includes('slow'), {
        timeout: 20_000,
      });
      child.kill('SIGKILL');
      await sleep(100);
      const again = place.apply(folder, [], [...shell]);
      expect(again).toMatchObject({ code: 0 });
      expect(place.read('log').trim().split('\n')).toEqual(['one', 'slow', 'done', 'last']);
    });

    test('stopped by a signal it stops the step, and a cut-off script is not run again unasked', async () => {
      const place = new Place();
      const folder = await place.write({ steps: [step('slow', 'echo slow >>log; test -f quick || exec sleep 60')] });
      const [program = 'sh', ...first] = shell;
      const child = spawn(program, [...first, join(folder, 'deploy.sh'), '--site', place.site], { stdio: 'ignore' });
      await vi.waitUntil(() => existsSync(join(place.site, 'log')), { timeout: 20_000 });
      const ended = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      writeFileSync(join(place.site, 'quick'), '');
      expect(place.apply(folder, [], [...shell])).toMatchObject({ code: 0 });
      // As after a reboot: it was begun, nobody lives, and nothing says how it ended.
      const work = join(place.site, '.release/bundles', readdirSync(join(place.site, '.release/bundles'))[0] ?? '');
      rmSync(join(work, 'step-1'));
      writeFileSync(join(work, 'process-1'), '999999999 -\n');
      expect(place.apply(folder, [], [...shell])).toMatchObject({
        code: 3,
        err: expect.stringContaining('say --rerun 1 or --done 1'),
      });
      expect(place.apply(folder, ['--done', '1'], [...shell]).code).toBe(0);
      expect(place.read('log')).toBe('slow\nslow\n');
    });
  });
}

describe('refuses before anything runs', () => {
  const runs = () => [step('only', 'echo ran >>log')];
  const refused = (
    place: Place,
    folder: string,
    words: readonly string[] = [],
    environment: Record<string, string> = {},
  ) => {
    const { code, err } = place.apply(folder, words, ['sh'], environment);
    expect(code, err).toBe(2);
    return err;
  };
  const log = (place: Place) => (existsSync(join(place.site, 'log')) ? place.read('log') : '');

  test('a changed byte in any file, a missing package, another signature', async () => {
    const place = new Place();
    const app = await place.package('1.0.0', { 'a.txt': 'a' });
    const folder = await place.write({ steps: [...runs(), step('app', app)] });
    const changed = (name: string, change: (path: string) => void): string => {
      const copy = join(place.root, `copy-${Math.random()}`);
      cpSync(folder, copy, { recursive: true });
      change(join(copy, name));
      return refused(place, copy);
    };
    expect(changed('steps/1.script', (path) => appendFileSync(path, ' '))).toContain('steps/1.script was changed');
    expect(changed('packages/2.tar', (path) => appendFileSync(path, ' '))).toContain('packages/2.tar was changed');
    expect(changed('packages/2.tar', (path) => rmSync(path))).toContain('packages/2.tar is missing');
    expect(changed('manifest', (path) => appendFileSync(path, 'site 1 x\n'))).toContain('the signature does not fit');
    expect(changed('manifest.sig', (path) => writeFileSync(path, 'x'))).toContain('the signature does not fit');
    expect(changed('key.pem', (path) => rmSync(path))).toContain('key.pem is missing');
    expect(log(place)).toBe('');
  });

  test('a name or path in a signed manifest that leads out of the bundle or the site', async () => {
    const place = new Place();
    const folder = await place.write({ steps: [...runs(), step('app', await place.package('1.0.0', { a: 'a' }))] });
    const key = createPrivateKey(readFileSync(join(place.root, 'drop/signing-key.pem')));
    const manifest = readFileSync(join(folder, 'manifest'), 'utf8');
    const changed = (from: RegExp, to: string): string => {
      const text = manifest.replace(from, to);
      expect(text).not.toBe(manifest);
      writeFileSync(join(folder, 'manifest'), text);
      writeFileSync(join(folder, 'manifest.sig'), sign(null, Buffer.from(text), key));
      return refused(place, folder);
    };
    expect(changed(/^id .*$/m, 'id ../../elsewhere')).toContain('a name that is none');
    expect(changed(/^project .*$/m, 'project ../../../etc/x')).toContain('a name that is none');
    expect(changed(/^after .*$/m, 'after ../x')).toContain('a name that is none');
    expect(changed(/^failed .*$/m, 'failed x[$(id)]')).toContain('a number that is none');
    expect(changed(/ steps\/1\.script$/m, ' ../../../etc/passwd')).toContain('names a file outside of the bundle');
    expect(changed(/^package 2 \S+/m, 'package 2 ../x.tar')).toContain('without the package of step 2');
    expect(log(place)).toBe('');
    const text = manifest.replace(/ applications\/\S+/, ' ../../outside');
    writeFileSync(join(folder, 'manifest'), text);
    writeFileSync(join(folder, 'manifest.sig'), sign(null, Buffer.from(text), key));
    expect(place.apply(folder).code).toBe(1);
    expect(existsSync(join(place.root, '../outside'))).toBe(false);
  });

  test('another tenant, another environment, another key', async () => {
    const place = new Place();
    expect(place.apply(await place.write({ steps: runs() })).code).toBe(0);
    const other = { steps: runs(), name: 'other' };
    expect(refused(place, await place.write({ ...other, tenant: 'abbey' }))).toContain(
      'this site belongs to: st-marys prod vm',
    );
    expect(refused(place, await place.write({ ...other, environment: 'test' }))).toContain(
      'this site belongs to: st-marys prod vm',
    );
    const stranger = new Place();
    const forged = await stranger.write({ steps: runs(), version: '2.0.0' });
    expect(refused(place, forged)).toContain('another key than this site trusts');
    expect(log(place)).toBe('ran\n');
    const fresh = new Place();
    expect(refused(fresh, await fresh.write({ steps: runs() }), ['--key-fingerprint', 'ab'])).toContain('another key');
  });

  test('an older version, unless that is meant; a bundle before its turn', async () => {
    const place = new Place();
    const write = (version: string) => place.write({ version, steps: runs() });
    expect(place.apply(await write('2.0.0')).code).toBe(0);
    expect(refused(place, await write('1.10.0'))).toContain('app 1.10.0 is older than 2.0.0');
    expect(refused(place, await write('2.0.0-rc.1'))).toContain('older');
    expect(place.apply(await write('10.0.0')).code).toBe(0);
    expect(place.apply(await write('1.10.0'), ['--allow-downgrade']).code).toBe(0);
    const late = await place.write({ version: '11.0.0', name: 'late', steps: runs(), after: 'run-1.0.0.vm' });
    expect(refused(place, late)).toContain('run-1.0.0.vm comes before this one');
    // One whose name only begins like it does not count.
    expect(place.apply(await place.write({ version: '11.0.0', id: 'run-1.0.0.vm.2', steps: runs() })).code).toBe(0);
    expect(refused(place, late)).toContain('run-1.0.0.vm comes before this one');
    expect(place.apply(await place.write({ version: '11.0.0', id: 'run-1.0.0.vm', steps: runs() })).code).toBe(0);
    expect(place.apply(late).code).toBe(0);
  });

  test('a wrong passphrase, none at all, changed secrets, a value of the site that nobody knows', async () => {
    const place = new Place();
    const steps = [step('only', scriptOf('echo ran >>log', { S: canary }), { secrets: [canary] })];
    const folder = await place.write({ steps });
    expect(refused(place, folder, [], { RELEASE_DROP_PASSPHRASE: 'wrong' })).toContain('the passphrase is wrong');
    expect(refused(place, folder, [], { RELEASE_DROP_PASSPHRASE: '' })).toContain('set RELEASE_DROP_PASSPHRASE');
    writeFileSync(join(place.root, 'passphrase'), `${passphrase}\n`, { mode: 0o600 });
    expect(
      place.apply(folder, ['--passphrase-file', join(place.root, 'passphrase')], ['sh'], {
        RELEASE_DROP_PASSPHRASE: '',
      }).code,
    ).toBe(0);
    const site = await place.write({
      version: '1.1.0',
      steps: [step('s', scriptOf('echo ran >>log', { P: siteMark('code') }))],
    });
    expect(refused(place, site)).toContain('the value code of this site is not known');
    expect(log(place)).toBe('ran\n');
  });
});

test('no secret is ever an argument of a program, and what belongs to everybody can be read by everybody', async () => {
  const place = new Place();
  const programs = join(place.root, 'programs');
  mkdirSync(programs);
  for (const name of ['openssl', 'tar', 'grep', 'sed', 'cat', 'sh', 'mv', 'tr', 'sort', 'ls']) {
    const real = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    const text = `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>'${place.root}/arguments'\nexec ${real} "$@"\n`;
    writeFileSync(join(programs, name), text, { mode: 0o755 });
  }
  const app = await place.package('1.0.0', { 'a.txt': 'a' });
  const edits = [{ path: 'a.txt', content: Buffer.from(canary), ownerOnly: true }];
  const secret = scriptOf('true', { S: canary, P: siteMark('code') });
  const folder = await place.write({
    steps: [
      step('app', { ...app, request: { ...app.request, edits } }, { secrets: [canary] }),
      step('s', secret, { secrets: [canary] }),
    ],
  });
  writeFileSync(join(place.root, 'values'), 'code=only-here-4711\n');
  const values = ['--values', join(place.root, 'values')];
  const told = place.apply(folder, values, ['/bin/sh'], { PATH: `${programs}:${process.env.PATH}` });
  expect(told.code, told.err).toBe(0);
  const used = readFileSync(join(place.root, 'arguments'), 'utf8');
  expect(used).toContain('openssl enc -d');
  expect(used).not.toMatch(/canary|4711|sesame/);
  const tree = join(place.site, `applications/st-marys/prod/App/1.0.0-${'a'.repeat(12)}`);
  expect(statSync(tree).mode & 0o777).toBe(0o777 & ~process.umask());
  expect(statSync(join(tree, 'a.txt')).mode & 0o777).toBe(0o600);
});

test('an upgrade switches `current`; a failing hook leaves the version before; old versions go', async () => {
  const place = new Place();
  const current = () => readlinkSync(join(place.site, 'applications/st-marys/prod/App/current')).split('-')[0];
  const release = async (version: string, files: Record<string, string>) =>
    place.apply(await place.write({ version, steps: [step('app', await place.package(version, files, { keep: 2 }))] }));
  expect((await release('1.0.0', { v: '1' })).code).toBe(0);
  expect((await release('1.1.0', { v: '2' })).code).toBe(0);
  expect((await release('1.2.0', { v: '3', 'post-deploy.sh': 'exit 9' })).code).toBe(1);
  expect(current()).toBe('1.1.0');
  expect((await release('1.3.0', { v: '4', 'pre-deploy.sh': 'exit 9' })).code).toBe(1);
  expect(current()).toBe('1.1.0');
  expect((await release('1.4.0', { v: '5' })).code).toBe(0);
  expect(current()).toBe('1.4.0');
  expect(readdirSync(join(place.site, 'applications/st-marys/prod/App'))).toHaveLength(3);
});

test('the same input makes the same bytes, whoever makes it and where', async () => {
  const place = new Place();
  const steps = async () => [
    step('app', await place.package('1.0.0', { 'a.txt': 'a', 'b/c.sh': 'c' }), { secrets: [canary] }),
    step('x', scriptOf('true', { S: canary }), { secrets: [canary] }),
  ];
  const folder = await place.write({ steps: await steps() });
  const zip = readFileSync(`${folder}.zip`);
  rmSync(folder, { recursive: true });
  rmSync(`${folder}.zip`);
  const zone = process.env.TZ;
  const mask = process.umask(0o077);
  process.env.TZ = 'Asia/Kathmandu';
  try {
    await place.write({ steps: await steps() });
    expect(readFileSync(`${folder}.zip`).equals(zip)).toBe(true);
    // Again over one that is there.
    await place.write({ steps: await steps() });
    expect(readFileSync(`${folder}.zip`).equals(zip)).toBe(true);
    expect(readdirSync(join(folder, '..')).sort()).toEqual(['app-1.0.0-vm-1', 'app-1.0.0-vm-1.zip']);
  } finally {
    process.umask(mask);
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test('a secret without a passphrase is refused, and nothing is left', async () => {
  const place = new Place({});
  const steps = [step('x', scriptOf('true', { S: canary }), { secrets: [canary] })];
  await expect(place.write({ steps })).rejects.toThrow('REL2181');
  expect(readdirSync(join(place.root, 'out/st-marys/prod/run-1'))).toEqual([]);
});
