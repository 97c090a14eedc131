import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Candidate } from './answer.ts';

/*
 * Names of a workspace, read as quickly as can be: a key of interest is looked for in the text, and nothing is checked.
 * Somebody who presses Tab waits, and a workspace with a mistake in it has names all the same.
 */

/** How much of a file is looked at: its id stands at the top. */
const headBytes = 4096;

export function tenantNames(root: string): readonly Candidate[] {
  return idsIn(join(root, 'tenants'), /^tenant:[ \t]*["']?([^\s"'#]+)/gm);
}

export function projectNames(root: string): readonly Candidate[] {
  return idsIn(join(root, 'projects'), /^project:[ \t]*["']?([^\s"'#]+)/gm);
}

/** Release files by path, as every command takes them. */
export function releaseFiles(root: string): readonly Candidate[] {
  return namesIn(join(root, 'releases'))
    .filter((name) => /\.ya?ml$/.test(name) && !/\.lock\.ya?ml$/.test(name))
    .map((name) => ({ value: `releases/${name}` }));
}

interface Config {
  readonly environments: readonly string[];
  readonly tags: readonly string[];
  /** Path of the state from the root. */
  readonly state: string;
}

export function readConfig(root: string): Config {
  const config = objectIn(attempt(() => parse(readFileSync(join(root, 'release.config.yaml'), 'utf8'))));
  const sets = Object.entries(objectIn(config.tagSets));
  const path = objectIn(config.state).path;
  return {
    environments: textsIn(config.environments),
    tags: sets.flatMap(([set, values]) =>
      textsIn(Array.isArray(values) ? values : objectIn(values).values).map((value) => `${set}/${value}`),
    ),
    state: typeof path === 'string' ? path : '.release',
  };
}

function idsIn(folder: string, pattern: RegExp): readonly Candidate[] {
  const files = namesIn(folder, true).filter((name) => /\.ya?ml$/.test(name));
  const ids = files.flatMap((name) => [...headOf(join(folder, name)).matchAll(pattern)].map((match) => match[1] ?? ''));
  return [...new Set(ids)].sort().map((value) => ({ value }));
}

function headOf(path: string): string {
  return (
    attempt(() => {
      const file = openSync(path, 'r');
      try {
        const buffer = Buffer.alloc(headBytes);
        return buffer.toString('utf8', 0, readSync(file, buffer, 0, headBytes, 0));
      } finally {
        closeSync(file);
      }
    }) ?? ''
  );
}

function namesIn(folder: string, recursive = false): readonly string[] {
  return attempt(() => readdirSync(folder, { recursive, encoding: 'utf8' })) ?? [];
}

/** What cannot be read has no names. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
