import { type FeedResult, failed, found } from '../feed.ts';
import type { StoredAnswer } from '../metadata-cache.ts';
import { shownAddress } from './address.ts';
import { type HttpClient, offlineProblem, tryOnce } from './client.ts';
import { discard, type HttpAnswer, type HttpHeaders, type HttpRequest } from './exchange.ts';
import { readDocument } from './read-body.ts';
import { retrying } from './retry.ts';

/** A small answer, read whole. */
export interface HttpDocument {
  readonly headers: HttpHeaders;
  readonly body: Buffer;
}

/** Headers that mean something to us later. */
const KEPT = ['etag', 'last-modified', 'link', 'content-type', 'docker-content-digest'];

export interface DocumentRequest extends HttpRequest {
  /** What is there never changes, because its name is made from it, or because the protocol says so. */
  readonly immutable?: boolean;
}

/**
 * Gets a document; undefined when there is none (404, 410). What came before is asked for again only if it changed (and
 * not at all where it cannot), and is what `offline` answers with.
 */
export async function getDocument(
  client: HttpClient,
  { immutable, ...request }: DocumentRequest,
  signal: AbortSignal,
): Promise<FeedResult<HttpDocument | undefined>> {
  signal.throwIfAborted();
  const key = `${request.url.href} ${request.headers?.accept ?? ''}`;
  const known = await client.metadata?.read(key);
  if (immutable === true && known !== undefined) return found(known);
  if (client.offline) return known === undefined ? offlineProblem(request.url) : found(known);
  const asked = { ...request, headers: { 'accept-encoding': 'gzip', ...request.headers, ...conditions(known) } };
  const read = (answer: HttpAnswer) => readAnswer(client, answer, known);
  const result = await retrying(
    () => tryOnce(client, asked, { wanted: [200, 304, 404, 410], read }, signal),
    client.policy,
    signal,
  );
  if (!result.ok || result.value === undefined || result.value === known) return result;
  await client.metadata?.write(key, { headers: keptOf(result.value.headers), body: result.value.body });
  return result;
}

function conditions(known: StoredAnswer | undefined): HttpHeaders {
  const etag = known?.headers.etag;
  if (etag !== undefined) return { 'if-none-match': etag };
  const date = known?.headers['last-modified'];
  return date === undefined ? {} : { 'if-modified-since': date };
}

async function readAnswer(
  client: HttpClient,
  answer: HttpAnswer,
  known: StoredAnswer | undefined,
): Promise<FeedResult<HttpDocument | undefined>> {
  if (answer.status === 200) {
    const body = await readDocument(answer, client.limits, client.now);
    return body.ok ? found({ headers: answer.headers, body: body.value }) : body;
  }
  discard(answer.body);
  if (answer.status !== 304) return found(undefined);
  if (known !== undefined) return found(known);
  return failed({ kind: 'malformed', detail: `${shownAddress(answer.url)} answered 304 to a plain question` });
}

function keptOf(headers: HttpHeaders): Record<string, string> {
  return Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
