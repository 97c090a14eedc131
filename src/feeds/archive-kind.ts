import { open } from 'node:fs/promises';

/** How the bytes of a package are packed. `nupkg` is a zip with NuGet's own parts in it; `tar` may be gzipped. */
export type ArchiveKind = 'nupkg' | 'zip' | 'tar';

const EXTENSIONS: readonly (readonly [string, ArchiveKind])[] = [
  ['.nupkg', 'nupkg'],
  ['.zip', 'zip'],
  ['.tgz', 'tar'],
  ['.tar.gz', 'tar'],
];

export interface ArchiveName {
  /** The file name without its extension. */
  readonly stem: string;
  readonly extension: string;
  readonly kind: ArchiveKind;
}

/** Splits `Web.1.2.3.nupkg` into stem and kind; undefined for a file that is no package. */
export function archiveName(fileName: string): ArchiveName | undefined {
  const lower = fileName.toLowerCase();
  const found = EXTENSIONS.find(([extension]) => lower.endsWith(extension) && lower.length > extension.length);
  if (found === undefined) return undefined;
  const [extension, kind] = found;
  return { stem: fileName.slice(0, -extension.length), extension, kind };
}

/** Tells zip from gzip by the first bytes, for files without a name, such as those in the cache. */
export async function looksZipped(path: string): Promise<'zip' | 'gzip' | 'other'> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead === 4 && buffer.toString('latin1', 0, 2) === 'PK') return 'zip';
    return bytesRead >= 2 && buffer[0] === 0x1f && buffer[1] === 0x8b ? 'gzip' : 'other';
  } finally {
    await file.close();
  }
}
