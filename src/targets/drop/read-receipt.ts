import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { fingerprintOf } from './signing-key.ts';

/** What really happened at a site, as the site signed it. */
export interface Receipt {
  readonly bundle: string;
  /** sha256 of the manifest that was applied. */
  readonly manifest: string;
  readonly tenant: string;
  readonly environment: string;
  readonly target: string;
  /** As the clock of the site said. */
  readonly at: string;
  readonly result: 'succeeded' | 'failed';
  readonly steps: readonly ReceiptStep[];
  /** sha256 of the public key, hexadecimal. */
  readonly fingerprint: string;
}

export interface ReceiptStep {
  readonly how: 'succeeded' | 'failed' | 'skipped';
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
}

export type ReceiptResult =
  | { readonly ok: true; readonly receipt: Receipt }
  | { readonly ok: false; readonly reason: string };

/** A receipt with a thousand outputs of the largest size is smaller. */
export const largestReceipt = 64 * 1024 * 1024;

/** Reads a receipt and proves that whoever holds the key in it has signed all of it. Trusts nothing in it before. */
export function readReceipt(bytes: Uint8Array): ReceiptResult {
  const text = new TextDecoder('utf-8').decode(bytes);
  const cut = text.lastIndexOf('\nsignature ');
  const signature = /^([A-Za-z0-9+/]{86}==)\n?$/.exec(text.slice(cut + 11))?.[1];
  if (!text.startsWith('release-receipt 1\n') || cut < 0 || signature === undefined) return no('it is no receipt');
  const signed = text.slice(0, cut + 1);
  const words = signed.split('\n').map((line) => line.split(' '));
  const key = readKey(one(words, 'key'));
  if (key === undefined) return no('it holds no key');
  if (!verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64'))) {
    return no('its signature does not fit: it was changed after the site signed it');
  }
  return decoded(words, fingerprintOf(key));
}

type Words = readonly (readonly string[])[];

function decoded(words: Words, fingerprint: string): ReceiptResult {
  const result = one(words, 'result');
  const steps = stepsOf(words);
  if ((result !== 'succeeded' && result !== 'failed') || steps === undefined) return no('it is not complete');
  const [bundle, manifest, at] = [one(words, 'bundle'), one(words, 'manifest'), one(words, 'at')];
  const [tenant, environment, target] = [one(words, 'tenant'), one(words, 'environment'), one(words, 'target')];
  return {
    ok: true,
    receipt: { bundle, manifest, tenant, environment, target, at, result, steps, fingerprint },
  };
}

function stepsOf(words: Words): readonly ReceiptStep[] | undefined {
  const steps: { how: ReceiptStep['how']; exitCode: number; outputs: Record<string, string> }[] = [];
  for (const [word, number, first, second] of words) {
    if (word === 'step') {
      if (number !== String(steps.length + 1)) return undefined;
      if (first !== 'succeeded' && first !== 'failed' && first !== 'skipped') return undefined;
      steps.push({ how: first, exitCode: Number(second ?? 0) || 0, outputs: {} });
    }
    if (word !== 'output') continue;
    const step = steps[Number(number) - 1];
    if (step === undefined || first === undefined || !/^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/.test(first)) return undefined;
    if (first !== '__proto__') step.outputs[first] = Buffer.from(second ?? '', 'base64').toString('utf8');
  }
  return steps;
}

function one(words: Words, name: string): string {
  return words.find(([word]) => word === name)?.[1] ?? '';
}

function readKey(base64: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

function no(reason: string): ReceiptResult {
  return { ok: false, reason };
}
