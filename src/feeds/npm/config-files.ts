import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeedContext } from '../factory.ts';
import { type FeedResult, failed, found } from '../feed.ts';
import { type Npmrc, parseNpmrc } from './npmrc.ts';

/** The user's .npmrc, and over it that of the workspace. A file that is not there says nothing. */
export async function readNpmConfig({ root, home, environment = {} }: FeedContext): Promise<FeedResult<Npmrc>> {
  const user = environment.NPM_CONFIG_USERCONFIG ?? (home === undefined ? undefined : join(home, '.npmrc'));
  const merged = new Map<string, string>();
  for (const path of [...(user === undefined ? [] : [user]), join(root, '.npmrc')]) {
    const text = await readFile(path, 'utf8').catch((error: unknown) => reasonOf(error));
    if (typeof text !== 'string') return failed({ kind: 'npmrc', path, detail: text.message });
    for (const [key, value] of parseNpmrc(text, environment)) merged.set(key, value);
  }
  return found(merged);
}

function reasonOf(error: unknown): string | Error {
  if (!(error instanceof Error)) throw error;
  return 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR') ? '' : error;
}
