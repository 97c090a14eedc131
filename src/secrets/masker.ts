import { secretForms } from './secret-forms.ts';
import { SecretIndex } from './secret-index.ts';

const mask = '***';

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

/** Lives as long as its stream: what waits, and how far into it a secret reaches that was found already. */
class Masking {
  readonly #index: SecretIndex;
  /** What waits, after the last character that was judged, which tells whether a token begins. */
  #text = '';
  #from = 0;
  /** Up to here, exclusive, a secret was found. */
  #hiddenUntil = 0;

  constructor(index: SecretIndex) {
    this.#index = index;
  }

  push(piece: string, complete: boolean): string {
    if (this.#index.isEmpty && this.#text.length === this.#from) return this.#pass(piece, complete);
    this.#text += piece;
    let shown = '';
    let position = this.#from;
    for (; position < this.#text.length; position += 1) {
      const hit = this.#index.at(this.#text, position, complete);
      if (hit === 'undecided') break;
      if (hit === 0) continue;
      // Secrets that overlap are one gap; otherwise the end of the second would show.
      if (position >= this.#hiddenUntil) shown += this.#visibleUntil(position) + mask;
      this.#hiddenUntil = Math.max(this.#hiddenUntil, position + hit);
    }
    shown += this.#visibleUntil(position);
    this.#keep(position, complete);
    return shown;
  }

  /** All before the end of the last secret was handed out already. */
  #visibleUntil(position: number): string {
    return this.#text.slice(Math.max(this.#from, this.#hiddenUntil), position);
  }

  #pass(piece: string, complete: boolean): string {
    this.#text = complete ? '' : piece.slice(-1);
    this.#from = this.#text.length;
    this.#hiddenUntil = 0;
    return piece;
  }

  /** Forgets all before `position` but one character. */
  #keep(position: number, complete: boolean): void {
    const cut = complete ? this.#text.length : Math.max(0, position - 1);
    this.#text = this.#text.slice(cut);
    this.#from = position - cut;
    this.#hiddenUntil = Math.max(0, this.#hiddenUntil - cut);
    if (complete) [this.#from, this.#hiddenUntil] = [0, 0];
  }
}
