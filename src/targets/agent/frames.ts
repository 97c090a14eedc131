/** Four bytes, big-endian, say how many bytes of text follow. */
const headerBytes = 4;
/** A message that is longer ends the connection. The values of one script are far below that. */
export const maxFrameBytes = 8 * 1024 * 1024;
/** Before the other side has introduced itself. */
export const maxFirstFrameBytes = 4 * 1024;

export function encodeFrame(text: string): Buffer {
  const content = Buffer.from(text, 'utf8');
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(content.length);
  return Buffer.concat([header, content]);
}

/** Puts together what a connection gives in pieces of any size. Keeps no more than one frame. */
export class FrameReader {
  #pieces: Buffer[] = [];
  #length = 0;

  /** Bytes of a frame that is not whole yet. */
  get partial(): number {
    return this.#length;
  }

  /** `maxBytes`: of one frame, as of now. */
  push(piece: Buffer, maxBytes: () => number, take: (text: string) => void): string | undefined {
    this.#pieces.push(piece);
    this.#length += piece.length;
    while (this.#length >= headerBytes) {
      const size = this.#peekSize();
      if (size > maxBytes()) return `a message of ${size} bytes, where at most ${maxBytes()} are allowed`;
      if (this.#length < headerBytes + size) return undefined;
      const text = decodeText(this.#take(headerBytes + size).subarray(headerBytes));
      if (text === undefined) return 'a message that is not UTF-8';
      take(text);
    }
    return undefined;
  }

  #peekSize(): number {
    const [first] = this.#pieces;
    if (first !== undefined && first.length >= headerBytes) return first.readUInt32BE();
    return this.#joined().readUInt32BE();
  }

  #take(length: number): Buffer {
    const all = this.#joined();
    const rest = all.subarray(length);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return all.subarray(0, length);
  }

  #joined(): Buffer {
    const all = this.#pieces.length === 1 ? (this.#pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }
}

function decodeText(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
