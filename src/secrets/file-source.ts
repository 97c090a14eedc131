import { open } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { notRead, type SecretResult, type SecretSource } from './secret-source.ts';

const largestBytes = 1_048_576;

/**
 * Secrets in files, UTF-8, one per file, without the line break at the end. A relative path counts from the workspace
 * and stays in it; an absolute one may point anywhere, because that is where systems mount secrets (/run/secrets/…).
 */
export function fileSecrets(workspaceRoot: string): SecretSource {
  return {
    read: async ({ ref }) => {
      if (ref === '' || ref.includes('\0'))
        return notRead('REL2120', 'The path of a secret is not a path', 'correct it');
      const path = resolve(workspaceRoot, ref);
      if (!isAbsolute(ref) && isOutside(workspaceRoot, path)) return leavesWorkspace(ref);
      return readSecret(path, ref).catch((error: unknown) => systemRefused(ref, error));
    },
  };
}

function isOutside(root: string, path: string): boolean {
  const inner = relative(root, path);
  return inner === '..' || inner.startsWith('../') || isAbsolute(inner);
}

function leavesWorkspace(ref: string): SecretResult {
  const summary = `The secret file ${JSON.stringify(ref)} is outside the workspace`;
  return notRead('REL2120', summary, 'keep it inside, or write an absolute path');
}

async function readSecret(path: string, ref: string): Promise<SecretResult> {
  const file = await open(path, 'r');
  try {
    const info = await file.stat();
    if (!info.isFile())
      return notRead('REL2120', `The secret file ${JSON.stringify(ref)} is not a file`, 'name a file');
    if (info.size > largestBytes)
      return notRead('REL2120', `The secret file ${JSON.stringify(ref)} is larger than 1 MiB`, 'name the right file');
    return decode(await file.readFile(), ref, isOpenToOthers(info.mode) ? [openToOthers(ref)] : []);
  } finally {
    await file.close();
  }
}

function decode(bytes: Uint8Array, ref: string, warnings: readonly Diagnostic[]): SecretResult {
  const name = JSON.stringify(ref);
  try {
    const value = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '');
    if (value !== '') return { ok: true, value, warnings };
    return notRead('REL2120', `The secret file ${name} is empty`, 'write the secret to it');
  } catch {
    return notRead(
      'REL2120',
      `The secret file ${name} is not UTF-8 text`,
      'store it as base64, and decode it in the script',
    );
  }
}

/** Windows reports no such bits; its files are guarded by access lists, which we do not judge. */
function isOpenToOthers(mode: number): boolean {
  return (mode & 0o077) !== 0;
}

function openToOthers(ref: string): Diagnostic {
  return {
    code: 'REL2122',
    severity: 'warning',
    summary: `The secret file ${JSON.stringify(ref)} can be read by other users of this machine`,
    hint: `run: chmod 600 ${ref}`,
  };
}

function systemRefused(ref: string, error: unknown): SecretResult {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) throw error;
  const hint = code === 'ENOENT' ? 'put the file there, or correct the path' : 'let the user that runs release read it';
  const reason = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`;
  return notRead('REL2120', `The secret file ${JSON.stringify(ref)} ${reason}`, hint);
}
