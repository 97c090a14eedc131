import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extractArchive } from '../../../src/feeds/extract.ts';
import { createPerform } from '../../../src/targets/agent/perform.ts';
import { Uploads } from '../../../src/targets/agent/uploads.ts';
import { localTargets } from '../../../src/targets/local/local-targets.ts';
import type { FileEdit, InstallRequest } from '../../../src/targets/package-store.ts';
import { type RawEntry, writeRawTgz } from '../../feeds/archives.ts';
import { maskingProgram } from '../../support/masking-program.ts';
import { makeFolder } from '../local-place.ts';
import { AgentPlace } from './place.ts';

/* Packages on the machine of an agent: unpacked and edited by the program that the agent really uses. */

const owner = { tenant: 'ann', environment: 'prod', packageId: 'Web' };
let place: AgentPlace;
let site: string;

beforeEach(() => {
  site = makeFolder();
  const machine = localTargets({
    workspaceRoot: site,
    stateDirectory: join(site, 'state'),
    environment: { PATH: process.env.PATH ?? '' },
    sendSignal: (pid, signal) => process.kill(pid, signal),
    pid: process.pid,
    maskingProgram,
    secretForms: () => [],
    now: Date.now,
    extract: async (archive, folder, label) => {
      const result = await extractArchive(archive, folder, { label });
      return result.ok ? [] : result.diagnostics;
    },
  });
  const perform = createPerform(machine, new Uploads(join(site, 'incoming'), Date.now()), join(site, 'state'));
  place = new AgentPlace('listen', { perform }).serve();
});
afterEach(async () => {
  await place.remove();
  rmSync(site, { recursive: true, force: true });
});

function request(version: string, entries: readonly RawEntry[], edits: readonly FileEdit[] = []): InstallRequest {
  const archiveFile = join(place.folder, `Web.${version}.tgz`);
  writeRawTgz(archiveFile, entries);
  const sha256 = createHash('sha256').update(readFileSync(archiveFile)).digest('hex');
  return { place: owner, version, sha256, archiveFile, edits };
}

const installed = () => join(site, 'applications/ann/prod/Web');
const left = () => (existsSync(installed()) ? readdirSync(installed()) : []);

describe('packages of an agent', () => {
  it('get the same contents as anywhere, and nobody else reads what holds a secret', async () => {
    const edits = [
      { path: 'conf/app.ini', content: Buffer.from('host=db\n') },
      { path: 'secret.ini', content: Buffer.from('password=x\n'), ownerOnly: true },
    ];
    const entries = [
      { name: 'conf/app.ini', content: 'host={{host}} and more\n' },
      { name: 'secret.ini', content: 'password={{password}}\n' },
    ];
    const result = await place.open().packages.install(request('1.0.0', entries, edits));
    if (result.kind !== 'installed') throw new Error(JSON.stringify(result));
    expect(readFileSync(join(result.path, 'conf/app.ini'), 'utf8')).toBe('host=db\n');
    expect(readFileSync(join(result.path, 'secret.ini'), 'utf8')).toBe('password=x\n');
    expect(statSync(join(result.path, 'secret.ini')).mode & 0o077).toBe(0);
    expect(readdirSync(join(site, 'incoming'))).toEqual([]);
  });

  it.each(['nothing', '../../../../../outside', '/etc/hosts', 'conf'])('are not edited at %j', async (path) => {
    const entries = [{ name: 'conf/app.ini', content: 'a' }];
    const edits = [{ path, content: Buffer.from('x') }];
    expect(await place.open().packages.install(request('1.0.0', entries, edits))).toMatchObject({
      kind: 'refused',
      diagnostics: [{ code: 'REL2107' }],
    });
    expect(left()).toEqual([]);
    expect(existsSync(join(site, 'outside'))).toBe(false);
  });

  it.each<[string, RawEntry]>([
    ['climbs', { name: '../../../../../climbed', content: 'x' }],
    ['is absolute', { name: '/tmp/release-climbed', content: 'x' }],
    ['is a link that leaves', { name: 'link', type: 'SymbolicLink', target: '../../../../../../etc' }],
    ['is a device', { name: 'device', type: 'CharacterDevice' }],
  ])('are refused when a name in them %s', async (_, entry) => {
    const wanted = request('1.0.0', [{ name: 'app.txt', content: 'a' }, entry]);
    expect(await place.open().packages.install(wanted)).toMatchObject({ kind: 'refused' });
    expect(left()).toEqual([]);
    expect(existsSync(join(site, 'climbed'))).toBe(false);
    expect(existsSync('/tmp/release-climbed')).toBe(false);
  });

  it('are refused when the bytes that arrive are others than those that were announced', async () => {
    const wanted = request('1.0.0', [{ name: 'app.txt', content: 'a' }]);
    const install = place.open().packages.install({ ...wanted, sha256: '0'.repeat(64) });
    await expect(install).rejects.toThrow(/not the one with the sha256 0000/);
    expect(left()).toEqual([]);
    expect(readdirSync(join(site, 'incoming'))).toEqual([]);
  });

  it.each([
    { ...owner, tenant: '../ann' },
    { ...owner, environment: '..' },
    { ...owner, packageId: '/etc' },
    { ...owner, packageId: '' },
  ])('are not looked for outside the folder of the agent: %j', async (elsewhere) => {
    const { packages } = place.open();
    await expect(packages.list(elsewhere)).rejects.toThrow(RangeError);
    await expect(packages.switchTo(elsewhere, undefined)).rejects.toThrow(RangeError);
    await expect(packages.prune(elsewhere, 1)).rejects.toThrow(RangeError);
  });

  it.each(['../x', '..', 'a/b', '/etc'])('are not switched to %j', async (name) => {
    await expect(place.open().packages.switchTo(owner, name)).rejects.toThrow(RangeError);
  });
});
