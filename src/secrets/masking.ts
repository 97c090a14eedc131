import type { SecretIndex } from './secret-index.ts';

/** What stands where a secret was. */
export const gap = '***';

/** Lives as long as its stream: what waits, and how far into it a secret reaches that was found already. */
export class Masking {
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
      if (position >= this.#hiddenUntil) shown += this.#visibleUntil(position) + gap;
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
