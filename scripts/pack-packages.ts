import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { ZipFile } from 'yazl';

/**
 * A development tool: packs a folder the same way every time, byte for byte, on every system and in every time zone.
 * Nothing is compressed: what zlib makes of the same bytes differs between its versions and between processors.
 */
type PackKind = 'nupkg' | 'zip' | 'tgz';

export interface PackRequest {
  readonly folder: string;
  readonly id: string;
  readonly version: string;
  readonly kind: PackKind;
  readonly outFile: string;
}

/** One file to pack: `path` with forward slashes. */
interface PackedFile {
  readonly path: string;
  readonly content: Buffer;
  readonly executable: boolean;
}

/** Packs every file of `folder`. A nupkg gets its .nuspec and parts; a tgz gets npm's `package/` root and manifest. */
export async function packPackage({ folder, id, version, kind, outFile }: PackRequest): Promise<void> {
  const files = [...(await readFiles(folder, '')), ...ownParts(kind, id, version)];
  const sorted = withoutDuplicates(files).sort((left, right) => (left.path < right.path ? -1 : 1));
  await mkdir(dirname(outFile), { recursive: true });
  if (kind === 'tgz') await writeTgz(sorted.map(inPackageRoot), outFile);
  else await writeZip(sorted, outFile);
}

async function readFiles(folder: string, prefix: string): Promise<PackedFile[]> {
  const files: PackedFile[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await readFiles(path, `${prefix}${entry.name}/`)));
    else if (entry.isFile()) {
      const { mode } = await stat(path);
      files.push({ path: prefix + entry.name, content: await readFile(path), executable: (mode & 0o111) !== 0 });
    }
  }
  return files;
}

/** What the folder holds goes before what we would add. */
function withoutDuplicates(files: readonly PackedFile[]): PackedFile[] {
  const byPath = new Map<string, PackedFile>();
  for (const file of files) if (!byPath.has(file.path)) byPath.set(file.path, file);
  return [...byPath.values()];
}

function ownParts(kind: PackKind, id: string, version: string): PackedFile[] {
  switch (kind) {
    case 'zip':
      return [];
    case 'tgz':
      return [textFile('package.json', `${JSON.stringify({ name: id.toLowerCase(), version }, null, 2)}\n`)];
    case 'nupkg':
      return [
        textFile(`${id}.nuspec`, nuspec(id, version)),
        textFile('[Content_Types].xml', CONTENT_TYPES),
        textFile('_rels/.rels', relationships(id)),
      ];
    default:
      return kind satisfies never;
  }
}

function textFile(path: string, text: string): PackedFile {
  return { path, content: Buffer.from(text), executable: false };
}

function inPackageRoot(file: PackedFile): PackedFile {
  return { ...file, path: `package/${file.path}` };
}

const XML = '<?xml version="1.0" encoding="utf-8"?>\n';

const CONTENT_TYPES = `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
  <Default Extension="nuspec" ContentType="application/octet" />
</Types>
`;

function relationships(id: string): string {
  const type = 'http://schemas.microsoft.com/packaging/2010/07/manifest';
  return `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="${type}" Target="/${escapeXml(id)}.nuspec" Id="manifest" />
</Relationships>
`;
}

function nuspec(id: string, version: string): string {
  return `${XML}<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>${escapeXml(id)}</id>
    <version>${escapeXml(version)}</version>
    <authors>release</authors>
    <description>${escapeXml(id)}</description>
  </metadata>
</package>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

async function writeZip(files: readonly PackedFile[], outFile: string): Promise<void> {
  const zip = new ZipFile();
  // A DOS time has no zone: local 1980-01-01 gives the same bytes everywhere, an instant would not.
  const mtime = new Date(1980, 0, 1);
  for (const { path, content, executable } of files) {
    const mode = executable ? 0o100755 : 0o100644;
    zip.addBuffer(content, path, { mtime, mode, forceDosTimestamp: true, compress: false });
  }
  const written = pipeline(zip.outputStream, createWriteStream(outFile));
  zip.end();
  await written;
}

async function writeTgz(files: readonly PackedFile[], outFile: string): Promise<void> {
  const blocks = files.flatMap((file) => [tarHeader(file), padded(file.content)]);
  const bytes = gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 0 });
  // The tenth byte names the operating system that packed; 255 is "unknown".
  bytes[9] = 255;
  await writeFile(outFile, bytes);
}

function tarHeader({ path, content, executable }: PackedFile): Buffer {
  const block = Buffer.alloc(512);
  const mode = executable ? 0o755 : 0o644;
  const header = new Header({ path, mode, size: content.length, mtime: new Date(0), type: 'File', uid: 0, gid: 0 });
  if (header.encode(block, 0)) throw new Error(`${path} is too long for a plain tar header`);
  return block;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
