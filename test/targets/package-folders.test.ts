import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHiddenNames } from '../../src/targets/local/hidden-names.ts';
import { ownIdentity } from '../../src/targets/local/launcher-registry.ts';
import { createPackageFolders, type PackageFolderOptions } from '../../src/targets/local/package-folders.ts';
import type { InstallRequest } from '../../src/targets/package-store.ts';
import { makeFolder } from './local-place.ts';

const place = { tenant: 'st-marys', environment: 'prod', packageId: 'Web' };
const sha256 = 'abcdef0123456789'.repeat(4);

describe('package folders', () => {
  let directory: string;
  let clock: number;
  const root = () => join(directory, 'applications/st-marys/prod/Web');
  const copy = async (archive: string, into: string) => {
    execFileSync('cp', ['-r', archive, into]);
    return [];
  };
  const store = (more: Partial<PackageFolderOptions> = {}) => {
    const hiddenNames = createHiddenNames(ownIdentity(process.pid));
    return createPackageFolders({ directory, extract: copy, hiddenNames, now: () => clock++ * 1_000, ...more });
  };
  const request = (version: string, more: Partial<InstallRequest> = {}): InstallRequest => ({
    place,
    version,
    sha256,
    archiveFile: join(directory, 'archive'),
    ...more,
  });
  const install = async (version: string, more: Partial<InstallRequest> = {}) => {
    const result = await store().install(request(version, more));
    if (result.kind !== 'installed') throw new Error(JSON.stringify(result));
    return result;
  };

  beforeEach(() => {
    directory = makeFolder();
    clock = 1_700_000_000;
    mkdirSync(join(directory, 'archive/sub'), { recursive: true });
    writeFileSync(join(directory, 'archive/app.txt'), 'hello');
    writeFileSync(join(directory, 'archive/sub/settings'), 'host=@@host@@');
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('unpacks to a folder named by version and digest, without making it current', async () => {
    const result = await install('1.2.3');
    expect(result).toEqual({
      kind: 'installed',
      name: '1.2.3-abcdef012345',
      path: join(root(), '1.2.3-abcdef012345'),
      fresh: true,
    });
    expect(readFileSync(join(result.path, 'app.txt'), 'utf8')).toBe('hello');
    expect(readdirSync(root())).toEqual([result.name]);
  });

  it('finds what is installed, and keeps revisions of one archive apart', async () => {
    await install('1.0.0');
    expect(await install('1.0.0')).toMatchObject({ fresh: false });
    expect(await install('1.0.0', { revision: 'r2' })).toMatchObject({ name: '1.0.0-abcdef012345-r2', fresh: true });
  });

  it('is one install when many ask at once', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => store().install(request('1.0.0'))));
    expect(results.map((result) => result.kind)).toEqual(Array(4).fill('installed'));
    expect(readdirSync(root())).toEqual(['1.0.0-abcdef012345']);
  });

  it('leaves nothing of a refused or failed unpacking', async () => {
    const refusal = { code: 'REL2107', severity: 'error', summary: 'bad' } as const;
    const half = async (_: string, into: string) => {
      mkdirSync(into);
      writeFileSync(join(into, 'half'), '');
      return [refusal];
    };
    expect(await store({ extract: half }).install(request('1.0.0'))).toEqual({
      kind: 'refused',
      diagnostics: [refusal],
    });
    await expect(store({ extract: () => Promise.reject(new Error('disk')) }).install(request('1.0.0'))).rejects.toThrow(
      'disk',
    );
    expect(readdirSync(root())).toEqual([]);
  });

  it('edits files before the version can be seen', async () => {
    const { path } = await install('1.0.0', { edits: [{ path: 'sub/settings', content: Buffer.from('host=db') }] });
    expect(readFileSync(join(path, 'sub/settings'), 'utf8')).toBe('host=db');
    expect(readFileSync(join(directory, 'archive/sub/settings'), 'utf8')).toBe('host=@@host@@');
  });

  it.each(['nothing', '../../../../archive/app.txt', '/etc/hosts', 'sub', 'outside', 'a\0b'])(
    'does not edit %j',
    async (path) => {
      symlinkSync('/etc/hosts', join(directory, 'archive/outside'));
      const edits = [{ path, content: Buffer.from('x') }];
      expect(await store().install(request('1.0.0', { edits }))).toMatchObject({
        kind: 'refused',
        diagnostics: [{ code: 'REL2107' }],
      });
      expect(readdirSync(root())).toEqual([]);
    },
  );

  it('switches current, and says what it was', async () => {
    const [first, second] = [await install('1.0.0'), await install('2.0.0')];
    expect(await store().switchTo(place, first.name)).toBeUndefined();
    expect(await store().switchTo(place, second.name)).toBe(first.name);
    expect(readlinkSync(join(root(), 'current'))).toBe(second.name);
    expect(readFileSync(join(root(), 'current/app.txt'), 'utf8')).toBe('hello');
    await expect(store().switchTo(place, '3.0.0-abcdef012345')).rejects.toThrow('ENOENT');
    await expect(store().switchTo(place, '../../..')).rejects.toThrow(RangeError);
    expect(readlinkSync(join(root(), 'current'))).toBe(second.name);
  });

  it('always has a current while it is switched', async () => {
    const names = [(await install('1.0.0')).name, (await install('2.0.0')).name];
    await store().switchTo(place, names[0] ?? '');
    let watching = true;
    let looks = 0;
    const watch = (async () => {
      while (watching) {
        looks += 1;
        expect(existsSync(join(root(), 'current/app.txt'))).toBe(true);
        await new Promise(setImmediate);
      }
    })();
    for (let round = 0; round < 40; round += 1) await store().switchTo(place, names[round % 2] ?? '');
    watching = false;
    await watch;
    expect(looks).toBeGreaterThan(40);
  });

  it('keeps the newest and the current one', async () => {
    const names: string[] = [];
    for (const version of ['1.0.0', '2.0.0', '3.0.0', '4.0.0', '5.0.0']) names.push((await install(version)).name);
    await store().switchTo(place, names[4] ?? '');
    await store().switchTo(place, names[0] ?? '');
    expect((await store().list(place)).map(({ name }) => name)).toEqual([0, 4, 3, 2, 1].map((index) => names[index]));
    expect(await store().prune(place, 2)).toEqual([names[3], names[2], names[1]]);
    expect(await store().prune(place, 0)).toEqual([names[4]]);
    expect(await store().list(place)).toMatchObject([{ name: names[0], current: true }]);
  });

  it('sweeps what a dead process left half-made, and nothing of a live one', async () => {
    await install('1.0.0');
    const own = ownIdentity(process.pid);
    const live = createHiddenNames(own).next('incoming');
    const abandoned = createHiddenNames({ ...own, start: '1' }).next('incoming');
    for (const name of [live, abandoned]) mkdirSync(join(root(), name, 'tree'), { recursive: true });
    expect((await store().list(place)).map(({ name }) => name)).toEqual(['1.0.0-abcdef012345']);
    await store().prune(place, 3);
    expect(readdirSync(root()).sort()).toEqual([live, '1.0.0-abcdef012345'].sort());
  });

  it.each([
    ['tenant', { place: { ...place, tenant: '..' } }],
    ['environment', { place: { ...place, environment: 'a/b' } }],
    ['package id', { place: { ...place, packageId: '@scope/../x' } }],
    ['package id', { place: { ...place, packageId: 'current' } }],
    ['version', { version: '../1' }],
    ['version', { version: '' }],
    ['revision', { revision: 'a/../../b' }],
  ])('refuses a %s that is no folder name', async (what, more) => {
    const result = await store().install({ ...request('1.0.0'), ...more });
    expect(result).toMatchObject({ kind: 'refused' });
    if (result.kind === 'refused')
      expect(result.diagnostics[0]).toMatchObject({ code: 'REL2106', summary: expect.stringContaining(what) });
    expect(existsSync(join(directory, 'applications'))).toBe(false);
  });

  it('has a folder for a scoped package', async () => {
    const { path } = await install('1.0.0', { place: { ...place, packageId: '@scope/web' } });
    expect(path).toContain('/@scope+web/');
  });
});
