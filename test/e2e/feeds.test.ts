import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ZipFile } from 'yazl';
import { collect } from '../contract/feed.ts';
import { npmFake } from '../support/feeds/npm-server.ts';
import { nugetFake } from '../support/feeds/nuget-server.ts';
import { zipPackage } from '../support/feeds/packages.ts';
import { s3Fake } from '../support/feeds/s3-server.ts';
import { type Fake, sendJson, startFake } from '../support/feeds/server.ts';
import { folderWith, release, temporaryFolder, type World, writeFiles } from './program.ts';

const lockFile = 'releases/r.lock.yaml';

function workspaceOn(feed: string, wanted = '*'): string {
  return folderWith({
    'release.config.yaml': `environments: [test]\nfeeds: { main: ${feed} }\n`,
    'projects/web.yaml':
      'project: web\ntenancy: untenanted\nsteps: [{ id: web, uses: package, package: { id: web } }]\n',
    'releases/r.yaml': `release: r\nproject: web\nversion: 1.0.0\nenvironments: [test]\npackages: { web: "${wanted}" }\n`,
  });
}

function filesIn(folder: string): readonly string[] {
  // Later versions of Node go through links such as `current` as well.
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => realpathSync(join(entry.parentPath, entry.name)));
  return [...new Set(paths)];
}

const cacheOf = (folder: string): string => join(folder, '.release/cache/packages');

/** Lists what a process loads, one address or path a line: modules, what is required, and files of the program. */
function watchingLoads(): { readonly world: World; readonly loaded: () => string } {
  const folder = temporaryFolder();
  const [list, hook] = [join(folder, 'loaded'), join(folder, 'hook.mjs')];
  const hooks = `
    import { appendFileSync } from 'node:fs';
    export async function load(url, context, next) {
      appendFileSync(${JSON.stringify(list)}, url + '\\n');
      return next(url, context);
    }`;
  writeFileSync(list, '');
  writeFileSync(
    hook,
    `import Module, { register } from 'node:module';
    import { appendFileSync } from 'node:fs';
    import vm from 'node:vm';
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));
    const find = Module._resolveFilename;
    Module._resolveFilename = (...question) => {
      const path = find(...question);
      appendFileSync(${JSON.stringify(list)}, path + '\\n');
      return path;
    };
    vm.Script = class extends vm.Script {
      constructor(text, options) {
        super(text, options);
        const bundled = text.includes('EnvHttpProxyAgent') ? ' with undici' : '';
        appendFileSync(${JSON.stringify(list)}, options.filename + bundled + '\\n');
      }
    };`,
  );
  // Later versions of Node warn of hooks like this one.
  const environment = { NODE_OPTIONS: `--no-warnings --import=${hook}` };
  return { world: { environment }, loaded: () => readFileSync(list, 'utf8') };
}

test('neither the SDK of AWS nor the HTTP library is loaded by those who do not use them', async () => {
  const folder = workspaceOn('{ type: folder, path: packages }');
  writeFiles(folder, { 'packages/web.1.0.0.zip': await zipPackage({ 'a.txt': 'a' }) });
  for (const words of [['--version'], ['lock'], ['run']]) {
    const { world, loaded } = watchingLoads();
    const told = await release(folder, words, world);
    expect([told.err, told.code]).toEqual([expect.not.stringContaining('error'), 0]);
    expect(loaded()).toContain('main.js');
    expect(loaded()).not.toMatch(/@aws-sdk|undici/);
  }
});

test('the SDK of AWS is loaded where a bucket is asked', async () => {
  const server = await s3Fake('packages', new Map([['web/web.1.0.0.zip', await zipPackage({ 'a.txt': 'a' })]]));
  onTestFinished(() => server.close());
  const folder = workspaceOn(`{ type: s3, bucket: packages, endpoint: "${server.url}", pathStyle: true }`);
  const { world, loaded } = watchingLoads();
  const environment = { ...world.environment, AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 's3cret' };
  const told = await release(folder, ['lock'], { environment });
  expect([told.err, told.code]).toEqual(['', 0]);
  expect(loaded()).toMatch(/@aws-sdk\/client-s3/);
});

test('the HTTP library is loaded where a registry is asked', async () => {
  const server = await npmFake([{ id: 'web', version: '1.0.0', bytes: await zipPackage({ 'a.txt': 'a' }) }]);
  onTestFinished(() => server.close());
  const { world, loaded } = watchingLoads();
  const told = await release(workspaceOn(`{ type: npm, url: "${server.url}" }`), ['lock'], world);
  expect([told.err, told.code]).toEqual(['', 0]);
  expect(loaded()).toMatch(/undici/);
});

