import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../config/generated/fingerprint.ts';
import { packDocuments } from '../yaml/pack.ts';
import { SharedKeys } from '../yaml/shared-keys.ts';
import type { YamlDocument } from '../yaml/tree.ts';
import { unpackDocuments } from '../yaml/unpack.ts';
import { readEntries, writeEntries } from './cache-format.ts';
import type { WorkspaceFiles } from './files.ts';

/**
 * The trees of files by the hash of their content, in one file under `.release/cache`. Only files are kept that parser,
 * schema and the rules about a document by itself have nothing to say about, so a hit means that all of them would be
 * silent again. Safe to delete at any time.
 */
export interface ParseCache {
  readonly keyOf: (bytes: Uint8Array) => string;
  /** `lazy`: of what is most likely not looked at. */
  readonly recall: (key: string, file: string, lazy?: boolean) => readonly YamlDocument[] | undefined;
  readonly remember: (key: string, documents: readonly YamlDocument[]) => void;
  /** Whether an earlier load kept a file: what this one remembers may still be forgotten. */
  readonly vouches: (key: string) => boolean;
  /** There was something to say about a file after all. */
  readonly forget: (key: string) => void;
  /** Writes what this load used, if it learned anything. A cache that cannot be written is not worth an error. */
  readonly save: () => void;
}

/** Keeps nothing. */
export const withoutCache: ParseCache = {
  keyOf: () => '',
  recall: () => undefined,
  remember: () => undefined,
  vouches: () => false,
  forget: () => undefined,
  save: () => undefined,
};

export function openParseCache(root: string, files: WorkspaceFiles): ParseCache {
  const path = join(root, '.release', 'cache', 'yaml.bin');
  const label = cacheLabel();
  const known = readKnown(path, label, files);
  const used = new Map<string, Uint8Array>();
  const keys = new SharedKeys();
  let learned = false;
  return {
    keyOf: (bytes) => hash('sha256', bytes, 'hex'),
    recall: (key, file, lazy = false) => {
      const packed = known.get(key) ?? used.get(key);
      const documents = packed && unpackDocuments(file, packed, { keys, lazy });
      if (packed && documents) used.set(key, packed);
      return documents;
    },
    remember: (key, documents) => {
      learned = true;
      used.set(key, packDocuments(documents));
    },
    vouches: (key) => known.has(key),
    forget: (key) => void used.delete(key),
    save: () => {
      if (learned) replaceQuietly(path, writeEntries(label, used), files);
    },
  };
}

function replaceQuietly(path: string, parts: readonly Uint8Array[], files: WorkspaceFiles): void {
  try {
    files.replace(path, parts);
  } catch {
    // A read-only or full disk costs the next load some time, nothing else.
  }
}

/** Everything that the verdict on a file depends on besides its bytes: what another version found is never taken. */
function cacheLabel(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return `release ${String(version)} ${fingerprint}`;
}

function readKnown(path: string, label: string, files: WorkspaceFiles): ReadonlyMap<string, Uint8Array> {
  try {
    return files.exists(path) ? readEntries(label, files.read(path)) : new Map();
  } catch {
    return new Map();
  }
}
