import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface KeyAndCertificate {
  /** PKCS #8, PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

/**
 * A new P-256 key with a certificate that it signs itself. Nobody reads names or dates in it: either side compares its
 * SHA-256 fingerprint with the one it was given, and no authority is asked. Node makes keys and signatures but no
 * certificates, and the libraries that do bring 20 packages for these 300 bytes, whose form never changes (RFC 5280).
 */
export function makeCertificate(): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))), // Version 3.
    integer(serialNumber()),
    ecdsaWithSha256,
    name,
    sequence(time('20200101000000Z'), time('99991231235959Z')), // No end: who renews a pin changes the pin.
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ecdsaWithSha256, bits(signature));
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    certificate: pem('CERTIFICATE', certificate),
  };
}

/** `sha256:` and 64 lower-case hexadecimal digits. `certificate` as DER. */
export function fingerprintOf(certificate: Uint8Array): string {
  return `sha256:${createHash('sha256').update(certificate).digest('hex')}`;
}

/** Reads a fingerprint as we print it, or as openssl does: capital letters, colons, the prefix left away. */
export function readFingerprint(text: string): string | undefined {
  const digits = text
    .trim()
    .replace(/^sha-?256(?: fingerprint)?[:=]/i, '')
    .replaceAll(':', '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? `sha256:${digits}` : undefined;
}

// DER (X.690): a tag, a length, a content.

function der(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const long = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(length < 0x80 ? [length] : long)]), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function explicit(place: number, content: Uint8Array): Buffer {
  return der(0xa0 + place, content);
}

function integer(bytes: Uint8Array): Buffer {
  return der(0x02, bytes);
}

function bits(bytes: Uint8Array): Buffer {
  return der(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

function time(text: string): Buffer {
  return der(0x18, Buffer.from(text, 'ascii'));
}

/** Positive, and without a zero in front that DER would forbid. */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

const ecdsaWithSha256 = sequence(der(0x06, Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])));
/** CN=release */
const name = sequence(
  der(0x31, sequence(der(0x06, Buffer.from([0x55, 0x04, 0x03])), der(0x0c, Buffer.from('release')))),
);

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
