import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bundle, WrittenBundle } from '../bundle.ts';
import { isCode, syncFolder } from '../local/files.ts';
import { syncTree } from '../local/sync-tree.ts';
import { archiveBundle } from './bundle-archive.ts';
import { type ContentOptions, makeContent } from './bundle-content.ts';

/**
 * Makes the bundle under a hidden name, and renames it when it is whole: nobody ever carries half of one away. One that
 * is there with the same content stays as it is.
 */
export async function writeBundle(parent: string, bundle: Bundle, options: ContentOptions): Promise<WrittenBundle> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const path = join(parent, bundle.name);
  const draft = join(parent, `.${bundle.name}.${randomUUID()}`);
  const folder = join(draft, bundle.name);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const content = await makeContent(folder, bundle, options);
    if (content.kind === 'refused') return content;
    const archive = join(draft, 'archive.zip');
    await archiveBundle(folder, bundle.name, archive);
    await syncTree(folder);
    if (!(await sameBytes(folder, path))) {
      await rename(path, join(draft, 'old')).catch(unlessMissing);
      await rename(folder, path);
    }
    await rename(archive, `${path}.zip`);
    syncFolder(parent);
    return { kind: 'written', path, digest: content.digest };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The manifest names the digest of every file, so it stands for all of them. */
async function sameBytes(made: string, there: string): Promise<boolean> {
  const [one, other] = await Promise.all(
    [made, there].map((folder) => readFile(join(folder, 'manifest')).catch(unlessMissing)),
  );
  return one !== undefined && other !== undefined && one.equals(other);
}

function unlessMissing(error: unknown): undefined {
  if (!isCode(error, 'ENOENT') && !isCode(error, 'ENOTDIR')) throw error;
}
