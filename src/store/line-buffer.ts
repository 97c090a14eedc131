const smallest = 64 * 1024;
/** Most bytes of a character of a JavaScript string in UTF-8. */
const widest = 3;

/** Lines that gather as bytes, ready to be written. */
export class LineBuffer {
  #bytes = Buffer.allocUnsafeSlow(smallest);
  #length = 0;

  /** Adds lines, each with its newline, and returns them as bytes. */
  push(lines: string): Buffer {
    const from = this.#length;
    this.#makeRoom(lines.length * widest);
    this.#length += this.#bytes.write(lines, from, 'utf8');
    return this.#bytes.subarray(from, this.#length);
  }

  /** All lines, as long as nothing is pushed. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** All lines, and so many zeros. */
  followedByZeros(count: number): Buffer {
    this.#makeRoom(count);
    return this.#bytes.fill(0, this.#length, this.#length + count).subarray(0, this.#length + count);
  }

  clear(): void {
    this.#length = 0;
  }

  #makeRoom(bytes: number): void {
    const most = this.#length + bytes;
    if (most <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(most, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
