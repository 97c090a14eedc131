import { type FeedResult, failed, found } from '../feed.ts';
import { shownAddress } from './address.ts';
import { type HttpClient, offlineProblem, tryOnce } from './client.ts';
import type { HttpAnswer, HttpHeaders, HttpRequest } from './exchange.ts';
import { type Part, resumed } from './resume.ts';
import { retrying } from './retry.ts';

export interface Download {
  /** Bytes of the whole, where the server says so. */
  readonly size?: number;
  /** A strong ETag, for those who keep what they learn about these bytes. */
  readonly etag?: string;
  /** Throws FeedFailure when it breaks off for good. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface DownloadRequest extends HttpRequest {
  /** Bytes that the feed's listing promised: there may not be more. */
  readonly promised?: number | undefined;
}

/** Starts to read a file that may be large; undefined when there is none. A broken connection is taken up where it broke. */
export async function download(
  client: HttpClient,
  { promised, ...request }: DownloadRequest,
  signal: AbortSignal,
): Promise<FeedResult<Download | undefined>> {
  signal.throwIfAborted();
  if (client.offline) return offlineProblem(request.url);
  const first = await open(client, request, { status: [200, 404, 410], offset: 0 }, signal);
  if (!first.ok || first.value === undefined) return first.ok ? found(undefined) : first;
  const what = shownAddress(request.url);
  const openRest = async (offset: number, validator: string): Promise<FeedResult<Part>> => {
    const headers = { ...request.headers, range: `bytes=${offset}-`, 'if-range': validator };
    const rest = await open(client, { ...request, headers }, { status: [200, 206], offset }, signal);
    if (!rest.ok) return rest;
    return rest.value === undefined ? failed({ kind: 'malformed', detail: `${what} is gone` }) : found(rest.value);
  };
  const { size, validator } = first.value;
  const options = {
    what,
    limit: Math.min(client.limits.packageBytes, promised ?? Number.POSITIVE_INFINITY),
    policy: client.policy,
    signal,
  };
  return found({
    ...(size !== undefined && { size }),
    ...(validator?.startsWith('"') && { etag: validator }),
    body: resumed(first.value, openRest, options),
  });
}

function open(
  client: HttpClient,
  request: HttpRequest,
  { status, offset }: { readonly status: readonly number[]; readonly offset: number },
  signal: AbortSignal,
): Promise<FeedResult<Part | undefined>> {
  // Packed on the way, offsets would count something else.
  const asked = { ...request, headers: { 'accept-encoding': 'identity', ...request.headers } };
  const read = async (answer: HttpAnswer): Promise<FeedResult<Part | undefined>> => partOf(answer, offset);
  return retrying(() => tryOnce(client, asked, { wanted: status, read }, signal), client.policy, signal);
}

function partOf({ status, headers, body, url }: HttpAnswer, offset: number): FeedResult<Part | undefined> {
  if (status === 404 || status === 410) {
    body.destroy();
    return found(undefined);
  }
  const validator = validatorOf(headers);
  const common = { body, ...(validator !== undefined && { validator }) };
  if (status === 200) {
    const size = wholeNumber(headers['content-length']);
    return found({ ...common, start: 0, ...(size !== undefined && { size }) });
  }
  const range = /^bytes ([0-9]+)-[0-9]+\/([0-9]+|\*)$/.exec(headers['content-range'] ?? '');
  const start = wholeNumber(range?.[1]);
  if (start === undefined || start > offset) {
    body.destroy();
    return failed({ kind: 'malformed', detail: `${shownAddress(url)} sends another part than asked for` });
  }
  const size = wholeNumber(range?.[2]);
  return found({ ...common, start, ...(size !== undefined && { size }) });
}

/** Only what changes with every byte will do: a weak ETag may stay the same for other bytes. */
function validatorOf(headers: HttpHeaders): string | undefined {
  const etag = headers.etag;
  return etag?.startsWith('"') ? etag : headers['last-modified'];
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}
