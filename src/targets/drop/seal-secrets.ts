import { createCipheriv, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
export const keyRounds = 600_000;

export interface SealedSecrets {
  /** AES-256-CBC. */
  readonly content: Buffer;
  /** HMAC-SHA256 of `content`, hexadecimal. */
  readonly mac: string;
  /** 32 hexadecimal digits. */
  readonly salt: string;
}

/**
 * Encrypts, then authenticates, with keys that the command `openssl enc` can derive again from the passphrase
 * (PBKDF2-SHA256). The salt is a keyed hash of the content: nobody without the signing key can foresee it, other content
 * has another one, and the same bundle made twice has the same bytes.
 */
export async function sealSecrets(text: string, passphrase: string, saltKey: Uint8Array): Promise<SealedSecrets> {
  const salt = createHmac('sha256', saltKey).update('salt of a bundle\0').update(text).digest('hex').slice(0, 32);
  const [enc, mac] = await Promise.all([keys('enc', salt, passphrase), keys('mac', salt, passphrase)]);
  const cipher = createCipheriv('aes-256-cbc', enc.key, enc.iv);
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  // The stream itself is the key of the HMAC, as long as a block of SHA-256.
  const stream = createCipheriv('aes-256-ctr', mac.key, mac.iv).update(Buffer.alloc(64));
  return { content, mac: createHmac('sha256', stream).update(content).digest('hex'), salt };
}

async function keys(use: 'enc' | 'mac', salt: string, passphrase: string): Promise<{ key: Buffer; iv: Buffer }> {
  // `openssl enc` takes eight bytes of salt; the whole of it stands in front of the passphrase.
  const bytes = await derive(
    `${use}:${salt}:${passphrase}`,
    Buffer.from(salt.slice(0, 16), 'hex'),
    keyRounds,
    48,
    'sha256',
  );
  return { key: bytes.subarray(0, 32), iv: bytes.subarray(32) };
}
