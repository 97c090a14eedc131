import { createCipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';

const wrapLabel = 'age-encryption.org/v1/X25519';
const chunkSize = 64 * 1024;
const noSalt = new Uint8Array();
/** What stands in front of the 32 bytes of a key in DER (RFC 8410). */
const privatePrefix = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b656e032100', 'hex');

/**
 * Encrypts to X25519 keys as a file that the program `age` opens (age-encryption.org/v1). All that age draws at random
 * is a keyed hash of the content and the keys here: nobody without the signing key can foresee it, other content has
 * other keys, and the same bundle made twice has the same bytes, on which checkpoints at the site and receipts stand.
 * That is what no library for age offers, so the format is put together here from the primitives of node:crypto.
 * `keys`: 32 bytes each. Undefined when one of them cannot be encrypted to.
 */
export function sealToKeys(text: string, keys: readonly Uint8Array[], seed: Uint8Array): Buffer | undefined {
  const drawn = (use: string, bytes: number): Buffer => {
    const hash = createHmac('sha256', seed).update(`age ${use}\0${keys.length}\0`);
    for (const key of keys) hash.update(key);
    return hash.update(text).digest().subarray(0, bytes);
  };
  const fileKey = drawn('file key', 16);
  const stanzas = keys.map((key, index) => stanzaOf(fileKey, key, drawn(`share ${index}`, 32)));
  if (stanzas.some((stanza) => stanza === undefined)) return undefined;
  const header = `age-encryption.org/v1\n${stanzas.join('')}---`;
  const mac = createHmac('sha256', derived(fileKey, noSalt, 'header'))
    .update(header)
    .digest();
  const nonce = drawn('nonce', 16);
  const payload = chunks(Buffer.from(text), derived(fileKey, nonce, 'payload'));
  return Buffer.concat([Buffer.from(`${header} ${unpadded(mac)}\n`), nonce, ...payload]);
}

/** The key of the file, wrapped for one recipient. */
function stanzaOf(fileKey: Buffer, recipient: Uint8Array, secret: Buffer): string | undefined {
  const privateKey = createPrivateKey({ key: Buffer.concat([privatePrefix, secret]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey({ key: Buffer.concat([publicPrefix, recipient]), format: 'der', type: 'spki' });
  const share = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);
  const shared = sharedSecret(() => diffieHellman({ privateKey, publicKey }));
  if (shared === undefined) return undefined;
  const wrapped = encrypt(fileKey, derived(shared, Buffer.concat([share, recipient]), wrapLabel), Buffer.alloc(12));
  return `-> X25519 ${unpadded(share)}\n${unpadded(wrapped)}\n`;
}

/** OpenSSL refuses points of low order, with which everybody would know the secret. */
function sharedSecret(agree: () => Buffer): Buffer | undefined {
  try {
    return agree();
  } catch {
    return undefined;
  }
}

/** Pieces of 64 KiB, each with its number and, in the last one, that it is the last. */
function chunks(content: Buffer, key: Buffer): readonly Buffer[] {
  const count = Math.max(1, Math.ceil(content.length / chunkSize));
  return Array.from({ length: count }, (_, index) => {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(index, 7);
    nonce[11] = index === count - 1 ? 1 : 0;
    return encrypt(content.subarray(index * chunkSize, (index + 1) * chunkSize), key, nonce);
  });
}

function encrypt(content: Buffer, key: Buffer, nonce: Buffer): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

function derived(secret: Uint8Array, salt: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, 32));
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}
