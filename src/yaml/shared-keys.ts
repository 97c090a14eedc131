/**
 * The texts of keys, so that files share them. Files of one kind have nearly the same keys in the same order, so the key
 * that stood here in the file before is the first guess, and costs neither a new text nor a look-up.
 */
export class SharedKeys {
  readonly #last: string[] = [];
  readonly #known = new Map<string, string>();
  #next = 0;

  begin(): void {
    this.#next = 0;
  }

  /** The key at a place of a file's text. */
  read(text: string, offset: number, length: number): string {
    const place = this.#next;
    this.#next = place + 1;
    const guess = this.#last[place];
    if (guess !== undefined && guess.length === length && text.startsWith(guess, offset)) return guess;
    const key = text.slice(offset, offset + length);
    const known = this.#known.get(key) ?? key;
    if (known === key) this.#known.set(key, key);
    this.#last[place] = known;
    return known;
  }
}
