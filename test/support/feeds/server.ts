import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as a fake saw it. */
export interface Seen {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface Fake {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL, origin: string) => void;

/** An HTTP server for one test. A handler that answers nothing leaves the connection hanging. */
export async function startFake(handler: Handler): Promise<Fake> {
  const seen: Seen[] = [];
  let origin = '';
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    seen.push({ path, headers: request.headers });
    handler(request, response, new URL(path, origin), origin);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: origin, seen, close };
}

export function sendJson(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

export function sendStatus(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end();
}

/** Sends bytes as a good file server does: with a strong ETag, and parts by Range and If-Range (RFC 9110). */
export function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  { etag, ...headers }: Record<string, string> = {},
): void {
  const common = { ...headers, 'accept-ranges': 'bytes', ...(etag && { etag }) };
  const from = /^bytes=([0-9]+)-$/.exec(request.headers.range ?? '')?.[1];
  const asked = request.headers['if-range'];
  if (from === undefined || (asked !== undefined && asked !== etag)) {
    response.writeHead(200, { ...common, 'content-length': bytes.length }).end(bytes);
    return;
  }
  const rest = bytes.subarray(Number(from));
  const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
  response.writeHead(206, { ...common, 'content-length': rest.length, 'content-range': range }).end(rest);
}

/** True when it answered 304 to a condition that holds. */
export function sentUnchanged(request: IncomingMessage, response: ServerResponse, etag: string): boolean {
  if (request.headers['if-none-match'] !== etag) return false;
  response.writeHead(304, { etag }).end();
  return true;
}

/** Goes on for as long as somebody reads. */
export function sendEndlessly(response: ServerResponse): void {
  // From Node 26 on a response whose reader has gone is not destroyed at once, but says so to who writes.
  const more = (error?: Error | null): void =>
    void (error || response.destroyed || response.write(Buffer.alloc(64 * 1024), more));
  more();
}
