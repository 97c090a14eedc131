import { gzipSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { collect } from '../../contract/feed.ts';
import { tarBytes } from '../../feeds/archives.ts';

export type Contents = { readonly [path: string]: string };

export async function zipPackage(contents: Contents): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [path, text] of Object.entries(contents)) {
    zip.addBuffer(Buffer.from(text), path, { mode: 0o100644, mtime: new Date(1980, 0, 1) });
  }
  zip.end();
  return collect(zip.outputStream as AsyncIterable<Uint8Array> & NodeJS.ReadableStream);
}

/** As `nuget pack` writes it: a .nuspec, OPC parts, and paths with percent signs for what OPC does not allow. */
export function nupkgPackage(id: string, version: string, contents: Contents): Promise<Uint8Array> {
  const nuspec = `<?xml version="1.0"?><package><metadata><id>${id}</id><version>${version}</version></metadata></package>`;
  const encoded = Object.entries(contents).map(([path, text]) => [encodeURI(path), text]);
  return zipPackage({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': '<Relationships/>',
    [`${id}.nuspec`]: nuspec,
    ...Object.fromEntries(encoded),
  });
}

/** As `npm pack` writes it. */
export function npmPackage(name: string, version: string, contents: Contents): Uint8Array {
  const all = { 'package.json': JSON.stringify({ name, version }), ...contents };
  const entries = Object.entries(all).map(([path, content]) => ({ name: `package/${path}`, content }));
  return gzipSync(tarBytes(entries));
}
