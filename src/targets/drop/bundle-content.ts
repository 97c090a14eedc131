import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Bundle, BundlePackage } from '../bundle.ts';
import { applyEdits } from '../local/edit-files.ts';
import { checkInstall } from '../package-names.ts';
import type { DropContext, TargetContext } from '../target-maker.ts';
import { manifestText } from './bundle-manifest.ts';
import { bundleTexts, type LateFile } from './bundle-texts.ts';
import { type EncryptTo, sealBundle } from './seal-bundle.ts';
import type { SigningKey } from './signing-key.ts';

/** The same in all bundles, so that the same input makes the same bytes. */
const bundleTime = new Date(Date.UTC(1985, 0, 1));

export interface ContentOptions extends EncryptTo {
  readonly extract: TargetContext['extract'];
  readonly scripts: DropContext['scripts'];
  readonly key: SigningKey;
}

export type ContentResult =
  | { readonly kind: 'made'; readonly digest: string }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** Fills an empty folder with the files of a bundle; its signature comes last. */
export async function makeContent(folder: string, bundle: Bundle, options: ContentOptions): Promise<ContentResult> {
  await mkdir(join(folder, 'steps'), { recursive: true, mode: 0o700 });
  const packages = await addPackages(folder, bundle, options);
  if (packages.kind === 'refused') return packages;
  const texts = bundleTexts(bundle, packages.late);
  const sealed = texts.secret === '' ? undefined : await sealBundle(texts.secret, options, options.key.seed);
  if (texts.secret !== '' && sealed === undefined) {
    return { kind: 'refused', diagnostics: [nothingToEncryptTo(`The bundle ${bundle.id}`)] };
  }
  const files = new Map<string, string | Uint8Array>([
    ...texts.files,
    ['key.pem', options.key.publicPem],
    ...options.scripts(),
    ...(sealed?.files ?? []),
  ]);
  for (const [path, content] of files)
    await writeFile(join(folder, path), content, path === 'deploy.sh' ? { mode: 0o755 } : {});
  const signed = [...files.keys(), ...packages.archives.values()];
  const digests = new Map<string, string>();
  for (const path of signed) digests.set(path, await sha256Of(join(folder, path)));
  const parts = { sites: texts.sites, sealed: sealed?.lines ?? [], digests, archives: packages.archives };
  const manifest = Buffer.from(manifestText(bundle, parts));
  await writeFile(join(folder, 'manifest'), manifest);
  await writeFile(join(folder, 'manifest.sig'), options.key.sign(manifest));
  return { kind: 'made', digest: createHash('sha256').update(manifest).digest('hex') };
}

export function nothingToEncryptTo(what: string): Diagnostic {
  return {
    code: 'REL2181',
    severity: 'error',
    summary: `${what} holds secrets, and there is nothing to encrypt them to`,
    hint: 'set RELEASE_DROP_PASSPHRASE, name age `recipients` at the target, or use `{ secret: { site: … } }` for what only the site knows',
  };
}

type Packages =
  | {
      readonly kind: 'added';
      readonly archives: ReadonlyMap<number, string>;
      readonly late: ReadonlyMap<number, readonly LateFile[]>;
    }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

async function addPackages(folder: string, bundle: Bundle, options: ContentOptions): Promise<Packages> {
  const archives = new Map<number, string>();
  const late = new Map<number, readonly LateFile[]>();
  for (const [index, { action }] of bundle.steps.entries()) {
    if (action.kind !== 'package') continue;
    const path = `packages/${index + 1}.tar`;
    const added = await addPackage(folder, path, action, options);
    if (added.kind === 'refused') return added;
    archives.set(index + 1, path);
    late.set(index + 1, added.late);
  }
  return { kind: 'added', archives, late };
}

type Added =
  | { readonly kind: 'added'; readonly late: readonly LateFile[] }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** Unpacked safely here and packed again as a plain tar, which is all that a site can read. */
async function addPackage(
  folder: string,
  path: string,
  action: BundlePackage,
  options: ContentOptions,
): Promise<Added> {
  const { request } = action;
  const problems = checkInstall(request);
  if (problems.length > 0) return { kind: 'refused', diagnostics: problems };
  const tree = join(folder, `.tree-${randomUUID()}`);
  try {
    const label = `${request.place.packageId} ${request.version}`;
    const found = await options.extract(request.archiveFile, tree, label);
    const errors = found.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) return { kind: 'refused', diagnostics: errors };
    const late: LateFile[] = [];
    const plain = (request.edits ?? []).filter(({ path: file, content, ownerOnly }) => {
      if (ownerOnly === true) late.push({ path: file, content: new TextDecoder().decode(content) });
      return ownerOnly !== true;
    });
    const diagnostics = await applyEdits(tree, plain);
    if (diagnostics.length > 0) return { kind: 'refused', diagnostics };
    await mkdir(join(folder, 'packages'), { recursive: true, mode: 0o700 });
    const entries = await entriesIn(tree, '');
    const tar = { file: join(folder, path), cwd: tree, portable: true, mtime: bundleTime, noDirRecurse: true };
    const { create } = await import('tar');
    await create(tar, entries.length === 0 ? ['.'] : [...entries]);
    return { kind: 'added', late };
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

/** Files and folders, sorted, each folder before what is in it; with modes that do not depend on who unpacked them. */
async function entriesIn(root: string, prefix: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, prefix), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = `${prefix}${entry.name}`;
    // Without the dot, a name that begins with @ would be read as the name of an archive.
    found.push(`./${path}`);
    const full = join(root, path);
    if (!entry.isSymbolicLink())
      await chmod(full, entry.isDirectory() || ((await stat(full)).mode & 0o100) !== 0 ? 0o755 : 0o644);
    if (entry.isDirectory()) found.push(...(await entriesIn(root, `${path}/`)));
  }
  return found;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
