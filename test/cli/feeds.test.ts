import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { npmFake } from '../support/feeds/npm-server.ts';
import { nugetFake } from '../support/feeds/nuget-server.ts';
import { OciContent, ociFake } from '../support/feeds/oci-server.ts';
import { npmPackage, nupkgPackage, zipPackage } from '../support/feeds/packages.ts';
import { s3Fake } from '../support/feeds/s3-server.ts';
import { type Fake, startFake } from '../support/feeds/server.ts';
import { cli, codesOf, folderWith, readText, type World, writeFiles } from './kit.ts';

const contents = { 'settings/site one.txt': 'hello from the package' };
const versions = ['1.0.0', '1.1.0', '2.0.0'];

interface Served {
  readonly server: Fake;
  /** The feed in release.config.yaml. */
  readonly feed: string;
  readonly id: string;
  readonly environment?: World['environment'];
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

/** The same three versions of one package, by each protocol; all of them ask for credentials. */
const protocols: Readonly<Record<string, () => Promise<Served>>> = {
  nuget: async () => {
    const id = 'My.Web';
    const packages = versions.map(async (version) => ({
      id,
      version,
      bytes: await nupkgPackage(id, version, contents),
    }));
    const server = await nugetFake(await Promise.all(packages), { authorization: basic('me:s3cret-of-feed') });
    const feed = `{ type: nuget, url: "${server.url}/index.json", username: me, secret: { env: FEED_TOKEN } }`;
    return { server, feed, id, environment: { FEED_TOKEN: 's3cret-of-feed' } };
  },
  npm: async () => {
    const id = '@team/web';
    const packages = versions.map((version) => ({ id, version, bytes: npmPackage(id, version, contents) }));
    const server = await npmFake(packages, { authorization: 'Bearer s3cret-of-feed', tags: { latest: '1.1.0' } });
    const feed = `{ type: npm, url: "${server.url}", secret: { env: FEED_TOKEN } }`;
    return { server, feed, id, environment: { FEED_TOKEN: 's3cret-of-feed' } };
  },
  oci: async () => {
    const held = new OciContent();
    for (const tag of versions) held.artifact('team/web', await zipPackage({ ...contents, tag }), { tag });
    const options = { challenge: 'Basic realm="fake"', authorization: () => basic('me:s3cret-of-feed') };
    const server = await ociFake(held, options);
    const feed = `{ type: oci, url: "${server.url}/team", username: me, secret: { env: FEED_TOKEN } }`;
    return { server, feed, id: 'web', environment: { FEED_TOKEN: 's3cret-of-feed' } };
  },
  s3: async () => {
    const objects = new Map<string, Uint8Array>();
    for (const version of versions)
      objects.set(`builds/web-${version}.zip`, await zipPackage({ ...contents, version }));
    const server = await s3Fake('packages', objects);
    const feed = `{ type: s3, bucket: packages, prefix: builds/, pattern: "{id}-{version}.zip", endpoint: "${server.url}", pathStyle: true }`;
    const environment = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 's3cret-of-feed' };
    return { server, feed, id: 'web', environment };
  },
};

async function serve(protocol: string): Promise<Served & { readonly folder: string; readonly world: World }> {
  const served = await (protocols[protocol] as () => Promise<Served>)();
  onTestFinished(() => served.server.close());
  const folder = folderWith(workspaceOf(served.feed, served.id));
  return { ...served, folder, world: { environment: { PATH: '/usr/bin:/bin', ...served.environment } } };
}

function workspaceOf(feed: string, id: string, wanted = '1.*'): Readonly<Record<string, string>> {
  return {
    'release.config.yaml': `environments: [test]\nfeeds:\n  main: ${feed}\n`,
    'tenants/acme.yaml': 'tenant: acme\nenvironments: [test]\n',
    'tenants/globex.yaml': 'tenant: globex\nenvironments: [test]\n',
    'projects/web.yaml': [
      'project: web',
      'tenancy: tenanted',
      'steps:',
      `  - { id: web, uses: package, package: { id: "${id}" } }`,
      '  - id: look',
      '    uses: script',
      '    with:',
      '      env: { FOLDER: "{{steps.web.outputs.path}}", TENANT: "{{tenant.id}}", ROOT: "{{root}}" }',
      '      run: cp "$FOLDER/settings/site one.txt" "$ROOT/$TENANT.txt"',
      '',
    ].join('\n'),
    'releases/r.yaml': `release: r\nproject: web\nversion: 1.0.0\nenvironments: [test]\ntenants: all\npackages: { "${id}": "${wanted}" }\n`,
  };
}

