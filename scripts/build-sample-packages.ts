import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packPackage } from './pack-packages.ts';

/** A development tool: builds the archives in packages/ from packages/sources/. Run it with `npm run packages`. */
export const packagesFolder = fileURLToPath(new URL('../packages', import.meta.url));

const sources = join(packagesFolder, 'sources');

/** One archive, as packages/sources/packages.json lists it. */
export interface SamplePackage {
  readonly id: string;
  readonly version: string;
  readonly kind: 'nupkg' | 'zip' | 'tgz';
  /** Folders of packages/sources/, laid over each other: a later one replaces files of an earlier one. */
  readonly layers: readonly string[];
}

export async function listSamplePackages(): Promise<readonly SamplePackage[]> {
  return JSON.parse(await readFile(join(sources, 'packages.json'), 'utf8')) as readonly SamplePackage[];
}

export function archiveName({ id, version, kind }: SamplePackage): string {
  return `${id}.${version}.${kind}`;
}

/** Lays the layers of a package over each other in `folder`, with its version as the file VERSION. */
export async function layOut(sample: SamplePackage, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const layer of sample.layers) await cp(join(sources, layer), folder, { recursive: true });
  await writeFile(join(folder, 'VERSION'), `${sample.version}\n`);
}

/** Writes every archive of the list to `outFolder`, the same bytes whenever the sources are the same. */
export async function buildSamplePackages(outFolder: string): Promise<void> {
  const workFolder = await mkdtemp(join(tmpdir(), 'sample-packages-'));
  try {
    for (const sample of await listSamplePackages()) {
      const folder = join(workFolder, archiveName(sample));
      await layOut(sample, folder);
      const { id, version, kind } = sample;
      await packPackage({ folder, id, version, kind, outFile: join(outFolder, archiveName(sample)) });
    }
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}
