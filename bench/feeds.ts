import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { Agent } from 'undici';
import { packageCache } from '../src/feeds/cache.ts';
import { inParallel } from '../src/feeds/in-parallel.ts';
import { metadataCache } from '../src/feeds/metadata-cache.ts';
import { npmFeed } from '../src/feeds/npm.ts';
import { isFeed } from '../src/feeds/registry.ts';
import { resolveRequests } from '../src/feeds/resolve-requests.ts';
import { print, seconds } from './support/figure.ts';
import { median, medianRatio } from './support/measure.ts';

/**
 * Times the resolution of many package ids against the bare requests that it needs: the same addresses, the same number at
 * a time, answers read and thrown away. `first` learns each sha256 by reading the package (npm publishes sha512 only),
 * which is a request more; `again` asks only whether something changed. Words: ids, then milliseconds of latency.
 */
const VERSIONS = 20;
const PARALLEL = 16;
const tarball = smallPackage();
const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;

/** Some random bytes, as `npm pack` packs them. */
function smallPackage(): Buffer {
  const content = randomBytes(20_000);
  const header = Buffer.alloc(512);
  new Header({ path: 'package/data', mode: 0o644, size: content.length, mtime: new Date(0), type: 'File' }).encode(
    header,
  );
  const padding = Buffer.alloc(512 - (content.length % 512) + 1024);
  return gzipSync(Buffer.concat([header, content, padding]));
}

function serve(latency: number): void {
  const server = createServer((request, response) => {
    const answer = (): void => {
      if (request.url?.endsWith('.tgz')) return void response.end(tarball);
      if (request.headers['if-none-match'] !== undefined) return void response.writeHead(304).end();
      const name = request.url?.slice(1) ?? '';
      const versions = Array.from({ length: VERSIONS }, (_, number) => [
        `1.${number}.0`,
        { name, dist: { tarball: `/${name}-1.${number}.0.tgz`, integrity } },
      ]);
      response.writeHead(200, { etag: '"1"', 'content-type': 'application/json' });
      response.end(JSON.stringify({ name, versions: Object.fromEntries(versions) }));
    };
    if (latency > 0) setTimeout(answer, latency);
    else answer();
  });
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function bare(origin: string, paths: readonly string[], headers: Record<string, string>): Promise<void> {
  const agent = new Agent();
  await inParallel(paths, PARALLEL, async (path) => {
    const { body } = await agent.request({ origin, path, method: 'GET', headers });
    await body.arrayBuffer();
  });
  await agent.close();
}

async function resolveAll(origin: string, ids: readonly string[], folder: string): Promise<void> {
  const place = { folder, now: Date.now };
  const context = { root: folder, cache: packageCache(place), metadata: metadataCache(place) };
  const feed = npmFeed({ name: 'bench', type: 'npm', settings: { url: origin } }, context);
  if (!isFeed(feed)) throw new Error(feed.summary);
  const span = { file: 'r.yaml', offset: 0, length: 1 };
  const requests = ids.map((id) => ({ feed: 'bench', id, wanted: '1.*', level: 'release-id' as const, span }));
  const options = { signal: new AbortController().signal };
  const { packages, diagnostics } = await resolveRequests(requests, new Map([['bench', feed]]), options);
  if (packages.size !== ids.length) throw new Error(JSON.stringify(diagnostics[0]));
}

interface Round {
  readonly bareFirst: number;
  readonly first: number;
  readonly bareAgain: number;
  readonly again: number;
}

async function measure(count: number, latency: number): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: latency });
  const port = await new Promise<number>((done) => worker.once('message', done));
  const origin = `http://127.0.0.1:${port}`;
  const ids = Array.from({ length: count }, (_, number) => `local.tenant-${number}`);
  const documents = ids.map((id) => `/${id}`);
  const tarballs = ids.map((id) => `/${id}-1.${VERSIONS - 1}.0.tgz`);
  const rounds: Round[] = [];
  for (let round = 0; round < 3; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'release-bench-'));
    rounds.push({
      bareFirst: await timed(() => bare(origin, [...documents, ...tarballs], {})),
      first: await timed(() => resolveAll(origin, ids, folder)),
      bareAgain: await timed(() => bare(origin, documents, { 'if-none-match': '"1"' })),
      again: await timed(() => resolveAll(origin, ids, folder)),
    });
    rmSync(folder, { recursive: true });
  }
  await worker.terminate();
  report(`${count} ids, ${latency} ms away, first time`, rounds, 'first', 'bareFirst');
  report(`${count} ids, ${latency} ms away, again`, rounds, 'again', 'bareAgain');
}

function report(what: string, rounds: readonly Round[], name: keyof Round, bareName: keyof Round): void {
  const [ours, bareRequests] = [rounds.map((round) => round[name]), rounds.map((round) => round[bareName])];
  const peer = `bare requests ${seconds(median(bareRequests) / 1000)}`;
  const ratio = medianRatio(ours, bareRequests);
  print({ bench: 'feeds', what, ours: seconds(median(ours) / 1000), peer, ratio, goal: 1.3 });
}

if (isMainThread) {
  const [count = 1000, ...latencies] = process.argv.slice(2).map(Number);
  for (const latency of latencies.length > 0 ? latencies : [20]) await measure(count, latency);
} else {
  serve(workerData as number);
}
