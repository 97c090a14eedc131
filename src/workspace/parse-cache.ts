import { hash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packDocuments } from '../yaml/pack.ts';
import type { YamlDocument } from '../yaml/tree.ts';
import { unpackDocuments } from '../yaml/unpack.ts';
import { readEntries, writeEntries } from './cache-format.ts';
import type { WorkspaceFiles } from './files.ts';

/**
 * Parsed files by the hash of their content, in one file under `.release/cache`. Only files without any remark of the
 * parser are kept, so a hit says nothing but "this is the tree". Safe to delete at any time.
 */
export interface ParseCache {
  /** The documents of these bytes if they were parsed before, else what `parse` says; undefined is not remembered. */
  readonly documents: (
    file: string,
    bytes: Uint8Array,
    parse: () => readonly YamlDocument[] | undefined,
  ) => readonly YamlDocument[] | undefined;
  /** Writes what this load used, if it learned anything. A cache that cannot be written is not worth an error. */
  readonly save: () => void;
}

export function openParseCache(root: string, files: WorkspaceFiles): ParseCache {
  const path = join(root, '.release', 'cache', 'yaml.bin');
  const label = cacheLabel();
  const known = readKnown(path, label, files);
  const used = new Map<string, Uint8Array>();
  let learned = false;
  return {
    documents: (file, bytes, parse) => {
      const key = hash('sha256', bytes, 'hex');
      const packed = known.get(key);
      const found = packed === undefined ? undefined : unpackDocuments(file, packed);
      if (packed !== undefined && found !== undefined) {
        used.set(key, packed);
        return found;
      }
      const documents = parse();
      if (documents === undefined) return undefined;
      learned = true;
      used.set(key, packDocuments(documents));
      return documents;
    },
    save: () => {
      if (!learned) return;
      try {
        files.replace(path, writeEntries(label, used));
      } catch {
        // A read-only or full disk costs the next load some time, nothing else.
      }
    },
  };
}

/** Everything that a parse depends on besides the bytes: a tree from another version is never taken. */
function cacheLabel(): string {
  const load = createRequire(import.meta.url);
  const versionOf = (file: string): string => String(load(file).version);
  return `release ${versionOf('../../package.json')} yaml ${versionOf('yaml/package.json')}`;
}

function readKnown(path: string, label: string, files: WorkspaceFiles): ReadonlyMap<string, Uint8Array> {
  try {
    return files.exists(path) ? readEntries(label, files.read(path)) : new Map();
  } catch {
    return new Map();
  }
}

/** Parses everything anew and keeps nothing. */
export const withoutCache: ParseCache = { documents: (_file, _bytes, parse) => parse(), save: () => undefined };