const lockFile = 'releases/r.lock.yaml';

test('a word that a feed has for a version is locked as that version, and another one is refused with its words', async () => {
  const { server, feed, id, world } = await serve('npm');
  expect(server.url).toMatch(/^http/);
  const folder = folderWith(workspaceOf(feed, id, 'latest'));
  writeFiles(folder, { 'variables/root.yaml': `variableSet: root\nvariables: { root: "${folder}" }\n` });
  const locked = await cli(folder, ['lock'], world);
  expect([locked.err, locked.code]).toEqual(['', 0]);
  expect(readText(folder, lockFile)).toContain('"wanted": "latest", "version": "1.1.0"');
  expect((await cli(folder, ['lock', '--check'], world)).code).toBe(0);
  writeFiles(folder, workspaceOf(feed, id, 'newest'));
  const refused = await cli(folder, ['lock', '--update', 'packages', '*'], world);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('a tag of the feed: latest') });
});

test.each([
  [401, 'REL1507', 'does not let us in', 'check the secret of the feed'],
  [403, 'REL1513', 'knows who asks and refuses', 'ask for the right to read it'],
  [404, 'REL1504', 'has no package', 'check the id'],
  [429, 'REL1514', 'too many requests', 'try again in 120 seconds'],
])('status %i is told apart: %s, "%s", "%s"', async (status, code, summary, hint) => {
  const server = await startFake((_, response) => {
    response.writeHead(status, { 'retry-after': '120' }).end();
  });
  onTestFinished(() => server.close());
  const feed = `{ type: npm, url: "${server.url}", secret: { env: FEED_TOKEN } }`;
  const folder = folderWith(workspaceOf(feed, 'web'));
  writeFiles(folder, { 'variables/root.yaml': `variableSet: root\nvariables: { root: "${folder}" }\n` });
  const told = await cli(folder, ['lock'], { environment: { PATH: '/usr/bin:/bin', FEED_TOKEN: 's3cret-of-feed' } });
  expect(told.code).toBe(2);
  for (const part of [code, summary, hint, 'releases/r.yaml:6']) expect(told.err).toContain(part);
  const { out } = await cli(folder, ['doctor'], { environment: { PATH: '/usr/bin:/bin', FEED_TOKEN: 'x' } });
  // Registries say 403 of what is not there, which is what the doctor asks for.
  const state = { 403: 'warning', 404: 'ok     ' }[status] ?? 'FAILED ';
  expect(out).toContain(`${state}  feed main: `);
  expect(told.err).not.toContain('s3cret-of-feed');
});

