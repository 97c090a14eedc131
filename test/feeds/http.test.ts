import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FeedContext } from '../../src/feeds/factory.ts';
import { httpClient } from '../../src/feeds/http/client.ts';
import { getDocument } from '../../src/feeds/http/document.ts';
import { download } from '../../src/feeds/http/download.ts';
import type { Credentials } from '../../src/feeds/http/exchange.ts';
import { metadataCache } from '../../src/feeds/metadata-cache.ts';
import { FeedFailure } from '../../src/feeds/problem.ts';
import { collect, value } from '../contract/feed.ts';
import { type Fake, type Handler, sendBytes, sendEndlessly, startFake } from '../support/feeds/server.ts';
import { scratch } from './bytes.ts';
import { never } from './made.ts';

async function serving(handler: Handler): Promise<Fake> {
  const server = await startFake(handler);
  onTestFinished(() => server.close());
  return server;
}

/** Answers each request with the next step; the last one stays. */
function steps(...all: readonly ((request: IncomingMessage, response: ServerResponse) => void)[]): Handler {
  let number = 0;
  return (request, response) => {
    const step = all[Math.min(number, all.length - 1)];
    number += 1;
    step?.(request, response);
  };
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(code, headers).end();
const says =
  (body: string | Buffer, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(200, headers).end(body);

interface Made {
  readonly get: (url: string) => ReturnType<typeof getDocument>;
  readonly open: (url: string) => ReturnType<typeof download>;
  readonly waits: number[];
}

function made(context: Partial<FeedContext> = {}, credentials?: Credentials): Made {
  const waits: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const client = httpClient({ root: '/nowhere', wait, random: () => 0, ...context });
  const request = (url: string) => ({ url: new URL(url), ...(credentials && { credentials }) });
  return {
    get: (url) => getDocument(client, request(url), never),
    open: (url) => download(client, request(url), never),
    waits,
  };
}

const textOf = (document: Awaited<ReturnType<Made['get']>>): string | undefined => value(document)?.body.toString();

async function problemOf(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  try {
    await collect(body);
  } catch (error) {
    if (error instanceof FeedFailure) return error.problem;
    throw error;
  }
  throw new Error('it was read to its end');
}

describe('a question that fails', () => {
  it.each([
    [401, 'unauthorised', 1],
    [403, 'forbidden', 1],
    [407, 'unreachable', 1],
    [418, 'malformed', 1],
    [408, 'unreachable', 4],
    [429, 'rate-limited', 4],
    [500, 'unreachable', 4],
    [503, 'unreachable', 4],
  ])('with %i is %s after %i tries', async (code, kind, tries) => {
    const server = await serving(status(code));
    const { get, waits } = made();
    const result = await get(`${server.url}/x?token=private`);
    expect(result).toMatchObject({ ok: false, problem: { kind, detail: expect.stringContaining(`answered ${code}`) } });
    expect(JSON.stringify(result)).not.toContain('private');
    expect(server.seen).toHaveLength(tries);
    expect(waits).toEqual([250, 500, 1000].slice(0, tries - 1));
  });

  it.each([404, 410])('with %i is an answer: there is none', async (code) => {
    const server = await serving(status(code));
    expect(value(await made().get(server.url))).toBeUndefined();
  });

  it('waits as long as Retry-After says, in seconds or as a date, then gets its answer', async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    const server = await serving(
      steps(status(429, { 'retry-after': '7' }), status(503, { 'retry-after': date }), says('there')),
    );
    const { get, waits } = made();
    expect(textOf(await get(server.url))).toBe('there');
    expect(waits[0]).toBe(7000);
    expect(waits[1]).toBeGreaterThan(20_000);
    expect(waits[1]).toBeLessThanOrEqual(30_000);
  });

  it('does not wait for an hour, but says so', async () => {
    const server = await serving(status(429, { 'retry-after': '3600' }));
    const { get, waits } = made();
    expect(await get(server.url)).toMatchObject({ problem: { kind: 'rate-limited', retryAfterSeconds: 3600 } });
    expect(waits).toEqual([]);
  });

  it('gives up on a server that accepts and says nothing', async () => {
    const server = await serving(() => undefined);
    const { get } = made({ limits: { firstByteMs: 100, attempts: 2 } });
    expect(await get(server.url)).toMatchObject({
      problem: { kind: 'unreachable', detail: expect.stringContaining('no answer in time') },
    });
    expect(server.seen).toHaveLength(2);
  }, 10_000);

  it('gives up on an answer that stops coming, and on one that never ends', async () => {
    const stuck = await serving((_, response) => void response.writeHead(200).write('so far'));
    const { get } = made({ limits: { idleMs: 100, attempts: 1 } });
    expect(await get(stuck.url)).toMatchObject({
      problem: { kind: 'unreachable', detail: expect.stringContaining('stopped coming') },
    });
    const endless = await serving((_, response) => {
      response.writeHead(200);
      sendEndlessly(response);
    });
    const bounded = made({ limits: { documentBytes: 1024 * 1024 } });
    expect(await bounded.get(endless.url)).toMatchObject({ problem: { kind: 'too-large', limit: 1024 * 1024 } });
  }, 10_000);

  it('says that nobody listens, and that a name is not known', async () => {
    const { get } = made({ limits: { attempts: 2 } });
    expect(await get('http://127.0.0.1:1/')).toMatchObject({ problem: { kind: 'unreachable' } });
    expect(await get('http://feed.invalid/')).toMatchObject({ problem: { kind: 'unreachable' } });
  });
});

describe('a document', () => {
  it('may come packed, but not as a bomb or in ways we did not ask for', async () => {
    const server = await serving((request, response) => {
      if (request.url === '/br') says('x', { 'content-encoding': 'br' })(request, response);
      else if (request.url === '/bomb')
        says(gzipSync(Buffer.alloc(20_000_000)), { 'content-encoding': 'gzip' })(request, response);
      else if (request.url === '/damaged') says('no gzip', { 'content-encoding': 'gzip' })(request, response);
      else says(gzipSync('packed'), { 'content-encoding': 'gzip' })(request, response);
    });
    const { get } = made({ limits: { documentBytes: 1_000_000, attempts: 1 } });
    expect(textOf(await get(server.url))).toBe('packed');
    expect(await get(`${server.url}/bomb`)).toMatchObject({ problem: { kind: 'too-large' } });
    expect(await get(`${server.url}/br`)).toMatchObject({ problem: { kind: 'malformed' } });
    expect(await get(`${server.url}/damaged`)).toMatchObject({ problem: { kind: 'unreachable' } });
  });

  it.each([
    ['ETag', { etag: '"v1"' }, 'if-none-match', '"v1"'],
    [
      'date',
      { 'last-modified': 'Sat, 21 Nov 2026 10:00:00 GMT' },
      'if-modified-since',
      'Sat, 21 Nov 2026 10:00:00 GMT',
    ],
  ])('is asked for again only if it changed, by its %s', async (_, headers, condition, wanted) => {
    const server = await serving(steps(says('first', headers), status(304), says('second', headers)));
    const metadata = metadataCache({ folder: scratch(), now: Date.now });
    const bodies = [];
    for (let time = 0; time < 3; time += 1) bodies.push(textOf(await made({ metadata }).get(server.url)));
    expect(bodies).toEqual(['first', 'first', 'second']);
    expect(server.seen.map((one) => one.headers[condition])).toEqual([undefined, wanted, wanted]);
    await server.close();
    expect(textOf(await made({ metadata, offline: true }).get(server.url))).toBe('second');
    expect(await made({ metadata, offline: true }).get(`${server.url}/other`)).toMatchObject({
      problem: { kind: 'offline' },
    });
  });

  it('is refused when it says "not changed" to a plain question', async () => {
    const server = await serving(status(304));
    expect(await made().get(server.url)).toMatchObject({ problem: { kind: 'malformed' } });
  });
});

describe('a redirect', () => {
  const secret: Credentials = {
    header: async (url) => ({ ok: true, value: url.host === own ? 'Bearer s3cret' : undefined }),
  };
  let own = '';

  it('is followed, and carries credentials to no other host', async () => {
    const other = await serving(says('there'));
    const server = await serving(status(302, { location: `${other.url}/x` }));
    own = new URL(server.url).host;
    expect(textOf(await made({}, secret).get(server.url))).toBe('there');
    expect(server.seen[0]?.headers.authorization).toBe('Bearer s3cret');
    expect(other.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('is refused in a circle, without end, to other protocols, and to nowhere', async () => {
    let hops = 0;
    const server = await serving((request, response) => {
      hops += 1;
      const to = { '/circle': '/circle', '/endless': '/endless', '/file': 'file:///etc/passwd' }[request.url ?? ''];
      if (request.url === '/nowhere') status(302)(request, response);
      else if (request.url?.startsWith('/endless')) status(302, { location: `/endless?${hops}` })(request, response);
      else status(302, { location: to ?? '/' })(request, response);
    });
    for (const path of ['circle', 'endless', 'file', 'nowhere']) {
      expect(await made().get(`${server.url}/${path}`)).toMatchObject({ problem: { kind: 'bad-redirect' } });
    }
  });
});

describe('a download', () => {
  const bytes = Buffer.from(Array.from({ length: 500_000 }, (_, index) => (index * 7) % 251));
  /** Sends half and breaks the connection. */
  const half =
    (headers: Record<string, string>) =>
    (_: IncomingMessage, response: ServerResponse): void => {
      response.writeHead(200, { 'content-length': bytes.length, ...headers });
      response.write(bytes.subarray(0, 250_000), () => setTimeout(() => response.destroy(), 20));
    };
  const whole =
    (etag: string) =>
    (request: IncomingMessage, response: ServerResponse): void =>
      sendBytes(request, response, bytes, { etag });

  it('is taken up where it broke, as often as that brings something', async () => {
    let connections = 0;
    const server = await serving((request, response) => {
      connections += 1;
      const start = Number(/[0-9]+/.exec(request.headers.range ?? '0')?.[0]);
      const end = Math.min(bytes.length, start + 60_000);
      const part = bytes.subarray(start, end);
      const headers = { etag: '"v1"', 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
      const length = { 'content-length': bytes.length - start };
      response.writeHead(request.headers.range ? 206 : 200, { ...headers, ...length });
      response.write(part, () => setTimeout(() => (end === bytes.length ? response.end() : response.destroy()), 10));
    });
    const { body } = value(await made().open(server.url)) ?? {};
    if (body === undefined) throw new Error('nothing');
    expect((await collect(body)).equals(bytes)).toBe(true);
    expect(connections).toBeGreaterThan(5);
    expect(server.seen.slice(1).every((one) => one.headers['if-range'] === '"v1"')).toBe(true);
  });

  it('goes on with a server that starts again from the beginning', async () => {
    const server = await serving(
      steps(half({ etag: '"v1"' }), (_, response) => {
        response.writeHead(200, { etag: '"v1"', 'content-length': bytes.length }).end(bytes);
      }),
    );
    const { body } = value(await made().open(server.url)) ?? {};
    expect(body && (await collect(body)).equals(bytes)).toBe(true);
  });

  it.each([
    ['the file changed meanwhile', { etag: '"v1"' }, '"v2"', 'malformed'],
    ['the server has a weak ETag only', { etag: 'W/"v1"' }, 'W/"v1"', 'unreachable'],
    ['nothing tells whether it is still the same', {}, '"v2"', 'unreachable'],
  ])('is not patched together when %s', async (_, headers, later, kind) => {
    const server = await serving(steps(half(headers as Record<string, string>), whole(later)));
    const { body } = value(await made().open(server.url)) ?? {};
    expect(body && (await problemOf(body))).toMatchObject({ kind });
  });

  it('is bounded by the size that the server said, and by ours where it said none', async () => {
    const lying = await serving((_, response) => {
      response.writeHead(200, { 'transfer-encoding': 'chunked' });
      sendEndlessly(response);
    });
    const { body } = value(await made({ limits: { packageBytes: 1_000_000 } }).open(lying.url)) ?? {};
    expect(body && (await problemOf(body))).toMatchObject({ kind: 'too-large', limit: 1_000_000 });
  });

  it('has no gzip on the way, which would make parts count something else', async () => {
    const server = await serving(whole('"v1"'));
    await made().open(server.url);
    expect(server.seen[0]?.headers['accept-encoding']).toBe('identity');
  });
});
