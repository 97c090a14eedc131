import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NameTable } from '../config/decode/reading.ts';
import { outlineOf, type TenantOutline } from '../config/decode/tenant.ts';
import { fingerprint } from '../config/generated/fingerprint.ts';
import { documentKind } from '../config/schema/kind.ts';
import { packDocuments } from '../yaml/pack.ts';
import { SharedKeys } from '../yaml/shared-keys.ts';
import type { YamlDocument } from '../yaml/tree.ts';
import { unpackDocuments } from '../yaml/unpack.ts';
import { type CacheEntries, type CacheEntry, noEntries, readEntries, writeEntries } from './cache-format.ts';
import type { WorkspaceFiles } from './files.ts';
import { packOutlines, unpackOutlines } from './pack-outline.ts';

/**
 * The trees of files by the hash of their content, in one file under `.release/cache`. Only files are kept that parser,
 * schema and the rules about a document by itself have nothing to say about, so a hit means that all of them would be
 * silent again. Safe to delete at any time.
 */
export interface ParseCache {
  readonly keyOf: (bytes: Uint8Array) => string;
  /** Of variables in what is read lazily. */
  readonly names: NameTable;
  /** `lazy`: maps are read when somebody looks at their entries. */
  readonly recall: (key: string, file: string, lazy?: boolean) => readonly YamlDocument[] | undefined;
  readonly remember: (key: string, documents: readonly YamlDocument[]) => void;
  /** The outlines of the documents of a file that holds tenants and nothing else; made on first use. */
  readonly outlines: (key: string, file: string) => readonly TenantOutline[] | undefined;
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
  names: new NameTable(),
  recall: () => undefined,
  remember: () => undefined,
  outlines: () => undefined,
  vouches: () => false,
  forget: () => undefined,
  save: () => undefined,
};

export function openParseCache(root: string, files: WorkspaceFiles): ParseCache {
  const path = join(root, '.release', 'cache', 'yaml.bin');
  const label = cacheLabel();
  const known = readKnown(path, label, files);
  const used = new Map<string, CacheEntry>();
  const keys = new SharedKeys();
  const names = new NameTable();
  let learned = false;
  const recall = (key: string, file: string, lazy = false): readonly YamlDocument[] | undefined => {
    const entry = used.get(key) ?? known.get(key);
    const documents = entry && unpackDocuments(file, entry.tree, { keys, lazy });
    if (entry && documents) used.set(key, entry);
    return documents;
  };
  const makeOutlines = (key: string, file: string): readonly TenantOutline[] | undefined => {
    const documents = recall(key, file, true) ?? [];
    if (documents.length === 0 || documents.some((one) => documentKind(one) !== 'tenant')) return undefined;
    const outlines = documents.map((one) => outlineOf(one, names));
    const entry = used.get(key);
    if (entry) used.set(key, { ...entry, outlines: packOutlines(outlines) });
    learned = true;
    return outlines;
  };
  return {
    keyOf: (bytes) => hash('sha256', bytes, 'hex'),
    names,
    recall,
    remember: (key, documents) => {
      learned = true;
      used.set(key, { tree: packDocuments(documents), outlines: noOutlines });
    },
    outlines: (key, file) => {
      const entry = known.get(key);
      const outlines = entry && unpackOutlines(entry.outlines, file);
      if (entry === undefined || outlines === undefined) return makeOutlines(key, file);
      used.set(key, entry);
      return outlines;
    },
    vouches: (key) => known.has(key),
    forget: (key) => void used.delete(key),
    save: () => {
      if (learned) replaceQuietly(path, writeEntries(label, used), files);
    },
  };
}

const noOutlines = new Uint8Array();

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

function readKnown(path: string, label: string, files: WorkspaceFiles): CacheEntries {
  try {
    return files.exists(path) ? readEntries(label, files.read(path)) : noEntries;
  } catch {
    return noEntries;
  }
}
