import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { npmFake } from '../support/feeds/npm-server.ts';
import { nugetFake } from '../support/feeds/nuget-server.ts';
import { OciContent, ociFake } from '../support/feeds/oci-server.ts';
import { npmPackage, nupkgPackage, zipPackage } from '../support/feeds/packages.ts';
import { type Fake, sendEndlessly, startFake } from '../support/feeds/server.ts';
import { corpusFolder, expectations } from '../yaml/corpus.ts';
import { cli, folderWith, type Told, writeFiles } from './kit.ts';

/* Feeds that lie, through the whole program: a diagnostic, and nothing of it is left on disk. */

async function serving(server: Promise<Fake>): Promise<Fake> {
  const made = await server;
  onTestFinished(() => made.close());
  return made;
}

interface Place {
  /** Two folders above the workspace, where an archive that gets out would write. */
  readonly outer: string;
  readonly workspace: string;
}

function workspaceOn(feed: string, id = 'web'): Place {
  const outer = folderWith({});
  const workspace = join(outer, 'deep', 'workspace');
  mkdirSync(workspace, { recursive: true });
  writeFiles(workspace, {
    'release.config.yaml': `environments: [test]\nfeeds: { main: ${feed} }\n`,
    'projects/web.yaml': `project: web\ntenancy: untenanted\nsteps: [{ id: web, uses: package, package: { id: ${id} } }]\n`,
    'releases/r.yaml': `release: r\nproject: web\nversion: 1.0.0\nenvironments: [test]\npackages: { ${id}: "*" }\n`,
  });
  return { outer, workspace };
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

function expectNothingLeft({ outer, workspace }: Place): void {
  expect(readdirSync(outer)).toEqual(['deep']);
  expect(readdirSync(join(outer, 'deep'))).toEqual(['workspace']);
  expect(readdirSync(workspace).sort()).toEqual(
    expect.arrayContaining(['projects', 'release.config.yaml', 'releases']),
  );
  const state = join(workspace, '.release');
  expect(filesIn(join(state, 'cache/packages/sha256'))).toEqual([]);
  expect(filesIn(join(state, 'cache/packages/incoming'))).toEqual([]);
  // The step's own notes on what was there before.
  const installed = filesIn(join(state, 'local')).filter((path) => /applications(?!.*\/\.notes\/)/.test(path));
  expect(installed).toEqual([]);
}

function expectCivil({ out, err }: Told): void {
  expect(out + err).not.toMatch(/^\s+at .*\.[jt]s:\d+/m);
  expect(out + err).not.toContain('s3cret');
}

const hostile = expectations.filter(
  ({ file, expect: wanted }) => file.startsWith('archives/') && (wanted === 'reject' || file.includes('bomb')),
);

describe('an archive that means harm', () => {
  test.each(hostile)('$file is refused by a run ($why)', async ({ file }) => {
    const held = new OciContent();
    held.artifact('web', readFileSync(join(corpusFolder, file)), { tag: '1.0.0', title: file });
    const server = await serving(ociFake(held));
    const place = workspaceOn(`{ type: oci, url: "${server.url}" }`);
    const told = await cli(place.workspace, ['run', '--yes']);
    expect(told.code).toBe(1);
    expect(told.err).toMatch(/REL15(?:2\d|30) web 1\.0\.0: /);
    expectCivil(told);
    expectNothingLeft(place);
  });
});

describe('a package that is another one', () => {
  test.each([
    ['id', 'Other', '1.0.0'],
    ['version', 'web', '6.6.6'],
  ])('is refused by the %s in its .nuspec', async (_, id, version) => {
    const bytes = await nupkgPackage(id, version, { 'a.txt': 'a' });
    const server = await serving(nugetFake([{ id: 'web', version: '1.0.0', bytes }]));
    const place = workspaceOn(`{ type: nuget, url: "${server.url}/index.json" }`);
    const told = await cli(place.workspace, ['lock']);
    expect(told).toMatchObject({ code: 2, err: expect.stringContaining(`says that it is "${id} ${version}"`) });
    expectCivil(told);
    expectNothingLeft(place);
  });

  test('is refused in a folder as well, when the lock is written', async () => {
    const place = workspaceOn('{ type: folder, path: packages }');
    const bytes = await nupkgPackage('web', '6.6.6', { 'a.txt': 'a' });
    mkdirSync(join(place.workspace, 'packages'));
    writeFileSync(join(place.workspace, 'packages/web.1.0.0.nupkg'), bytes);
    const told = await cli(place.workspace, ['lock']);
    expect(told).toMatchObject({ code: 2, err: expect.stringContaining('REL1528') });
  });

  test('is refused by the version in its package.json', async () => {
    const bytes = npmPackage('web', '6.6.6', { 'a.txt': 'a' });
    const server = await serving(npmFake([{ id: 'web', version: '1.0.0', bytes }]));
    const place = workspaceOn(`{ type: npm, url: "${server.url}" }`);
    const told = await cli(place.workspace, ['lock']);
    expect(told).toMatchObject({ code: 2, err: expect.stringContaining('REL1528') });
    expectNothingLeft(place);
  });
});

describe('bytes that are not what was promised', () => {
  test('are refused while they come, by the digest that the feed publishes', async () => {
    const dist = () => ({ integrity: `sha512-${Buffer.alloc(64, 1).toString('base64')}` });
    const bytes = npmPackage('web', '1.0.0', { 'a.txt': 'a' });
    const server = await serving(npmFake([{ id: 'web', version: '1.0.0', bytes }], { dist }));
    const place = workspaceOn(`{ type: npm, url: "${server.url}" }`);
    const told = await cli(place.workspace, ['lock']);
    expect(told).toMatchObject({ code: 2, err: expect.stringContaining('REL1509') });
    expectNothingLeft(place);
  });

  test('are refused by the digest of the lock, when the package was replaced after it was written', async () => {
    const first = new OciContent();
    first.artifact('web', await zipPackage({ 'a.txt': 'first' }), { tag: '1.0.0' });
    const second = new OciContent();
    second.artifact('web', await zipPackage({ 'a.txt': 'second' }), { tag: '1.0.0' });
    let replaced = false;
    const [before, after] = [await serving(ociFake(first)), await serving(ociFake(second))];
    const server = await serving(
      startFake((request, response) => {
        const target = `${replaced ? after.url : before.url}${request.url}`;
        void fetch(target, { headers: { accept: request.headers.accept ?? '*/*' } }).then(async (answer) => {
          response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
          response.end(Buffer.from(await answer.arrayBuffer()));
        });
      }),
    );
    const place = workspaceOn(`{ type: oci, url: "${server.url}" }`);
    expect((await cli(place.workspace, ['lock'])).code).toBe(0);
    replaced = true;
    const told = await cli(place.workspace, ['run', '--yes']);
    expect(told).toMatchObject({ code: 1, err: expect.stringContaining('REL1509') });
    expectNothingLeft(place);
  });

  test('are refused when the end never comes', async () => {
    const server = await serving(
      startFake((request, response, _url, origin) => {
        if (request.url === '/web') {
          const manifest = { name: 'web', dist: { tarball: `${origin}/web.tgz` } };
          response.end(JSON.stringify({ name: 'web', versions: { '1.0.0': manifest } }));
          return;
        }
        response.writeHead(200, { 'content-length': 1000 });
        response.write(Buffer.alloc(400), () => response.destroy());
      }),
    );
    const place = workspaceOn(`{ type: npm, url: "${server.url}" }`);
    const told = await cli(place.workspace, ['lock']);
    expect(told).toMatchObject({ code: 2, err: expect.stringContaining('REL1506') });
    expectNothingLeft(place);
  });
});

test('a body without end is cut where the manifest says that it ends', async () => {
  const held = new OciContent();
  held.artifact('web', Buffer.alloc(5000, 1), { tag: '1.0.0' });
  const server = await serving(
    ociFake(held, {
      before: (_request, response, url) => {
        if (!url.pathname.includes('/blobs/')) return false;
        response.writeHead(200);
        sendEndlessly(response);
        return true;
      },
    }),
  );
  const place = workspaceOn(`{ type: oci, url: "${server.url}" }`);
  expect((await cli(place.workspace, ['lock'])).code).toBe(0);
  const told = await cli(place.workspace, ['run', '--yes']);
  expect(told).toMatchObject({ code: 1, err: expect.stringContaining('REL1517') });
  expectNothingLeft(place);
});

test('a redirect to another host brings no credentials there', async () => {
  const thief = await serving(startFake((_, response) => void response.writeHead(200).end('stolen')));
  const bytes = await nupkgPackage('web', '1.0.0', { 'a.txt': 'a' });
  const authorization = `Basic ${Buffer.from('me:s3cret').toString('base64')}`;
  const server = await serving(
    nugetFake([{ id: 'web', version: '1.0.0', bytes }], {
      authorization,
      before: (_request, response, url) => {
        if (!url.pathname.startsWith('/flat')) return false;
        response.writeHead(302, { location: `${thief.url}/web` }).end();
        return true;
      },
    }),
  );
  const feed = `{ type: nuget, url: "${server.url}/index.json", username: me, secret: { env: TOKEN } }`;
  const place = workspaceOn(feed);
  const told = await cli(place.workspace, ['lock'], { environment: { PATH: '/usr/bin:/bin', TOKEN: 's3cret' } });
  expect(told).toMatchObject({ code: 2, err: expect.stringContaining('REL1509') });
  expect(thief.seen.map((one) => one.headers.authorization)).toEqual([undefined]);
  expectCivil(told);
  expectNothingLeft(place);
});
