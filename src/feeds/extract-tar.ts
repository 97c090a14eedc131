import type { EventEmitter } from 'node:events';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { looksZipped } from './archive-kind.ts';
import { entryPath } from './entry-name.ts';
import { EntryQueue } from './entry-queue.ts';
import { quoted } from './extract-refusal.ts';
import type { Unpacking } from './extract-zip.ts';
import { spentPieces } from './spent-pieces.ts';

/**
 * Unpacks a tar, gzipped or not, into the tree, as a stream. The tar package only takes the archive apart; it writes
 * nothing. Errors of zlib come out as they are; what the parser complains about is damage.
 */
export async function extractTar(file: string, work: Unpacking): Promise<Diagnostic | undefined> {
  const gzipped = (await looksZipped(file)) === 'gzip';
  work.signal?.throwIfAborted();
  const source = createReadStream(file, { ...(work.signal && { signal: work.signal }) });
  const gunzip = gzipped ? createGunzip() : undefined;
  // The loop over the last stream sees every error; these listeners keep one that comes early from ending the process.
  source.on('error', (error) => gunzip?.destroy(error));
  gunzip?.on('error', () => undefined);
  try {
    return await pump(gunzip === undefined ? source : source.pipe(gunzip), work);
  } finally {
    source.destroy();
    gunzip?.destroy();
  }
}

/** Feeds the parser until it is done or something is refused; entries are handled one after the other. */
async function pump(bytes: AsyncIterable<Uint8Array>, work: Unpacking): Promise<Diagnostic | undefined> {
  const queue = new EntryQueue();
  const parser = new Parser({
    // A gzip inside the gzip would be unpacked uncounted: any growth there ends the reading.
    maxDecompressionRatio: 1,
    onReadEntry: (entry) => queue.add(entry, (body) => unpackEntry(entry, body, work)),
    onwarn: (_code, message) => queue.refuse(damaged(work, String(message))),
  });
  parser.on('error', (error: unknown) => queue.refuse(damaged(work, String(error))));
  parser.on('ignoredEntry', (entry: ReadEntry) => queue.refuse(unsupported(entry, work)));
  const ended = event(parser, 'end');
  const spent = spentPieces();
  try {
    for await (const chunk of bytes) {
      const refusal = work.meter.bytes(chunk.length);
      if (refusal !== undefined) queue.refuse(refusal);
      if (queue.isStopped) break;
      if (!parser.write(chunk)) await Promise.race([event(parser, 'drain'), queue.stopped]);
      spent(chunk.length);
    }
    if (!queue.isStopped) {
      parser.end();
      await Promise.race([ended, queue.stopped]);
    }
  } catch (error) {
    await queue.abandon();
    throw error;
  }
  return queue.outcome();
}

function event(emitter: EventEmitter, name: string): Promise<void> {
  return new Promise((happened) => emitter.once(name, () => happened()));
}

async function unpackEntry(entry: ReadEntry, body: Readable, work: Unpacking): Promise<Diagnostic | undefined> {
  const { tree, meter, refuse } = work;
  work.signal?.throwIfAborted();
  const tooMany = meter.entry();
  if (tooMany !== undefined) return tooMany;
  const name = entry.path;
  const path = entryPath(name, 'refused');
  if (!path.ok)
    return refuse(path.code, `the entry ${quoted(name)} ${path.reason}`, 'do not unpack it; ask who made it');
  const { segments } = path;
  const item = { segments, name, executable: ((entry.mode ?? 0) & 0o111) !== 0, target: entry.linkpath ?? '' };
  if (entry.type !== 'Directory' && segments.length === 0)
    return refuse('REL1522', `an entry has no name`, 'leave it out');
  const kind = KINDS.get(entry.type);
  if (kind === undefined) return unsupported(entry, work);
  const refusal = tree.claim(segments, kind === 'copy' ? 'file' : kind, name);
  if (refusal !== undefined) return refusal;
  switch (kind) {
    case 'file':
      return tree.file({ ...item, check: () => undefined }, body);
    case 'folder':
      return tree.folder(segments);
    case 'link':
      return tree.link(item);
    case 'copy': {
      const target = entryPath(item.target, 'refused');
      return tree.copy(item, target.ok ? target.segments : [], item.executable, meter.bytes);
    }
    default:
      return kind satisfies never;
  }
}

const KINDS: ReadonlyMap<string, 'file' | 'folder' | 'link' | 'copy'> = new Map([
  ['File', 'file'],
  ['OldFile', 'file'],
  ['ContiguousFile', 'file'],
  ['Directory', 'folder'],
  ['SymbolicLink', 'link'],
  ['Link', 'copy'],
]);

function unsupported(entry: ReadEntry, { refuse }: Unpacking): Diagnostic {
  const hint = 'pack only files, folders and links';
  return refuse('REL1525', `the entry ${quoted(entry.path)} is a ${entry.type}`, hint);
}

function damaged({ refuse }: Unpacking, detail: string): Diagnostic {
  return refuse('REL1520', 'it is damaged, or not an archive', 'get the package again', detail);
}
