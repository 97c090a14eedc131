import { stat } from 'node:fs/promises';
import { fileSha256 } from './digest.ts';

/** The sha256 of files, worked out once for as long as a file keeps its size and time of change. */
export interface FileDigests {
  of(path: string, signal: AbortSignal): Promise<string>;
  /** The digest if it was worked out before; reads nothing. May be out of date. */
  known(path: string): string | undefined;
}

interface Entry {
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
}

export function fileDigests(): FileDigests {
  const entries = new Map<string, Entry>();
  return {
    known: (path) => entries.get(path)?.sha256,
    of: async (path, signal) => {
      const { size, mtimeMs } = await stat(path);
      const entry = entries.get(path);
      if (entry?.size === size && entry.mtimeMs === mtimeMs) return entry.sha256;
      const sha256 = await fileSha256(path, signal);
      entries.set(path, { size, mtimeMs, sha256 });
      return sha256;
    },
  };
}
