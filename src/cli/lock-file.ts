import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateShape } from '../config/schema/validate.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { startOf } from '../diagnostics/span.ts';
import { decodeLock, type Lock, sealOf, writeLock } from '../plan/lock.ts';
import type { JsonMap } from '../util/json.ts';
import { diskFiles } from '../workspace/disk-files.ts';
import { toJson } from '../yaml/access.ts';
import { parseYaml } from '../yaml/parse.ts';
import { type Failure, failures } from './failure.ts';

/** `releases/2024-06.yaml` to `releases/2024-06.lock.yaml`. */
export function lockFileOf(releaseFile: string): string {
  return releaseFile.replace(/\.ya?ml$/, '.lock.yaml');
}

export type ReadLock =
  | { readonly kind: 'read'; readonly lock: Lock; readonly digest: string }
  | { readonly kind: 'none' }
  | Failure;

/** The lock at a path of the workspace. */
export function readLock(root: string, file: string): ReadLock {
  const path = join(root, file);
  return diskFiles.exists(path) ? parseLock(file, readFileSync(path)) : { kind: 'none' };
}

/** A lock from its bytes, wherever they were read. */
export function parseLock(file: string, bytes: Uint8Array): Exclude<ReadLock, { readonly kind: 'none' }> {
  const text = new TextDecoder().decode(bytes);
  const sources = (name: string): string | undefined => (name === file ? text : undefined);
  const conflict = /^<{7} /m.exec(text);
  if (conflict !== null) return failures([inConflict(file, conflict.index)], sources);
  const { documents, diagnostics } = parseYaml(file, bytes);
  const [document, ...others] = documents;
  const found = document === undefined ? diagnostics : [...diagnostics, ...validateShape('lock', document)];
  if (document === undefined || others.length > 0 || hasErrors(found)) {
    return failures([...found, unusable(file)], sources);
  }
  // The root of a document is a map, and the schema has accepted it.
  const sealed = decodeLock(toJson(document.root) as JsonMap);
  if (sealed.digest !== sealOf(sealed)) return failures([edited(file, sealed)], sources);
  const { digest: _, ...lock } = sealed;
  return { kind: 'read', lock, digest: digestOf(bytes) };
}

/** Puts the lock in place at once, readers see the old or the new one. Gives its digest. */
export function saveLock(root: string, file: string, lock: Lock): string {
  const text = writeLock(lock);
  diskFiles.replace(join(root, file), [Buffer.from(text)]);
  return digestOf(text);
}

/** The sha256 of a lock as it will stand on disk. */
export function lockDigestOf(lock: Lock): string {
  return digestOf(writeLock(lock));
}

function digestOf(text: string | Uint8Array): string {
  return `sha256:${hash('sha256', text)}`;
}

/** Whoever edits a lock skips what `release lock` makes sure of: that a package of this version and digest exists. */
function edited(file: string, { releaseFile }: Lock) {
  return {
    code: 'REL1705',
    severity: 'error',
    summary: `The lock ${file} was edited by hand`,
    hint: `git checkout HEAD -- ${file}, then change the release file and run release lock ${releaseFile} --update all`,
    span: startOf(file),
  } as const;
}

function inConflict(file: string, offset: number) {
  const release = file.replace(/\.lock\.yaml$/, '.yaml');
  return {
    code: 'REL1706',
    severity: 'error',
    summary: `The lock ${file} holds two locks: a merge left both of them in it`,
    hint: `git checkout --theirs -- ${file}, then release lock ${release} --update all`,
    span: { file, offset, length: 7 },
  } as const;
}

function unusable(file: string) {
  return {
    code: 'REL1703',
    severity: 'error',
    summary: `The lock ${file} cannot be used: it was not written by release, or damaged since`,
    hint: 'get it back from git, or delete it and write it again with release lock',
    span: startOf(file),
  } as const;
}
