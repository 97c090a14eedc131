import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { resolveRequests } from '../../src/feeds/resolve-requests.ts';
import type { FeedContent } from '../contract/feed.ts';
import { collect, contractContent, feedContract, value } from '../contract/feed.ts';
import { type NpmServerOptions, npmFake } from '../support/feeds/npm-server.ts';
import { type Fake, startFake } from '../support/feeds/server.ts';
import { version } from '../versions/read.ts';
import { scratch, sha256Of, text } from './bytes.ts';
import { made, never, secrets } from './made.ts';

const contract = npmFake(contractContent);
afterAll(async () => (await contract).close());
feedContract('npm', async () => made('npm', { url: (await contract).url }));

async function serving(content: readonly FeedContent[], options: NpmServerOptions = {}): Promise<Fake> {
  const server = await npmFake(content, options);
  onTestFinished(() => server.close());
  return server;
}

const web: readonly FeedContent[] = [
  { id: 'web', version: '1.0.0', bytes: text('one') },
  { id: 'web', version: '2.0.0-rc.1', bytes: text('two') },
];

describe('the npm feed', () => {
  it('asks for the short form, and gives dist-tags and the sha512', async () => {
    const server = await serving(web, { tags: { latest: '1.0.0', next: '2.0.0-rc.1' } });
    const feed = made('npm', { url: `${server.url}/` });
    const [first, second] = value(await feed.versions('web', never));
    expect(first).toMatchObject({ tags: ['latest'], digests: [{ algorithm: 'sha512' }] });
    expect(second).toMatchObject({ tags: ['next'] });
    expect(server.seen[0]?.headers.accept).toMatch(/^application\/vnd\.npm\.install-v1\+json/);
  });

  it('resolves `next` to the version that the tag names', async () => {
    const server = await serving(web, { tags: { latest: '1.0.0', next: '2.0.0-rc.1' } });
    const feeds = new Map([['npm', made('npm', { url: server.url })]]);
    const span = { file: 'r.yaml', offset: 0, length: 1 };
    const requests = [{ feed: 'npm', id: 'web', wanted: 'next', level: 'release-id' as const, span }];
    const { packages } = await resolveRequests(requests, feeds, { signal: never });
    expect([...packages.values()]).toMatchObject([{ version: '2.0.0-rc.1', sha256: sha256Of(text('two')) }]);
  });

  it.each([
    ['a wrong integrity', () => ({ integrity: `sha512-${Buffer.alloc(64).toString('base64')}` }), 'sha512'],
    ['a wrong shasum of an old package', () => ({ shasum: 'a'.repeat(40) }), 'sha1'],
  ])('refuses %s', async (_, dist, algorithm) => {
    const server = await serving(web, { dist });
    const result = await made('npm', { url: server.url }).sha256('web', version('1.0.0'), never);
    expect(result).toMatchObject({ problem: { kind: 'digest-mismatch', algorithm } });
  });

  it('takes the registry of a scope and its token from the .npmrc, with environment variables filled in', async () => {
    const scoped = await serving([{ id: '@team/etl', version: '1.0.0', bytes: text('etl') }], {
      path: '/npm/',
      authorization: 'Bearer t0ken',
    });
    const root = scratch();
    const host = new URL(scoped.url).host;
    const lines = ['; ours', `@team:registry = "${scoped.url}/npm"`, `//${host}/npm/:_authToken=\${TEAM_TOKEN}`];
    writeFileSync(join(root, '.npmrc'), lines.join('\n'));
    const general = await serving(web);
    const feed = made('npm', { url: general.url }, { root, environment: { TEAM_TOKEN: 't0ken' } });
    const { body, fileName } = value(await feed.open('@team/etl', version('1.0.0'), never));
    expect([(await collect(body)).toString(), fileName]).toEqual(['etl', 'etl-1.0.0.tgz']);
    expect(scoped.seen.map((one) => one.path)).toEqual(['/npm/@team%2Fetl', '/npm/@team/etl/-/etl-1.0.0.tgz']);
    expect(value(await feed.versions('web', never))).toHaveLength(2);
    expect(general.seen.every((one) => one.headers.authorization === undefined)).toBe(true);
  });

  it('lets the .npmrc of the workspace go before that of the user, and reads user and password', async () => {
    const basic = `Basic ${Buffer.from('me:pw').toString('base64')}`;
    const server = await serving(web, { authorization: basic });
    const [root, home] = [scratch(), scratch()];
    const host = new URL(server.url).host;
    const password = Buffer.from('pw').toString('base64');
    writeFileSync(
      join(home, '.npmrc'),
      `registry=http://127.0.0.1:1/\n//${host}/:username=me\n//${host}/:_password=${password}\n`,
    );
    writeFileSync(join(root, '.npmrc'), `registry=${server.url}\n`);
    expect(value(await made('npm', {}, { root, home }).versions('web', never))).toHaveLength(2);
  });

  it('sends the secret of the feed to its own host only', async () => {
    const elsewhere = await startFake((_, response) => response.writeHead(200).end('one'));
    onTestFinished(() => elsewhere.close());
    const server = await serving(web, {
      authorization: 'Bearer t0ken',
      dist: () => ({ tarball: `${elsewhere.url}/web.tgz` }),
    });
    const feed = made('npm', { url: server.url, secret: { env: 'T' } }, { secret: secrets({ T: 't0ken' }) });
    expect(value(await feed.sha256('web', version('1.0.0'), never))).toBe(sha256Of(text('one')));
    expect(elsewhere.seen.map((one) => one.headers.authorization)).toEqual([undefined]);
  });
});
