import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { decodePercents, entryPath, isNuGetPart } from './entry-name.ts';
import type { ExtractMeter } from './extract-limits.ts';
import { quoted, type Refuse } from './extract-refusal.ts';
import type { ExtractTree } from './extract-tree.ts';
import { spentPieces } from './spent-pieces.ts';
import { ZipReader } from './zip-reader.ts';

export interface Unpacking {
  readonly tree: ExtractTree;
  readonly meter: ExtractMeter;
  readonly refuse: Refuse;
  readonly signal: AbortSignal | undefined;
}

interface Archive {
  readonly zip: ZipFile;
  readonly reader: ZipReader;
  readonly spent: (bytes: number) => void;
}

interface ZipItem {
  readonly entry: Entry;
  readonly name: string;
  readonly segments: readonly string[];
  readonly kind: 'file' | 'folder' | 'link';
  readonly executable: boolean;
}

const UNIX_HOSTS = [3, 19];
const FILE_TYPE = 0o170000;
const FILE_TYPES: ReadonlyMap<number, ZipItem['kind']> = new Map([
  [0, 'file'],
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
]);
const LONGEST_TARGET = 4096;
const SIDE_BY_SIDE = 4;

/**
 * Unpacks a zip into the tree. All names are looked at before the first byte is written. With `nuget`, names are
 * percent-decoded and NuGet's own parts are left out. Errors of yauzl and zlib come out as they are.
 */
export async function extractZip(file: string, nuget: boolean | 'detect', work: Unpacking): Promise<ZipOutcome> {
  const handle = await open(file);
  try {
    const options = { autoClose: false, decodeStrings: false };
    const reader = new ZipReader(handle);
    const zip = await fromRandomAccessReaderPromise(reader, (await handle.stat()).size, options);
    const entries = await readEntries(zip, work);
    if (!Array.isArray(entries)) return { nuget: nuget === true, refusal: entries };
    const isNuGet = nuget === 'detect' ? looksLikeNuGet(entries) : nuget;
    return { nuget: isNuGet, refusal: await unpackAll({ zip, reader, spent: spentPieces() }, entries, isNuGet, work) };
  } finally {
    await handle.close();
  }
}

export interface ZipOutcome {
  readonly nuget: boolean;
  readonly refusal: Diagnostic | undefined;
}

async function readEntries(zip: ZipFile, { meter }: Unpacking): Promise<Entry[] | Diagnostic> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    const refusal = meter.entry();
    if (refusal !== undefined) return refusal;
    entries.push(entry);
  }
  return entries;
}

function looksLikeNuGet(entries: readonly Entry[]): boolean {
  const names = entries.map(rawName);
  return names.includes('[Content_Types].xml') && names.some((name) => /^[^/\\]+\.nuspec$/i.test(name));
}

function rawName(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
}

async function unpackAll(
  archive: Archive,
  entries: Entry[],
  nuget: boolean,
  work: Unpacking,
): Promise<Diagnostic | undefined> {
  const items: ZipItem[] = [];
  for (const entry of entries) {
    const item = zipItem(entry, nuget, work.refuse);
    if ('code' in item) return item;
    if (nuget && isNuGetPart(item.segments)) continue;
    const refusal = work.tree.claim(item.segments, item.kind, item.name);
    if (refusal !== undefined) return refusal;
    items.push(item);
  }
  return unpackSideBySide(archive, items, work);
}

/** A few files at a time; every path is claimed by now, so their order does not matter. */
async function unpackSideBySide(
  archive: Archive,
  items: readonly ZipItem[],
  work: Unpacking,
): Promise<Diagnostic | undefined> {
  const rest = items[Symbol.iterator]();
  let refusal: Diagnostic | undefined;
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const item of rest) {
      if (refusal !== undefined || failed) return;
      work.signal?.throwIfAborted();
      const own = await unpackItem(archive, item, work);
      refusal ??= own;
    }
  };
  const workers = Array.from({ length: SIDE_BY_SIDE }, () =>
    worker().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(workers);
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken !== undefined && refusal === undefined) throw broken.reason;
  return refusal;
}

