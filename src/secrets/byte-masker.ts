import type { MaskStream } from './masker.ts';
import { Masking } from './masking.ts';
import { secretForms } from './secret-forms.ts';
import { SecretIndex } from './secret-index.ts';

/** A letter of another alphabet is several bytes here. None of them protects a short secret: rather one gap too many. */
const wordByte = /\w/;

/** Takes secrets out of bytes that may be no text at all. Pieces hold one byte in each character (`latin1`). */
export function createByteStream(secrets: readonly string[]): MaskStream {
  const index = new SecretIndex(wordByte);
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const form of secretForms(secret)) index.add(Buffer.from(form, 'utf8').toString('latin1'));
  }
  const masking = new Masking(index);
  return { push: (piece) => masking.push(piece, false), end: () => masking.push('', true) };
}
