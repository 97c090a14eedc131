import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';

export interface SigningKey {
  readonly publicPem: string;
  /** sha256 of the public key, hexadecimal: what a site remembers. */
  readonly fingerprint: string;
  sign(content: Uint8Array): Uint8Array;
  /** For salts. */
  readonly seed: Uint8Array;
}

/** The workspace's key pair: from the environment, or made at first use and kept in an owner-only file. */
export function signingKey(given: string | undefined, file: string): SigningKey | Diagnostic {
  if (given !== undefined && given !== '') return usable(given, 'RELEASE_DROP_KEY');
  const text = readOrMake(file);
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  return usable(text, file);
}

function readOrMake(file: string): string {
  const known = readIfThere(file);
  if (known !== undefined) return known;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const draft = `${file}.${draftName(privateKey)}`;
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    // Of two processes that make one at the same time, the first wins.
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}

function draftName(key: KeyObject): string {
  return `${fingerprintOf(createPublicKey(key)).slice(0, 12)}.new`;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function usable(pem: string, where: string): SigningKey | Diagnostic {
  const key = readKey(pem);
  if (key?.asymmetricKeyType !== 'ed25519') return notAKey(where);
  const publicKey = createPublicKey(key);
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: fingerprintOf(publicKey),
    sign: (content) => sign(null, content, key),
    seed: key.export({ type: 'pkcs8', format: 'der' }),
  };
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function notAKey(where: string): Diagnostic {
  return {
    code: 'REL2180',
    severity: 'error',
    summary: `What ${where} holds is not a private Ed25519 key, so no bundle can be signed`,
    hint: 'make one with: openssl genpkey -algorithm ed25519',
  };
}
