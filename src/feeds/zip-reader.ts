import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

/**
 * Reads a zip by position, several entries at once. It stands in for yauzl's own reader of files, which queues reads and
 * ends the process when a stream is given up while one of its reads is waiting. The owner of `file` closes it.
 */
export class ZipReader extends RandomAccessReader {
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  /** Bytes as they stand in the file. There is one piece of memory for all pieces: use one before you ask for the next. */
  async *pieces(start: number, length: number): AsyncGenerator<Uint8Array, void> {
    const buffer = Buffer.allocUnsafe(Math.min(length, 256 * 1024));
    for (let left = length; left > 0; ) {
      const { bytesRead } = await this.#file.read(buffer, 0, Math.min(left, buffer.length), start + length - left);
      if (bytesRead === 0) throw new Error('unexpected EOF');
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const file = this.#file;
    let position = start;
    return new Readable({
      highWaterMark: 128 * 1024,
      read(size) {
        const length = Math.min(size, end - position);
        file.read(Buffer.allocUnsafe(length), 0, length, position).then(
          ({ buffer, bytesRead }) => {
            position += bytesRead;
            this.push(bytesRead === 0 ? null : buffer.subarray(0, bytesRead));
          },
          (error: Error) => this.destroy(error),
        );
      },
    });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.#file.read(buffer, offset, length, position).then(
      ({ bytesRead }) => callback(null, bytesRead),
      (error: Error) => callback(error),
    );
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }
}
