import { setMaxListeners } from 'node:events';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { type FeedResult, failed, found } from '../feed.ts';
import { shownAddress } from './address.ts';

/** Who we are to a server. */
export interface Credentials {
  /** The Authorization header for this very address; undefined sends none. Never a header for a foreign host. */
  header(url: URL, signal: AbortSignal): Promise<FeedResult<string | undefined>>;
  /** A 401 came with this WWW-Authenticate. True when `header` has something new to say. */
  challenged?(url: URL, challenge: string, signal: AbortSignal): Promise<FeedResult<boolean>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: Readable;
  /** Where the answer came from in the end. */
  readonly url: URL;
  readonly anonymous: boolean;
}

/** By lower-case name. */
export type HttpHeaders = Readonly<Record<string, string | undefined>>;

export interface HttpRequest {
  readonly url: URL;
  readonly headers?: HttpHeaders;
  readonly credentials?: Credentials;
}

/**
 * One question: follows redirects, answers one challenge. Credentials are worked out anew for each address, so a redirect
 * cannot carry them to another host. Rejects with what the connection fails with.
 */
export async function exchange(
  dispatcher: Dispatcher,
  request: HttpRequest,
  redirects: number,
  signal: AbortSignal,
): Promise<FeedResult<HttpAnswer>> {
  const seen = new Set<string>();
  let url = request.url;
  let challenged = false;
  for (;;) {
    const answer = await ask(dispatcher, { ...request, url }, signal);
    if (!answer.ok) return answer;
    const { status, headers, body } = answer.value;
    if (status === 401 && !challenged) {
      const again = await request.credentials?.challenged?.(url, headers['www-authenticate'] ?? '', signal);
      if (again?.ok === false) return drop(body, again);
      if (again?.value !== true) return answer;
      challenged = true;
      discard(body);
      continue;
    }
    if (![301, 302, 303, 307, 308].includes(status)) return answer;
    discard(body);
    seen.add(url.href);
    const next = redirectTarget(url, headers.location);
    if (!next.ok) return next;
    if (seen.has(next.value.href)) return badRedirect(`${shownAddress(url)} leads in a circle`);
    if (seen.size > redirects) return badRedirect(`${shownAddress(request.url)} leads on more than ${redirects} times`);
    url = next.value;
  }
}

async function ask(
  dispatcher: Dispatcher,
  { url, headers, credentials }: HttpRequest,
  signal: AbortSignal,
): Promise<FeedResult<HttpAnswer>> {
  signal.throwIfAborted();
  // All requests of a command listen to one signal, however many there are.
  setMaxListeners(0, signal);
  const authorization = (await credentials?.header(url, signal)) ?? found(undefined);
  if (!authorization.ok) return authorization;
  const answer = await dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: 'GET',
    headers: {
      'user-agent': 'release',
      ...headers,
      ...(authorization.value && { authorization: authorization.value }),
    },
    signal,
  });
  // A body that breaks before anybody reads it must not bring the process down; who reads it later still gets the error.
  answer.body.on('error', () => undefined);
  return found({
    status: answer.statusCode,
    headers: plain(answer.headers),
    body: answer.body,
    url,
    anonymous: authorization.value === undefined,
  });
}

function plain(headers: Readonly<Record<string, string | string[] | undefined>>): HttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function redirectTarget(from: URL, location: string | undefined): FeedResult<URL> {
  if (location === undefined || !URL.canParse(location, from.href)) {
    return badRedirect(`${shownAddress(from)} redirects without saying where`);
  }
  const to = new URL(location, from);
  if (to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')) return found(to);
  return badRedirect(`${shownAddress(from)} redirects to ${to.protocol}//${to.host}, which is not safe`);
}

function badRedirect(detail: string): FeedResult<never> {
  return failed({ kind: 'bad-redirect', detail });
}

function drop<T>(body: Readable, result: FeedResult<T> & { readonly ok: false }): FeedResult<never> {
  discard(body);
  return result;
}

/** Gives up a body that nobody wants. */
export function discard(body: Readable): void {
  body.destroy();
}
