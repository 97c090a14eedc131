import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagesFolder } from '../../scripts/build-sample-packages.ts';
import { extractArchive } from '../../src/feeds/extract.ts';

type Hook = 'pre-deploy.sh' | 'post-deploy.sh';

/** A folder that stands for a target, on which packages of packages/ are unpacked and their hooks run with `sh`. */
export interface Site {
  /** Unpacks an archive and returns its folder. */
  unpack(archive: string): Promise<string>;
  /** Runs a hook as a `package` step does, and returns what it prints. Throws when it fails. */
  run(unpacked: string, hook: Hook, env: Readonly<Record<string, string>>): string;
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function makeSite(): Promise<Site> {
  const root = await mkdtemp(join(tmpdir(), 'site-'));
  const folder = join(root, 'site');
  await mkdir(folder);
  let count = 0;
  return {
    unpack: async (archive) => {
      count += 1;
      const into = join(root, `unpacked-${count}`);
      const result = await extractArchive(join(packagesFolder, archive), into);
      if (!result.ok) throw new Error(result.diagnostics.map(({ summary }) => summary).join('\n'));
      return into;
    },
    run: (unpacked, hook, env) =>
      execFileSync('sh', [join(unpacked, hook)], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env.PATH ?? '', RELEASE_PACKAGE_PATH: unpacked, ...env },
      }),
    read: (path) => readFile(join(folder, path), 'utf8'),
    write: async (path, text) => {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), text);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Does to settings.ini what `substitute: [settings.ini]` does. */
export async function fillInSettings(unpacked: string, server: string, batchSize: string): Promise<void> {
  const file = join(unpacked, 'settings.ini');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('{{pas.server}}', server).replace('{{batchSize}}', batchSize));
}
