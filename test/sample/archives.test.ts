import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSamplePackages, packagesFolder } from '../../scripts/build-sample-packages.ts';

/** `npm run packages` runs this file in mode `write`, which writes what here is only compared. */
const writes = process.env.MODE === 'write';

describe('the archives in packages/', () => {
  let built = '';

  beforeAll(async () => {
    if (writes) await buildSamplePackages(packagesFolder);
    built = await mkdtemp(join(tmpdir(), 'rebuilt-'));
    await buildSamplePackages(built);
  });

  afterAll(() => rm(built, { recursive: true, force: true }));

  it('are those that the sources list, and no others', async () => {
    const committed = (await readdir(packagesFolder, { withFileTypes: true })).filter((entry) => entry.isFile());
    expect(committed.map(({ name }) => name).sort()).toEqual((await readdir(built)).sort());
  });

  it('are what the sources give, byte for byte', async () => {
    for (const name of await readdir(built)) {
      const [committed, rebuilt] = await Promise.all([
        readFile(join(packagesFolder, name)),
        readFile(join(built, name)),
      ]);
      expect(committed.equals(rebuilt), `${name}: run \`npm run packages\``).toBe(true);
    }
  });
});
