import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type FeedResult, failed, found } from '../feed.ts';
import { shownAddress } from './address.ts';
import type { HttpAnswer } from './exchange.ts';
import type { HttpLimits } from './limits.ts';

/** Reads a document whole, unpacking gzip, as long as it stays within bounds of size and time. */
export async function readDocument(
  answer: HttpAnswer,
  { documentBytes, documentMs }: HttpLimits,
  now: () => number,
): Promise<FeedResult<Buffer>> {
  const source = unpacked(answer);
  if (source === undefined) {
    const encoding = answer.headers['content-encoding'] ?? '';
    return failed({ kind: 'malformed', detail: `${shownAddress(answer.url)} is packed as ${encoding}` });
  }
  const end = now() + documentMs;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    size += chunk.length;
    const what = shownAddress(answer.url);
    // Leaving the loop destroys the stream and with it the connection.
    if (size > documentBytes) return failed({ kind: 'too-large', what, limit: documentBytes });
    if (now() > end) return failed({ kind: 'unreachable', detail: `${what}: the answer takes too long` });
  }
  return found(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
}

function unpacked({ body, headers }: HttpAnswer): Readable | undefined {
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return undefined;
  return pipeline(body, createGunzip(), () => undefined);
}
