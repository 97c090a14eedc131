import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Version } from '../versions/version.ts';
import { type ArchiveKind, looksZipped } from './archive-kind.ts';
import { checkNuspec } from './check-nuspec.ts';
import { defaultLimits, type ExtractLimits, extractMeter } from './extract-limits.ts';
import { type Refuse, refuserFor } from './extract-refusal.ts';
import { ExtractTree } from './extract-tree.ts';
import type { Unpacking } from './extract-zip.ts';

export interface ExtractOptions {
  /** Found out from the bytes when absent: a zip with a .nuspec and [Content_Types].xml is a nupkg. */
  readonly kind?: ArchiveKind;
  /** What a .nupkg must say it is. */
  readonly expected?: { readonly id: string; readonly version: Version };
  readonly limits?: ExtractLimits;
  /** What messages call the archive; its file name when absent. */
  readonly label?: string;
  readonly signal?: AbortSignal;
}

export type ExtractResult =
  | { readonly ok: true; readonly files: number; readonly bytes: number; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Unpacks a package file to `intoFolder`, which must not be there yet (or be empty); its parents are made.
 * The folder appears whole or not at all: on a refusal nothing is left. The `package/` root of an npm package is taken
 * away. Rejects when the disk fails, when the folder is in use, or with the reason of an aborted signal.
 */
export async function extractArchive(
  file: string,
  intoFolder: string,
  options: ExtractOptions = {},
): Promise<ExtractResult> {
  const staging = join(dirname(intoFolder), `.${basename(intoFolder)}.${randomUUID()}.partial`);
  const refuse = refuserFor(options.label ?? basename(file));
  await mkdir(staging, { recursive: true, mode: 0o755 });
  try {
    const tree = new ExtractTree(staging, refuse);
    const refusal = await unpack(file, intoFolder, { staging, tree, refuse, options });
    if (refusal !== undefined) return { ok: false, diagnostics: [refusal] };
    return { ok: true, files: tree.files, bytes: tree.bytes, warnings: tree.warnings };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

const LARGEST_NUSPEC = 1024 ** 2;

interface Job {
  readonly staging: string;
  readonly tree: ExtractTree;
  readonly refuse: Refuse;
  readonly options: ExtractOptions;
}

async function unpack(file: string, intoFolder: string, job: Job): Promise<Diagnostic | undefined> {
  const outcome = await read(file, job).catch((error: unknown) => damageOrThrow(error, job));
  if (outcome.refusal !== undefined) return outcome.refusal;
  const root = outcome.kind === 'tar' ? await withoutNpmRoot(job.staging) : job.staging;
  const refusal = (await job.tree.finish(root)) ?? (await checkIdentity(root, outcome.kind, job));
  if (refusal === undefined) await rename(root, intoFolder);
  return refusal;
}

interface Outcome {
  readonly kind: ArchiveKind;
  readonly refusal: Diagnostic | undefined;
}

async function read(file: string, { tree, refuse, options }: Job): Promise<Outcome> {
  const { size } = await stat(file);
  const meter = extractMeter(options.limits ?? defaultLimits, size, refuse);
  const work: Unpacking = { tree, meter, refuse, signal: options.signal };
  const kind = options.kind ?? ((await looksZipped(file)) === 'zip' ? 'detect' : 'tar');
  // What takes archives apart is loaded by those who have one.
  if (kind === 'tar') {
    const { extractTar } = await import('./extract-tar.ts');
    return { kind, refusal: await extractTar(file, work) };
  }
  const { extractZip } = await import('./extract-zip.ts');
  const { nuget, refusal } = await extractZip(file, kind === 'detect' ? kind : kind === 'nupkg', work);
  return { kind: nuget ? 'nupkg' : 'zip', refusal };
}

/** What yauzl and zlib throw about bytes they cannot read is the archive's fault; what the system says is not. */
function damageOrThrow(error: unknown, { refuse, options }: Job): Outcome {
  options.signal?.throwIfAborted();
  if (!(error instanceof Error) || 'syscall' in error || (error instanceof TypeError && !('code' in error)))
    throw error;
  const refusal = refuse('REL1520', 'it is damaged, or not an archive', 'get the package again', error.message);
  return { kind: 'zip', refusal };
}

async function withoutNpmRoot(staging: string): Promise<string> {
  const names = await readdir(staging);
  if (names.length !== 1 || names[0] !== 'package') return staging;
  const root = join(staging, 'package');
  const manifest = await stat(join(root, 'package.json')).catch(() => undefined);
  return manifest?.isFile() === true ? root : staging;
}

async function checkIdentity(
  root: string,
  kind: ArchiveKind,
  { refuse, options }: Job,
): Promise<Diagnostic | undefined> {
  if (kind !== 'nupkg') return undefined;
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.nuspec'));
  const [nuspec] = names;
  if (nuspec === undefined || names.length > 1) {
    return refuse('REL1529', `it holds ${names.length} .nuspec files instead of one`, 'pack it with a NuGet tool');
  }
  const path = join(root, nuspec.name);
  if ((await stat(path)).size > LARGEST_NUSPEC) return refuse('REL1529', 'its .nuspec is too large', 'pack it again');
  return checkNuspec(await readFile(path), options.expected, refuse);
}
