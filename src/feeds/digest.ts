import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** npm publishes sha512 (and sha1 for old packages), NuGet sha512, OCI and our lock sha256. */
export type DigestAlgorithm = 'sha1' | 'sha256' | 'sha512';

export interface Digest {
  readonly algorithm: DigestAlgorithm;
  /** Lower-case hexadecimal. */
  readonly hex: string;
}

export function sha256(hex: string): Digest {
  return { algorithm: 'sha256', hex: hex.toLowerCase() };
}

export function isSha256(hex: string): boolean {
  return /^[0-9a-f]{64}$/.test(hex);
}

/** Several digests of one stream of bytes, worked out in one pass. sha256 is always among them. */
export interface DigestMeter {
  update(chunk: Uint8Array): void;
  /** May be called once. */
  finish(): ReadonlyMap<DigestAlgorithm, string>;
}

export function digestMeter(wanted: readonly Digest[]): DigestMeter {
  const algorithms = new Set<DigestAlgorithm>(['sha256', ...wanted.map((digest) => digest.algorithm)]);
  const hashes = new Map<DigestAlgorithm, Hash>([...algorithms].map((name) => [name, createHash(name)]));
  return {
    update: (chunk) => {
      for (const hash of hashes.values()) hash.update(chunk);
    },
    finish: () => new Map([...hashes].map(([name, hash]) => [name, hash.digest('hex')])),
  };
}

/** The sha256 of a file as lower-case hexadecimal. Throws what the file system throws. */
export async function fileSha256(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path);
  try {
    // One piece of memory for all of the file, however long that is.
    const buffer = Buffer.allocUnsafe(512 * 1024);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
