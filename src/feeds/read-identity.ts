import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel } from 'yauzl';
import { readJsonMap, textAt } from './json-access.ts';
import { type Nuspec, readNuspec } from './nuspec.ts';
import { spentPieces } from './spent-pieces.ts';
import { ZipReader } from './zip-reader.ts';

const LARGEST_FILE = 1024 ** 2;
const LONGEST_SEARCH = 256 * 1024 ** 2;

/** What the .nuspec of a NuGet package says; undefined where there is none. */
export async function nuspecOf(path: string): Promise<Nuspec | undefined> {
  const handle = await open(path);
  try {
    const options = { autoClose: false, decodeStrings: false };
    const zip = await fromRandomAccessReaderPromise(new ZipReader(handle), (await handle.stat()).size, options);
    for await (const entry of zip.eachEntry()) {
      if (!/^[^/\\]+\.nuspec$/i.test(nameOf(entry)) || entry.uncompressedSize > LARGEST_FILE) continue;
      const chunks: Uint8Array[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
      return readNuspec(Buffer.concat(chunks));
    }
    return undefined;
  } finally {
    await handle.close();
  }
}

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
}

/** npm packages hold `<folder>/package.json`, mostly `package/package.json`, near the start. */
export async function packageJsonOf(path: string): Promise<Nuspec | undefined> {
  const chunks: Uint8Array[] = [];
  let ended = false;
  const parser = new Parser({
    filter: (name, entry) => /^[^/]+\/package\.json$/.test(name) && (entry.size ?? 0) <= LARGEST_FILE,
    onReadEntry: (entry: ReadEntry) => {
      entry.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      entry.on('end', () => {
        ended = true;
      });
    },
  });
  const source = createReadStream(path);
  const gunzip = source.pipe(createGunzip());
  source.on('error', (error) => gunzip.destroy(error));
  const spent = spentPieces();
  let size = 0;
  try {
    for await (const chunk of gunzip) {
      parser.write(chunk);
      size += chunk.length;
      spent(chunk.length);
      if (ended || size > LONGEST_SEARCH) break;
    }
  } finally {
    source.destroy();
  }
  const json = readJsonMap(Buffer.concat(chunks), path);
  if (!json.ok) return undefined;
  const [id, version] = [textAt(json.value, 'name'), textAt(json.value, 'version')];
  return { ...(id !== undefined && { id }), ...(version !== undefined && { version }) };
}
