import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hooks, PackageSite, packagePlan, recordingHook } from './package-place.ts';
import { asking } from './setup.ts';

let place: PackageSite;
beforeEach(() => {
  place = new PackageSite();
});
afterEach(() => place.remove());

async function deploy(version: string, files: Readonly<Record<string, string>>, run: string, inputs = {}) {
  const plan = packagePlan(await place.pack('Web', version, files), inputs);
  return { plan, outcome: await place.open(plan).executor.execute(asking({ run })) };
}

test('a package is unpacked, its hooks run around the switch, and its folder is an output', async () => {
  const first = await deploy('1.0.0', hooks, 'r1');
  const second = await deploy('2.0.0', hooks, 'r2');
  expect(second.outcome).toMatchObject({
    kind: 'succeeded',
    outputs: { path: expect.stringMatching(/Web\/2\.0\.0-/) },
  });
  expect(first.outcome.kind).toBe('succeeded');
  expect(place.current()).toBe('2.0.0');
  expect(place.ran()).toEqual(['pre 1.0.0 none', 'post 1.0.0 1.0.0', 'pre 2.0.0 1.0.0', 'post 2.0.0 2.0.0']);
});

test('hooks get the step’s environment, find their neighbours, and give outputs', async () => {
  const files = {
    'lib/common.sh': 'say() { echo "$1"; }\n',
    'pre-deploy.sh': '. "$RELEASE_PACKAGE_PATH/lib/common.sh"; say "$SITE $0" ; echo a=1 >> "$RELEASE_OUTPUT"\n',
    'post-deploy.js': "require('node:fs').appendFileSync(process.env.RELEASE_OUTPUT, `b=${process.env.FOLDER}\\n`);\n",
  };
  const inputs = { env: { SITE: '{{environment}}', FOLDER: '{{package.id}} {{package.path}}' }, outputs: ['a', 'b'] };
  const plan = packagePlan(await place.pack('Web', '1.0.0', files), inputs);
  const { executor, logs } = place.open(plan);
  const outcome = await executor.execute(asking());
  const path = join(place.folder, place.versions()[0] ?? '');
  expect(outcome).toEqual({ kind: 'succeeded', outputs: { a: '1', b: `Web ${path}`, path } });
  expect(logs.join('')).toBe(`prod ${path}/pre-deploy.sh\n`);
});

test('hooks in python', async () => {
  const files = {
    'post-deploy.py': "import os\nopen('ran', 'a').write('py ' + os.environ['RELEASE_PACKAGE_ID'] + '\\n')\n",
  };
  expect((await deploy('1.0.0', files, 'r1')).outcome.kind).toBe('succeeded');
  expect(place.ran()).toEqual(['py Web']);
});

test('a pre-deploy that fails leaves the old version current; the next attempt runs it again', async () => {
  await deploy('1.0.0', hooks, 'r1');
  const failing = { ...hooks, 'pre-deploy.sh': 'echo "port taken"; [ -f ready ]\n' };
  const { plan, outcome } = await deploy('2.0.0', failing, 'r2');
  expect(outcome).toEqual({ kind: 'failed', message: 'pre-deploy: exit code 1: port taken', exitCode: 1 });
  expect(place.current()).toBe('1.0.0');
  place.write('ready', '');
  expect((await place.open(plan).executor.execute(asking({ run: 'r2', attempt: 2 }))).kind).toBe('succeeded');
  expect(place.current()).toBe('2.0.0');
});

test('a post-deploy that fails makes the old version current again, or none when there was none', async () => {
  const failing = { ...hooks, 'post-deploy.sh': 'exit 4\n' };
  const first = await deploy('1.0.0', failing, 'r1');
  expect(first.outcome).toEqual({ kind: 'failed', message: 'post-deploy: exit code 4', exitCode: 4 });
  expect(place.current()).toBeUndefined();
  await deploy('2.0.0', hooks, 'r2');
  await deploy('3.0.0', failing, 'r3');
  expect(place.current()).toBe('2.0.0');
});

