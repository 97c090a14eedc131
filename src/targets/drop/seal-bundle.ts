import { sealToKeys } from './seal-age.ts';
import { keyRounds, sealSecrets } from './seal-secrets.ts';

/** What a bundle can be encrypted to. Recipients go before a passphrase. */
export interface EncryptTo {
  readonly passphrase: string | undefined;
  readonly recipients: readonly Recipient[];
}

export interface Recipient {
  /** `age1…` */
  readonly text: string;
  readonly key: Uint8Array;
}

export interface SealedBundle {
  /** Of the manifest. */
  readonly lines: readonly string[];
  /** By name in the bundle. */
  readonly files: readonly (readonly [string, string | Uint8Array])[];
}

/** Encrypts the secrets of a bundle. Undefined when there is nothing to encrypt them to. */
export async function sealBundle(
  text: string,
  { passphrase, recipients }: EncryptTo,
  seed: Uint8Array,
): Promise<SealedBundle | undefined> {
  if (recipients.length > 0) {
    const keys = recipients.map(({ key }) => key);
    const content = sealToKeys(text, keys, seed);
    const lines = recipients.map((recipient) => `recipient ${recipient.text}`);
    return content === undefined ? undefined : { lines, files: [['secrets.age', content]] };
  }
  if (passphrase === undefined || passphrase === '') return undefined;
  const { content, mac, salt } = await sealSecrets(text, passphrase, seed);
  const files = [['secrets.enc', content] as const, ['secrets.mac', `${mac}\n`] as const];
  return { lines: [`rounds ${keyRounds}`, `salt ${salt}`], files };
}