/** A registry with one package of so many bytes that nobody holds in memory; breaks the connection half-way once. */
function hugeServer(size: number): Promise<Fake> {
  const chunk = Buffer.alloc(1024 * 1024, 7);
  let broken = false;
  return startFake((request, response, url, origin) => {
    if (url.pathname === '/web') {
      const dist = { tarball: `${origin}/web.tgz` };
      return sendJson(response, { name: 'web', versions: { '1.0.0': { name: 'web', dist } } });
    }
    const start = Number(/[0-9]+/.exec(request.headers.range ?? '0')?.[0]);
    const range = { 'content-range': `bytes ${start}-${size - 1}/${size}` };
    response.writeHead(request.headers.range ? 206 : 200, { 'content-length': size - start, etag: '"v1"', ...range });
    let left = size - start;
    const more = (): void => {
      if (left <= 0) return void response.end();
      if (!broken && left < size / 2) {
        broken = true;
        return void response.destroy();
      }
      const piece = left >= chunk.length ? chunk : chunk.subarray(0, left);
      left -= piece.length;
      response.write(piece, more);
    };
    more();
  });
}

const megabyte = 1024 * 1024;
const size = Number(process.env.RELEASE_TEST_PACKAGE_MEGABYTES ?? 300) * megabyte;
/** What the whole process may have, Node itself included, however large a package is. */
const mostMemory = 100;

function peakOf(told: { readonly bytes: number }, what: string): number {
  const peak = Math.round(told.bytes / megabyte);
  console.log(`${what} took ${peak} MB of memory`);
  return peak;
}

test(`a package of ${size / megabyte} MB is read, verified, resumed and cached in less than ${mostMemory} MB`, async () => {
  const server = await hugeServer(size);
  onTestFinished(() => server.close());
  const folder = workspaceOn(`{ type: npm, url: "${server.url}" }`);
  const told = await release(folder, ['lock']);
  expect([told.err, told.code]).toEqual(['', 0]);
  expect(peakOf(told, `locking ${size / megabyte} MB`)).toBeLessThan(mostMemory);
  const hash = createHash('sha256');
  for (let left = size; left > 0; left -= megabyte) hash.update(Buffer.alloc(megabyte, 7));
  const sha256 = hash.digest('hex');
  expect(readFileSync(join(folder, lockFile), 'utf8')).toContain(sha256);
  expect(filesIn(cacheOf(folder)).filter((path) => path.endsWith(sha256))).toHaveLength(1);
  expect(server.seen.map((one) => one.headers['if-range'])).toContain('"v1"');
}, 600_000);

/** Half of it is packed, half of it stands there as it is; neither can be made smaller. */
async function largeNupkg(bytes: number): Promise<Uint8Array> {
  const zip = new ZipFile();
  const nuspec = '<package><metadata><id>web</id><version>1.0.0</version></metadata></package>';
  zip.addBuffer(Buffer.from('<Types/>'), '[Content_Types].xml');
  zip.addBuffer(Buffer.from(nuspec), 'web.nuspec');
  for (const compress of [true, false]) zip.addBuffer(randomBytes(bytes / 2), `${compress}.bin`, { compress });
  zip.end();
  return collect(zip.outputStream as AsyncIterable<Uint8Array> & NodeJS.ReadableStream);
}

test(`a run downloads, verifies and unpacks a large package in less than ${mostMemory} MB`, async () => {
  const server = await nugetFake([{ id: 'web', version: '1.0.0', bytes: await largeNupkg(150 * megabyte) }]);
  onTestFinished(() => server.close());
  const folder = workspaceOn(`{ type: nuget, url: "${server.url}/index.json" }`);
  const downloaded = await release(folder, ['run', '--yes']);
  expect([downloaded.err, downloaded.code]).toEqual([expect.not.stringContaining('error'), 0]);
  expect(peakOf(downloaded, 'locking and running 150 MB')).toBeLessThan(mostMemory);
  const unpacked = filesIn(folder).filter((path) => /(true|false)\.bin$/.test(path));
  expect(unpacked.map((path) => statSync(path).size)).toEqual([75 * megabyte, 75 * megabyte]);
}, 120_000);

test('several processes fill one cache at once', async () => {
  const bytes = await zipPackage({ 'a.txt': 'a'.repeat(200_000) });
  const server = await npmFake([{ id: 'web', version: '1.0.0', bytes }], {
    before: (_request, response, url) => {
      if (!url.pathname.endsWith('.tgz')) return false;
      // Slowly, so that they are all at it together.
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 100));
      setTimeout(() => response.end(bytes.subarray(100)), 700);
      return true;
    },
  });
  onTestFinished(() => server.close());
  const folder = workspaceOn(`{ type: npm, url: "${server.url}" }`);
  const told = await Promise.all([1, 2, 3].map(() => release(folder, ['lock'])));
  expect(told.map(({ code, err }) => [code, err])).toEqual([1, 2, 3].map(() => [0, '']));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(filesIn(join(cacheOf(folder), 'sha256'))).toEqual([expect.stringContaining(sha256)]);
  expect(readdirSync(join(cacheOf(folder), 'incoming'))).toEqual([]);
  expect((await release(folder, ['lock', '--check'])).code).toBe(0);
}, 60_000);