test('old versions go, but never the one before the current', async () => {
  for (const version of ['1.0.0', '2.0.0', '3.0.0']) await deploy(version, {}, `r${version}`, { keep: 2 });
  expect(place.versions().map((name) => name.slice(0, 5))).toEqual(['2.0.0', '3.0.0']);
  const failing = { 'pre-deploy.sh': 'exit 1\n' };
  for (const version of ['4.0.0', '5.0.0']) await deploy(version, failing, `r${version}`, { keep: 2 });
  await deploy('6.0.0', {}, 'r6', { keep: 2 });
  expect(place.versions().map((name) => name.slice(0, 5))).toEqual(['3.0.0', '6.0.0']);
});

test('undo goes back to the version before and runs its post-deploy; twice is once', async () => {
  await deploy('1.0.0', hooks, 'r1');
  const { plan } = await deploy('2.0.0', hooks, 'r2');
  const { executor } = place.open(plan);
  expect(executor.canUndo(0, 0)).toBe(true);
  const undo = asking({ run: 'r2', ticket: 'r2.0.0.1.undo' });
  expect(await executor.undo(undo)).toEqual({ kind: 'succeeded' });
  expect(await place.open(plan).executor.undo(undo)).toEqual({ kind: 'succeeded' });
  expect(place.current()).toBe('1.0.0');
  expect(place.ran().slice(4)).toEqual(['post 1.0.0 1.0.0']);
});

test('undo of the first version leaves none', async () => {
  const { plan } = await deploy('1.0.0', hooks, 'r1');
  expect(await place.open(plan).executor.undo(asking({ ticket: 'r1.0.0.1.undo' }))).toEqual({ kind: 'succeeded' });
  expect(place.current()).toBeUndefined();
});

test('a package that is not the one of the lock is refused, and nothing runs', async () => {
  const used = await place.pack('Web', '1.0.0', hooks);
  writeFileSync(join(place.root, 'packages/Web.1.0.0.zip'), 'something else');
  const outcome = await place.open(packagePlan(used)).executor.execute(asking());
  expect(outcome).toMatchObject({ kind: 'errored', message: expect.stringMatching(/^REL1509/) });
  expect(place.ran()).toEqual([]);
});

test('cancelled in post-deploy, the old version is current again', async () => {
  await deploy('1.0.0', hooks, 'r1');
  const slow = { 'post-deploy.sh': 'touch started; sleep 60\n' };
  const plan = packagePlan(await place.pack('Web', '2.0.0', slow));
  const stop = new AbortController();
  const { executor } = place.open(plan);
  const outcome = executor.execute(asking({ run: 'r2', signal: stop.signal }));
  await expect
    .poll(() => statSync(join(place.root, 'started'), { throwIfNoEntry: false }) !== undefined, { timeout: 5_000 })
    .toBe(true);
  expect(place.current()).toBe('2.0.0');
  stop.abort();
  expect(await outcome).toEqual({ kind: 'cancelled' });
  expect(place.current()).toBe('1.0.0');
});

describe('stopped by a process that did not see it begin', () => {
  const stopped = (plan: Parameters<typeof place.open>[0]) =>
    place.open(plan).executor.execute(asking({ run: 'r2', signal: AbortSignal.abort() }));
  const isThere = (name: string) => statSync(join(place.root, name), { throwIfNoEntry: false }) !== undefined;

  test.each(['pre', 'post'])('in %s-deploy, the old version is current again and its hook is gone', async (when) => {
    await deploy('1.0.0', hooks, 'r1');
    const slow = { [`${when}-deploy.sh`]: 'touch started; sleep 60; touch ended\n' };
    const plan = packagePlan(await place.pack('Web', '2.0.0', slow));
    const first = place.open(plan).executor.execute(asking({ run: 'r2' }));
    await expect.poll(() => isThere('started'), { timeout: 5_000 }).toBe(true);
    expect(await stopped(plan)).toEqual({ kind: 'cancelled' });
    expect((await first).kind).toBe('failed');
    expect(place.current()).toBe('1.0.0');
  });

  test('before it began, it never does', async () => {
    await deploy('1.0.0', hooks, 'r1');
    const plan = packagePlan(await place.pack('Web', '2.0.0', hooks));
    expect(await stopped(plan)).toEqual({ kind: 'cancelled' });
    expect(place.current()).toBe('1.0.0');
    expect(place.ran()).toEqual(['pre 1.0.0 none', 'post 1.0.0 1.0.0']);
  });

  test('after it was done, it stays done', async () => {
    const { plan } = await deploy('2.0.0', hooks, 'r2');
    expect(await stopped(plan)).toMatchObject({ kind: 'succeeded' });
    expect(place.current()).toBe('2.0.0');
  });
});

