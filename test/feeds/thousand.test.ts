import { expect, it, onTestFinished } from 'vitest';
import { packageCache } from '../../src/feeds/cache.ts';
import { metadataCache } from '../../src/feeds/metadata-cache.ts';
import { resolveRequests } from '../../src/feeds/resolve-requests.ts';
import { npmFake } from '../support/feeds/npm-server.ts';
import { scratch, text } from './bytes.ts';
import { made, never } from './made.ts';

it('resolves a thousand ids with a request each, over no more than 16 connections, and asks only for changes the next time', async () => {
  const ids = Array.from({ length: 1000 }, (_, number) => `local.tenant-${number}`);
  const connections = new Set<unknown>();
  const server = await npmFake(
    ids.map((id) => ({ id, version: '1.0.0', bytes: text(id) })),
    {
      before: ({ socket }) => {
        connections.add(socket);
        return false;
      },
    },
  );
  onTestFinished(() => server.close());
  const place = { folder: scratch(), now: Date.now };
  const span = { file: 'r.yaml', offset: 0, length: 1 };
  const requests = ids.map((id) => ({ feed: 'npm', id, wanted: '*', level: 'release-id' as const, span }));
  const resolve = async () => {
    const feed = made('npm', { url: server.url }, { cache: packageCache(place), metadata: metadataCache(place) });
    const before = server.seen.length;
    const { packages, diagnostics } = await resolveRequests(requests, new Map([['npm', feed]]), { signal: never });
    expect([packages.size, diagnostics]).toEqual([1000, []]);
    return server.seen.slice(before);
  };
  const first = await resolve();
  // One for the list, one to learn the sha256, which npm does not publish.
  expect(first.filter(({ path }) => !path.endsWith('.tgz'))).toHaveLength(1000);
  expect(first).toHaveLength(2000);
  expect(connections.size).toBeGreaterThan(8);
  expect(connections.size).toBeLessThanOrEqual(16);
  const again = await resolve();
  expect(again).toHaveLength(1000);
  expect(again.every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true);
}, 60_000);
