import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { extractArchive } from '../feeds/extract.ts';
import { globTest } from './glob.ts';

/** Files of a package that are to be filled in, by path from its root. */
export type PackageTexts =
  | { readonly ok: true; readonly texts: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export interface PackageArchive {
  readonly path: string;
  readonly sha256: string;
  /** For messages. */
  readonly label: string;
}

/** One package goes to thousands of tenants: it is unpacked for its texts once. */
const known = new Map<string, Promise<PackageTexts>>();
const mostKnown = 32;

/** Reads the files whose paths fit one of the patterns. Each pattern must fit some file. */
export function readPackageTexts(
  archive: PackageArchive,
  patterns: readonly string[],
  scratch: string,
): Promise<PackageTexts> {
  const key = JSON.stringify([archive.sha256, patterns]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const reading = unpackAndRead(archive, patterns, join(scratch, `texts-${randomUUID()}`));
  known.set(key, reading);
  const [oldest] = known.keys();
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  // A disk that was full may have room the next time.
  reading.catch(() => known.delete(key));
  return reading;
}

/** Unpacks a package, for targets that ask to be given the way how. */
export async function extractPackage(archiveFile: string, intoFolder: string): Promise<readonly Diagnostic[]> {
  const result = await extractArchive(archiveFile, intoFolder);
  return result.ok ? result.warnings : result.diagnostics;
}

async function unpackAndRead(
  { path, label }: PackageArchive,
  patterns: readonly string[],
  folder: string,
): Promise<PackageTexts> {
  try {
    const extracted = await extractArchive(path, folder, { label });
    return extracted.ok ? await readMatching(folder, patterns) : { ok: false, diagnostics: extracted.diagnostics };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readMatching(folder: string, patterns: readonly string[]): Promise<PackageTexts> {
  const paths = await filesIn(folder, '');
  const texts = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const pattern of patterns) {
    const matching = paths.filter(globTest(pattern));
    if (matching.length === 0) diagnostics.push(noFile(pattern));
    for (const path of matching) {
      const text = decode(await readFile(join(folder, path)));
      if (text === undefined) diagnostics.push(noText(path));
      else texts.set(path, text);
    }
  }
  return diagnostics.length === 0 ? { ok: true, texts } : { ok: false, diagnostics };
}

/** Regular files only: a link is filled in where its file is. */
async function filesIn(folder: string, prefix: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const nested = entries.map(async (entry) => {
    const path = prefix + entry.name;
    if (entry.isDirectory()) return filesIn(folder, `${path}/`);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(nested)).flat().toSorted();
}

/** A byte order mark stays part of the text, so that the file keeps it. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function noFile(pattern: string): Diagnostic {
  return {
    code: 'REL2151',
    severity: 'error',
    summary: `No file of the package fits ${JSON.stringify(pattern)}`,
    hint: 'write paths from the root of the package under `substitute`, with * for any name and ** for any folders',
  };
}

function noText(path: string): Diagnostic {
  return {
    code: 'REL2150',
    severity: 'error',
    summary: `${path} of the package is not UTF-8 text`,
    hint: 'store the file as UTF-8, or leave it out of `substitute`',
  };
}