test('untenanted deployments have a folder of their own', async () => {
  const plan = packagePlan(await place.pack('Web', '1.0.0', {}));
  const lanes = plan.lanes.map((lane) => ({ ...lane, tenant: null }));
  expect((await place.open({ ...plan, lanes }).executor.execute(asking())).kind).toBe('succeeded');
  expect(
    statSync(join(place.root, '.release/targets/@here/applications/@untenanted/prod/Web/current/readme.txt')).isFile(),
  ).toBe(true);
});

describe('substitution', () => {
  const files = {
    'settings.ini': '[db]\nhost={{pas.server}}\nsize={{batchSize}}\n',
    'conf/secret.ini': 'user=app\npassword={{password}}\n',
    'conf/plain.ini': 'nothing here\n',
    'other.txt': '{{not touched}}\n',
    'post-deploy.sh': recordingHook('post'),
  };
  const values = {
    'pas.server': { value: 'pas01' },
    batchSize: { value: 50 },
    password: { secret: { source: 'file', ref: 'pw' } },
  } as const;
  const lane = { values: { '': values } };

  test('fills in the named files; one with a secret is for its owner only', async () => {
    place.write('pw', 'hunter22{{x}}\n', 0o600);
    const plan = packagePlan(await place.pack('Web', '1.0.0', files), { substitute: ['settings.ini', 'conf/*'] }, lane);
    const { executor, logs } = place.open(plan);
    expect((await executor.execute(asking())).kind).toBe('succeeded');
    const current = '.release/targets/@here/applications/a/prod/Web/current';
    expect(place.read(`${current}/settings.ini`)).toBe('[db]\nhost=pas01\nsize=50\n');
    expect(place.read(`${current}/conf/secret.ini`)).toBe('user=app\npassword=hunter22{{x}}\n');
    expect(place.read(`${current}/conf/plain.ini`)).toBe('nothing here\n');
    expect(place.read(`${current}/other.txt`)).toBe('{{not touched}}\n');
    expect(statSync(join(place.root, current, 'conf/secret.ini')).mode & 0o777).toBe(0o600);
    expect(statSync(join(place.root, current, 'settings.ini')).mode & 0o044).toBe(0o044);
    expect(logs.join('')).not.toContain('hunter22');
  });

  test('other values are another folder; the same values find theirs again', async () => {
    const used = await place.pack('Web', '1.0.0', files);
    const at = (batchSize: number, run: string) => {
      const plan = packagePlan(
        used,
        { substitute: ['settings.ini'] },
        { values: { '': { ...values, batchSize: { value: batchSize } } } },
      );
      return place.open(plan).executor.execute(asking({ run }));
    };
    await at(50, 'r1');
    await at(60, 'r2');
    expect(place.versions()).toHaveLength(2);
    await at(50, 'r3');
    expect(place.versions()).toHaveLength(2);
    expect(place.read('.release/targets/@here/applications/a/prod/Web/current/settings.ini')).toContain('size=50');
  });

  test('an unknown name is told with file and line; so is a file that is not there', async () => {
    const used = await place.pack('Web', '1.0.0', {
      ...files,
      'bad.ini': 'a=1\nb={{nowhere}}\n',
      'worse.ini': 'x\n\n{{#if}}\n',
    });
    const outcome = async (pattern: string) => {
      const { executor } = place.open(packagePlan(used, { substitute: [pattern] }, lane));
      const ended = await executor.execute(asking());
      return ended.kind === 'errored' ? ended.message : ended.kind;
    };
    expect(await outcome('bad.ini')).toMatch(
      /^REL2150 bad\.ini of the package cannot be filled in at line 2: nowhere has no value here/,
    );
    expect(await outcome('worse.ini')).toMatch(/^REL2150 worse\.ini .* at line 3/);
    expect(await outcome('absent/**')).toMatch(/^REL2151 No file of the package fits "absent\/\*\*"/);
    expect(await outcome('conf/secret.ini')).toMatch(
      /^REL2150 conf\/secret\.ini .*REL2120 The secret file "pw" is not there/,
    );
    expect(place.ran()).toEqual([]);
  });
});
