const smallest = 64 * 1024;
/** Most bytes of a character of a JavaScript string in UTF-8. */
const widest = 3;
const newline = 0x0a;

/** Lines that gather as bytes, ready to be written; cheaper than one long string that is encoded at the end. */
export class LineBuffer {
  #bytes = Buffer.allocUnsafeSlow(smallest);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(line: string): void {
    const most = this.#length + line.length * widest + 1;
    if (most > this.#bytes.length) this.#grow(most);
    this.#length += this.#bytes.write(line, this.#length, 'utf8');
    this.#bytes[this.#length] = newline;
    this.#length += 1;
  }

  /** The lines, as long as nothing is pushed. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  #grow(most: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(most, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
