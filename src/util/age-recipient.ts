const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const checksumLength = 6;
const prefix = 'age1';

/**
 * The 32 bytes of an X25519 public key written as an age recipient (`age1…`, Bech32, lower case as `age-keygen` prints
 * it). Undefined when it is none, or when its checksum says that a letter was mistyped.
 */
export function ageRecipientKey(text: string): Uint8Array | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const words = [...text.slice(prefix.length)].map((letter) => letters.indexOf(letter));
  if (words.includes(-1) || checksumOf([3, 3, 3, 0, 1, 7, 5, ...words]) !== 1) return undefined;
  return bytesOf(words.slice(0, -checksumLength));
}

/** Over the letters of `age`, expanded as Bech32 wants it (high bits, 0, low bits), and all words with their checksum. */
function checksumOf(words: readonly number[]): number {
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let sum = 1;
  for (const word of words) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ word;
    for (const [bit, generator] of generators.entries()) if ((top >>> bit) & 1) sum ^= generator;
  }
  return sum;
}

/** Groups of five bits to 32 bytes; what is left over must be zero. */
function bytesOf(words: readonly number[]): Uint8Array | undefined {
  const bytes: number[] = [];
  let [held, bits] = [0, 0];
  for (const word of words) {
    held = (held << 5) | word;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(held >>> bits);
    held &= (1 << bits) - 1;
  }
  return bytes.length === 32 && bits < 5 && held === 0 ? Uint8Array.from(bytes) : undefined;
}
