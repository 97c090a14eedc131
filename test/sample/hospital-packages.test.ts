import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listSamplePackages } from '../../scripts/build-sample-packages.ts';
import { fillInSettings, makeSite, type Site } from './site.ts';

const header = 'number,surname,given,born,sex,ward';
const row = /^[A-Z][A-Z0-9/-]*,[A-Z][a-z]+,[A-Z][a-z]+,(19|20)\d\d-(0[1-9]|1[0-2])-\d\d,[FMU],[A-Za-z0-9 ]+$/;

const hospitals = (await listSamplePackages()).filter(({ id }) => id.startsWith('Local.'));
const ownTransforms = new Set(['Local.Harbour']);
const oldTransforms = new Set(['Local.Hillcrest']);

describe('the packages of the hospitals', () => {
  let site: Site;

  beforeEach(async () => {
    site = await makeSite();
    await site.write('test/job', 'stopped\n');
  });

  afterEach(() => site.remove());

  async function load(archive: string, batchSize = '500'): Promise<void> {
    const unpacked = await site.unpack(archive);
    await fillInSettings(unpacked, 'pas.example', batchSize);
    site.run(unpacked, 'pre-deploy.sh', { SITE: 'test' });
    site.run(unpacked, 'post-deploy.sh', { SITE: 'test' });
  }

  async function transform(version: string, batchSize = '500'): Promise<string> {
    const unpacked = await site.unpack(`Etl.Transforms.${version}.nupkg`);
    return site.run(unpacked, 'post-deploy.sh', { SITE: 'test', BATCH_SIZE: batchSize });
  }

  const good = hospitals.filter(({ id, version }) => `${id} ${version}` !== 'Local.RoyalNorth 2024.6.0');
  it.each(good.map(({ id, version }) => [id, version] as const))(
    '%s %s ends in the common schema',
    async (id, version) => {
      await load(`${id}.${version}.nupkg`);
      if (!ownTransforms.has(id)) await transform(oldTransforms.has(id) ? '3.0.4' : '3.1.0');
      const [first, ...rows] = (await site.read('test/staging/patients.csv')).trimEnd().split('\n');
      expect(first).toBe(header);
      expect(rows.length).toBeGreaterThan(5);
      expect(rows.filter((line) => !row.test(line))).toEqual([]);
      expect(new Set(rows.map((line) => line.split(',')[0])).size).toBe(rows.length);
      expect(await site.read('test/import/source')).toBe('pas.example\n');
      expect(await site.read('test/import/version')).toBe(`${version}\n`);
    },
  );

  it("maps a row of St Mary's from its own codes", async () => {
    await load('Local.StMarys.2024.6.0.nupkg');
    await transform('3.1.0');
    expect(await site.read('test/import/export.csv')).toContain('\n700017|HAWTHORN, Greta|Yew|2|19781014\n');
    expect(await site.read('test/staging/patients.csv')).toContain('\nSTM700017,Hawthorn,Greta,1978-10-14,F,Yew\n');
  });

  it('gives the same rows in batches of any size', async () => {
    await load('Local.StMarys.2024.6.0.nupkg');
    expect(await transform('3.1.0', '50')).toContain('Mapped 120 patients (batches: 3)');
    const small = await site.read('test/staging/patients.csv');
    expect(await transform('3.1.0', '500')).toContain('Mapped 120 patients (batches: 1)');
    expect(await site.read('test/staging/patients.csv')).toBe(small);
  });

  it('refuses the first June build of Royal North, which mixes up days and months, and keeps the last result', async () => {
    await load('Local.RoyalNorth.2024.6.1.nupkg');
    await transform('3.1.0');
    const before = await site.read('test/staging/patients.csv');
    await load('Local.RoyalNorth.2024.6.0.nupkg');
    await expect(transform('3.1.0')).rejects.toThrow(/Rejected \d+ of 12 rows; the first is born 1950-16-01/);
    expect(await site.read('test/staging/patients.csv')).toBe(before);
  });

  it('shows why Hillcrest is held back: its mapping needs what 3.1 has no more', async () => {
    await load('Local.Hillcrest.2024.6.0.nupkg');
    await expect(transform('3.1.0')).rejects.toThrow(/iso/);
  });

  it('loads nothing while the scheduled job runs', async () => {
    await site.write('test/job', 'running\n');
    await expect(load('Local.Abbey.2024.6.0.nupkg')).rejects.toThrow('The scheduled job in test is not stopped');
    await expect(site.read('test/import/source')).rejects.toThrow('ENOENT');
  });

  it('loads nothing with settings that were not filled in', async () => {
    const unpacked = await site.unpack('Local.Abbey.2024.6.0.nupkg');
    expect(() => site.run(unpacked, 'post-deploy.sh', { SITE: 'test' })).toThrow('settings.ini is not filled in');
  });
});