describe.each(Object.keys(protocols))('a workspace with a feed of type %s', (protocol) => {
  test('is locked, planned, run, run again without the feed, checked offline, pruned and examined', async () => {
    const { server, folder, world, id } = await serve(protocol);
    writeFiles(folder, { 'variables/root.yaml': `variableSet: root\nvariables: { root: "${folder}" }\n` });
    const locked = await cli(folder, ['lock'], world);
    expect([locked.err, locked.code]).toEqual(['', 0]);
    expect(readText(folder, lockFile)).toMatch(
      new RegExp(`"id": "${id}", "wanted": "1\\.\\*", "version": "1\\.1\\.0", "sha256": "[0-9a-f]{64}"`),
    );
    const plan = await cli(folder, ['plan', '--output', 'json'], world);
    expect([plan.code, plan.out]).toEqual([0, expect.stringContaining('1.1.0')]);
    expect(plan.out).toContain('1.1.0');
    const run = await cli(folder, ['run'], world);
    expect([run.err.split('\n').filter((line) => line.includes('failed')), run.code]).toEqual([[], 0]);
    expect(readText(folder, 'acme.txt')).toBe(contents['settings/site one.txt']);
    expect(readText(folder, 'globex.txt')).toBe(contents['settings/site one.txt']);
    const healthy = await cli(folder, ['doctor'], world);
    expect(healthy.out).toContain('ok       feed main: it answers');

    await server.close();
    expect((await cli(folder, ['lock', '--check'], world)).code).toBe(0);
    const check = await cli(folder, ['lock', '--update', 'all', '--check', '--offline'], world);
    expect([check.err, check.code]).toEqual(['', 0]);
    rmSync(join(folder, lockFile));
    const offline = await cli(folder, ['lock', '--offline'], world);
    expect([offline.err, offline.code]).toEqual(['', 0]);
    expect((await cli(folder, ['run'], world)).code).toBe(0);
    const ill = await cli(folder, ['doctor'], world);
    expect(ill.out).toMatch(/FAILED {3}feed main: The feed "main" cannot be reached/);

    // What the lock names stays whatever its age; without the lock it goes.
    const later = { ...world, now: () => Date.now() + 90 * 86_400_000 };
    await cli(folder, ['cache', 'prune'], later);
    expect((await cli(folder, ['run'], world)).code).toBe(0);
    rmSync(join(folder, lockFile));
    const pruned = await cli(folder, ['cache', 'prune', '--output', 'json'], later);
    expect(JSON.parse(pruned.out).files).toBeGreaterThan(0);
    const empty = await cli(folder, ['lock', '--offline', '--output', 'json'], world);
    expect(codesOf(empty)).toEqual(['REL1533']);
    for (const told of [locked, plan, run, healthy, ill]) expect(told.out + told.err).not.toContain('s3cret-of-feed');
  });

  test('asks nothing again that cannot have changed', async () => {
    const { server, folder, world } = await serve(protocol);
    writeFiles(folder, { 'variables/root.yaml': `variableSet: root\nvariables: { root: "${folder}" }\n` });
    expect((await cli(folder, ['lock'], world)).code).toBe(0);
    const first = server.seen.length;
    expect((await cli(folder, ['lock', '--update', 'all'], world)).code).toBe(0);
    // OCI is asked for the manifest of the tag as well, which may have moved, and without credentials once; NuGet for its index.
    const again = server.seen.slice(first);
    expect(again.length).toBeLessThanOrEqual({ nuget: 2, npm: 1, oci: 3, s3: 1 }[protocol] ?? 0);
    expect(again.some(({ path }) => /\.nupkg|\.tgz|blobs|\.zip$/.test(path))).toBe(false);
  });
});

describe('an image', () => {
  const deploy = `export default {
    name: 'us/deploy',
    package: 'required',
    inputs: { type: 'object', properties: { image: { type: 'string' } } },
    run: async ({ inputs, package: used, log }) => {
      log('deploying ' + inputs.image + ' as ' + used.image + '\\n');
      return { kind: 'succeeded' };
    },
  };`;
  const imageWorkspace = (feed: string) =>
    folderWith({
      'release.config.yaml': `environments: [test]\nstepKinds: [./steps/deploy.mjs]\nfeeds: { main: ${feed} }\n`,
      'steps/deploy.mjs': deploy,
      'projects/api.yaml': [
        'project: api',
        'tenancy: untenanted',
        'steps: [{ id: go, uses: us/deploy, package: { id: api }, with: { image: "{{package.image}}" } }]',
        '',
      ].join('\n'),
      'releases/r.yaml': 'release: r\nproject: api\nversion: 1.0.0\nenvironments: [test]\npackages: { api: "2.*" }\n',
    });

  test('is deployed by the digest that its tag had when the lock was written, also when the tag moves', async () => {
    const held = new OciContent();
    const locked = held.image('team/api', Buffer.from('first'), '2.0.0');
    const server = await ociFake(held);
    onTestFinished(() => server.close());
    const folder = imageWorkspace(`{ type: oci, url: "${server.url}/team" }`);
    expect((await cli(folder, ['lock'])).code).toBe(0);
    const moved = held.image('team/api', Buffer.from('second'), '2.0.0');
    expect(moved).not.toBe(locked);
    const run = await cli(folder, ['run', '--verbose']);
    const reference = `${new URL(server.url).host}/team/api@${locked}`;
    expect([run.code, run.err]).toEqual([0, expect.stringContaining(`deploying ${reference} as ${reference}`)]);
  });

  test('is asked for in vain of a feed that has none, which is said before anything runs', async () => {
    const folder = imageWorkspace('{ type: folder, path: packages }');
    const told = await cli(folder, ['validate']);
    expect(told).toMatchObject({ code: 2 });
    expect(told.err + told.out).toContain('package.image');
  });
});