function zipItem(entry: Entry, nuget: boolean, refuse: Refuse): ZipItem | Diagnostic {
  const raw = rawName(entry);
  const name = nuget ? decodePercents(raw) : raw;
  const path = entryPath(name, 'separates');
  if (!path.ok)
    return refuse(path.code, `the entry ${quoted(raw)} ${path.reason}`, 'do not unpack it; ask who made it');
  const mode = UNIX_HOSTS.includes(entry.versionMadeBy >>> 8) ? entry.externalFileAttributes >>> 16 : 0;
  const type = FILE_TYPES.get(mode & FILE_TYPE);
  if (type === undefined) return refuse('REL1525', `the entry ${quoted(raw)} is a device or pipe`, 'leave it out');
  if (entry.isEncrypted() || !entry.canDecodeFileData()) {
    const hint = 'pack it without a password, with deflate or store';
    return refuse('REL1530', `the entry ${quoted(raw)} is packed in a way that cannot be read`, hint);
  }
  const kind = type === 'file' && /[/\\]$/.test(name) ? 'folder' : type;
  if (kind !== 'folder' && path.segments.length === 0)
    return refuse('REL1522', `the entry ${quoted(raw)} has no name`, 'leave it out');
  return { entry, name: raw, segments: path.segments, kind, executable: (mode & 0o111) !== 0 };
}

async function unpackItem(archive: Archive, item: ZipItem, work: Unpacking): Promise<Diagnostic | undefined> {
  switch (item.kind) {
    case 'folder':
      return work.tree.folder(item.segments);
    case 'file':
      return unpackFile(archive, item, work);
    case 'link':
      return unpackLink(archive, item, work);
    default:
      return item.kind satisfies never;
  }
}

async function unpackFile(
  archive: Archive,
  item: ZipItem,
  { tree, meter, refuse, signal }: Unpacking,
): Promise<Diagnostic | undefined> {
  let sum = 0;
  const check = (chunk: Uint8Array): Diagnostic | undefined => {
    signal?.throwIfAborted();
    sum = crc32(chunk, sum);
    return meter.bytes(chunk.length);
  };
  const refusal = await withContent(archive, item.entry, (body) => tree.file({ ...item, check }, body));
  if (refusal !== undefined || sum === item.entry.crc32) return refusal;
  return refuse('REL1520', `the entry ${quoted(item.name)} is damaged: its checksum is wrong`, 'get the package again');
}

async function unpackLink(archive: Archive, item: ZipItem, work: Unpacking): Promise<Diagnostic | undefined> {
  const target = await withContent(archive, item.entry, (body) => readTarget(body, item, work));
  return typeof target === 'string' ? work.tree.link({ ...item, target }) : target;
}

async function readTarget(
  body: AsyncIterable<Uint8Array>,
  item: ZipItem,
  { meter, refuse }: Unpacking,
): Promise<string | Diagnostic> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    const refusal = meter.bytes(chunk.length);
    if (refusal !== undefined) return refusal;
    if (length > LONGEST_TARGET)
      return refuse('REL1523', `the link ${quoted(item.name)} is too long`, 'pack the file itself');
    chunks.push(Uint8Array.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A piece of the content may be used until the next one is asked for. */
async function withContent<T>(
  { zip, reader, spent }: Archive,
  entry: Entry,
  use: (body: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  if (!entry.isCompressed()) {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    return use(reader.pieces(fileDataStart, entry.compressedSize));
  }
  const body = await zip.openReadStreamPromise(entry);
  // yauzl only emits its errors. One that comes before anybody reads would end the process, or be waited for for ever:
  // a destroyed stream keeps its error for the reader.
  body.on('error', (error) => body.destroy(error));
  try {
    return await use(counted(body, spent));
  } finally {
    body.destroy();
  }
}

async function* counted(body: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield chunk;
    count(chunk.length);
  }
}
