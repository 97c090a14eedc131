import { Masking } from './masking.ts';
import { secretForms } from './secret-forms.ts';
import { SecretIndex } from './secret-index.ts';

/**
 * Takes secrets out of text. A secret of one to three characters is taken out only where it stands as a whole token
 * (`pin=7`, not the 7 of `17`), so that logs stay readable. With no secrets, text passes untouched.
 */
export interface Masker {
  /** From now on, no text that passes shows this. An empty text is no secret. */
  add(secret: string): void;
  mask(text: string): string;
  /** For text that comes in pieces: a secret split over pieces is found as well. One stream, one reader. */
  stream(): MaskStream;
}

export interface MaskStream {
  /** Returns what can be shown already; the rest waits for the next piece. */
  push(piece: string): string;
  /** Returns what was still waiting. The stream may be used again. */
  end(): string;
}

export function createMasker(): Masker {
  const known = new Set<string>();
  const index = new SecretIndex();
  return {
    add: (secret) => {
      if (secret === '' || known.has(secret)) return;
      known.add(secret);
      for (const form of secretForms(secret)) index.add(form);
    },
    mask: (text) => (index.isEmpty ? text : new Masking(index).push(text, true)),
    stream: () => {
      const masking = new Masking(index);
      return { push: (piece) => masking.push(piece, false), end: () => masking.push('', true) };
    },
  };
}
