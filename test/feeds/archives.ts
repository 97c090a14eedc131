import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { ZipFile } from 'yazl';
import { collect } from '../contract/feed.ts';

export interface RawEntry {
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** Unix mode with file type, for a zip; only permission bits for a tar. */
  readonly mode?: number;
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'FIFO' | 'CharacterDevice' | 'BlockDevice';
  readonly target?: string;
}

function bytesOf(content: string | Uint8Array): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
}

/** A zip with any names at all: yazl refuses bad ones, so they are put in afterwards under names of equal length. */
export async function writeRawZip(path: string, entries: readonly RawEntry[]): Promise<void> {
  const zip = new ZipFile();
  const names = entries.map(({ name }, index) => `${index}`.padStart(Buffer.byteLength(name), '#'));
  for (const [index, { content = '', mode = 0o100644 }] of entries.entries()) {
    zip.addBuffer(bytesOf(content), names[index] ?? '', { mode, mtime: new Date(1980, 0, 1) });
  }
  zip.end();
  let bytes = (await collect(zip.outputStream as AsyncIterable<Uint8Array> & NodeJS.ReadableStream)).toString('latin1');
  for (const [index, { name }] of entries.entries()) {
    bytes = bytes.replaceAll(names[index] ?? '', Buffer.from(name).toString('latin1'));
  }
  writeFileSync(path, Buffer.from(bytes, 'latin1'));
}

export function tarBytes(entries: readonly RawEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(tarEntry), Buffer.alloc(1024)]);
}

export function writeRawTgz(path: string, entries: readonly RawEntry[]): void {
  writeFileSync(path, gzipSync(tarBytes(entries)));
}

function tarEntry({ name, content = '', mode = 0o644, type = 'File', target }: RawEntry): Buffer[] {
  const block = Buffer.alloc(512);
  const body = bytesOf(content);
  const padding = Buffer.alloc((512 - (body.length % 512)) % 512);
  new Header({
    path: name,
    mode,
    size: body.length,
    mtime: new Date(0),
    type,
    ...(target && { linkpath: target }),
  }).encode(block, 0);
  return [block, body, padding];
}
