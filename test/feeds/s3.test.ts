import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { FeedContext } from '../../src/feeds/factory.ts';
import type { Feed } from '../../src/feeds/feed.ts';
import { keyPattern } from '../../src/feeds/s3/key-pattern.ts';
import type { Json } from '../../src/util/json.ts';
import { contractContent, feedContract, value } from '../contract/feed.ts';
import { type S3ServerOptions, s3Fake } from '../support/feeds/s3-server.ts';
import type { Fake } from '../support/feeds/server.ts';
import { version } from '../versions/read.ts';
import { sha256Of, text } from './bytes.ts';
import { made, never } from './made.ts';

const environment = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 's3cret' };

function feedOn(
  server: Fake,
  settings: { readonly [key: string]: Json } = {},
  context: Partial<FeedContext> = {},
): Feed {
  const place = { bucket: 'packages', endpoint: server.url, pathStyle: true };
  return made('s3', { ...place, ...settings }, { environment, ...context });
}

const objects = new Map(contractContent.map((one) => [`releases/${one.id}/${one.id}.${one.version}.zip`, one.bytes]));
for (const checksums of [true, false]) {
  const contract = s3Fake('packages', objects, { page: 2, checksums });
  afterAll(async () => (await contract).close());
  feedContract(`s3 ${checksums ? 'with' : 'without'} checksums`, async () =>
    feedOn(await contract, { prefix: 'releases/' }),
  );
}

async function serving(held: ReadonlyMap<string, Uint8Array>, options: S3ServerOptions = {}): Promise<Fake> {
  const server = await s3Fake('packages', held, options);
  onTestFinished(() => server.close());
  return server;
}

describe('the s3 feed', () => {
  it('takes a checksum that S3 keeps without reading the package', async () => {
    const server = await serving(objects, { checksums: true });
    const feed = feedOn(server, { pattern: 'releases/{id}/{id}.{version}.zip' });
    expect(value(await feed.sha256('Web', version('1.0.0'), never))).toBe(sha256Of(text('web')));
    expect(server.seen).toHaveLength(2);
  });

  it('reads other patterns, and lists no key that only begins alike', async () => {
    const keys = ['web-1.0.0.tgz', 'web-2.0.0.tgz', 'web-site-3.0.0.tgz', 'web-2.0.0.tgz.sha256'];
    const server = await serving(new Map(keys.map((key) => [key, text(key)])));
    const feed = feedOn(server, { pattern: '{id}-{version}.tgz' });
    expect(value(await feed.versions('web', never)).map((one) => [one.version.text, one.kind])).toEqual([
      ['1.0.0', 'tar'],
      ['2.0.0', 'tar'],
    ]);
    expect(value(await feed.versions('WEB-site', never))).toHaveLength(1);
    expect(await feed.versions('wep', never)).toMatchObject({ problem: { kind: 'no-package', similar: ['web'] } });
  });

  it.each([
    [403, 'AccessDenied', 'forbidden'],
    [403, 'InvalidAccessKeyId', 'unauthorised'],
    [404, 'NoSuchBucket', 'malformed'],
    [503, 'SlowDown', 'rate-limited'],
    [500, 'InternalError', 'unreachable'],
    [301, 'PermanentRedirect', 'malformed'],
  ])('tells apart %i %s', async (status, code, kind) => {
    const server = await serving(objects, {
      before: (_, response) => {
        response.writeHead(status, { 'content-type': 'application/xml' });
        response.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
        return true;
      },
    });
    const result = await feedOn(server).versions('Web', never);
    expect(result).toMatchObject({ problem: { kind } });
    expect(JSON.stringify(result)).not.toContain('s3cret');
    expect(server.seen).toHaveLength(kind === 'rate-limited' || kind === 'unreachable' ? 4 : 1);
  });

  it.each([
    ['takes up a broken download where it broke', true],
    ['refuses the rest of an object that changed meanwhile', false],
  ])('%s', async (_, same) => {
    const bytes = new Uint8Array(300_000).fill(7);
    const etag = same ? `"${createHash('md5').update(bytes).digest('hex')}"` : '"before"';
    let first = true;
    const server = await serving(new Map([['Web/Web.1.0.0.zip', bytes]]), {
      before: (request, response, url) => {
        if (url.searchParams.has('list-type') || request.method === 'HEAD' || !first) return false;
        first = false;
        response.writeHead(200, { 'content-length': bytes.length, etag });
        response.write(bytes.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 20));
        return true;
      },
    });
    const result = await feedOn(server).sha256('Web', version('1.0.0'), never);
    if (same) expect(value(result)).toBe(sha256Of(bytes));
    else expect(result).toMatchObject({ problem: { kind: 'malformed' } });
    expect(server.seen.at(-1)?.headers.range).toMatch(/^bytes=[1-9][0-9]*-$/);
  });

  it('bounds the list that a bucket sends', async () => {
    const server = await serving(objects, {
      before: (_, response) => {
        response.writeHead(200, { 'content-type': 'application/xml' });
        response.end(`<?xml version="1.0"?><ListBucketResult>${' '.repeat(100_000)}</ListBucketResult>`);
        return true;
      },
    });
    const feed = feedOn(server, {}, { limits: { documentBytes: 10_000 } });
    expect(await feed.versions('Web', never)).toMatchObject({ problem: { kind: 'too-large' } });
  });

  it.each([
    ['no id', '{version}.zip'],
    ['no version', '{id}.zip'],
    ['no archive', '{id}/{version}.txt'],
  ])('refuses a pattern with %s', (_, pattern) => {
    expect(() => made('s3', { bucket: 'b', pattern })).toThrow('pattern');
  });
});

describe('keyPattern', () => {
  const pattern = keyPattern('r/{id}/{id}.{version}.zip');
  it.each([
    ['r/A.B/A.B.1.2.3.zip', '1.2.3'],
    ['r/A.B/A.B.zip', undefined],
    ['r/A.B/A.B.C.1.0.0.zip', undefined],
    ['r/A.B/old/A.B.1.0.0.zip', undefined],
  ])('reads %s', (key, wanted) => {
    expect(pattern?.versionIn(key, 'A.B')?.text).toBe(wanted);
  });
});
