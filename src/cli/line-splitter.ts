/** Makes whole lines of pieces of text, for each of many streams. Very long lines are handed on in parts. */
export class LineSplitter {
  readonly #rests = new Map<string, string>();
  readonly #longest: number;

  constructor(longest = 16_384) {
    this.#longest = longest;
  }

  /** The lines that this piece completes. */
  push(stream: string, piece: string): readonly string[] {
    const lines = ((this.#rests.get(stream) ?? '') + piece).split(/\r\n|\n|\r(?!$)/);
    const rest = lines.pop() ?? '';
    if (rest.length > this.#longest) {
      this.#rests.delete(stream);
      return [...lines, rest];
    }
    if (rest === '') this.#rests.delete(stream);
    else this.#rests.set(stream, rest);
    return lines;
  }

  /** What is left of all streams, with the name of each. */
  end(): readonly (readonly [stream: string, line: string])[] {
    const left = [...this.#rests];
    this.#rests.clear();
    return left;
  }
}
