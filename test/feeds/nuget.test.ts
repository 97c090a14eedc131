import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { describeFeedProblem } from '../../src/feeds/problem.ts';
import { collect, contractContent, feedContract, value } from '../contract/feed.ts';
import { type NugetPackage, type NugetServerOptions, nugetFake } from '../support/feeds/nuget-server.ts';
import { type Fake, startFake } from '../support/feeds/server.ts';
import { version } from '../versions/read.ts';
import { sha256Of, text } from './bytes.ts';
import { made, never, secrets } from './made.ts';

const variants: readonly (readonly [string, NugetServerOptions])[] = [
  ['nuget', {}],
  ['nuget with pages apart and no hashes', { pages: 'apart', hashes: false }],
  ['nuget with a flat container only', { resources: ['flat'] }],
  ['nuget with registrations only', { resources: ['registrations'] }],
];
for (const [name, options] of variants) {
  const server = nugetFake(contractContent, options);
  afterAll(async () => (await server).close());
  feedContract(name, async () => made('nuget', { url: `${(await server).url}/index.json` }));
}

async function serving(packages: readonly NugetPackage[], options: NugetServerOptions = {}): Promise<Fake> {
  const server = await nugetFake(packages, options);
  onTestFinished(() => server.close());
  return server;
}

const on = (server: Fake, extra = {}) => ({ url: `${server.url}/index.json`, ...extra });

describe('the nuget feed', () => {
  it('asks in lower case, for normal versions, and shows what is unlisted', async () => {
    const server = await serving([
      { id: 'My.Web', version: '1.02.0.0-RC.1+build', bytes: text('a'), unlisted: true },
      { id: 'My.Web', version: '1.2.3.4', bytes: text('b') },
    ]);
    const feed = made('nuget', on(server));
    const listed = value(await feed.versions('MY.web', never));
    expect(listed.map((one) => [one.id, one.version.text, one.listed, one.kind])).toEqual([
      ['My.Web', '1.02.0.0-RC.1+build', false, 'nupkg'],
      ['My.Web', '1.2.3.4', true, 'nupkg'],
    ]);
    const opened = value(await feed.open('my.web', version('1.2.0-rc.1'), never));
    expect((await collect(opened.body)).toString()).toBe('a');
    expect(opened.digests).toMatchObject([{ algorithm: 'sha512' }]);
    expect(server.seen.map((one) => one.path)).toContain('/flat/my.web/1.2.0-rc.1/my.web.1.2.0-rc.1.nupkg');
    expect(server.seen.some((one) => one.path.startsWith('/old'))).toBe(false);
  });

  it('sends a secret as Basic authentication, and nothing to another host', async () => {
    const elsewhere = await startFake((_, response) => response.writeHead(200).end('web'));
    onTestFinished(() => elsewhere.close());
    const authorization = `Basic ${Buffer.from('me:s3cret').toString('base64')}`;
    const server = await serving([{ id: 'Web', version: '1.0.0', bytes: text('web') }], {
      authorization,
      before: (_, response, url) => {
        if (!url.pathname.startsWith('/flat')) return false;
        response.writeHead(302, { location: `${elsewhere.url}/signed?sig=abc` }).end();
        return true;
      },
    });
    const settings = on(server, { username: 'me', secret: { env: 'TOKEN' } });
    const feed = made('nuget', settings, { secret: secrets({ TOKEN: 's3cret' }) });
    expect(value(await feed.sha256('Web', version('1.0.0'), never))).toBe(sha256Of(text('web')));
    expect(server.seen.every((one) => one.headers.authorization === authorization)).toBe(true);
    expect(elsewhere.seen).toHaveLength(1);
    expect(elsewhere.seen[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    [{}, 'REL1507', 'give the feed a secret in release.config.yaml'],
    [{ secret: { env: 'TOKEN' } }, 'REL1507', 'check the secret of the feed'],
    [{ secret: { env: 'OTHER' } }, 'REL1518', 'set OTHER'],
  ])('says what to do about credentials: %j', async (extra, code, hint) => {
    const server = await serving([], { authorization: 'Basic right' });
    const feed = made('nuget', on(server, extra), { secret: secrets({ TOKEN: 'wr0ng' }) });
    const result = await feed.versions('Web', never);
    if (result.ok) throw new Error('let in');
    const diagnostic = describeFeedProblem(result.problem, 'nuget');
    expect(diagnostic).toMatchObject({ code, hint });
    expect(JSON.stringify(diagnostic)).not.toContain('wr0ng');
  });

  it('refuses an address with a password, and one that is no feed', async () => {
    expect(() => made('nuget', { url: 'https://me:pw@example.com/v3/index.json' })).toThrow(
      'address that cannot be used',
    );
    expect(() => made('nuget', {})).toThrow('has no address');
    const other = await startFake((_, response) => response.writeHead(200).end('<html>'));
    onTestFinished(() => other.close());
    expect(await made('nuget', on(other)).versions('Web', never)).toMatchObject({ problem: { kind: 'malformed' } });
  });

  it('refuses bytes that the catalog does not vouch for', async () => {
    const server = await serving([{ id: 'Web', version: '1.0.0', bytes: text('web') }], {
      before: (_, response, url) => {
        if (!url.pathname.startsWith('/flat')) return false;
        response.writeHead(200).end('evil');
        return true;
      },
    });
    const result = await made('nuget', on(server)).sha256('Web', version('1.0.0'), never);
    expect(result).toMatchObject({ problem: { kind: 'digest-mismatch', algorithm: 'sha512' } });
  });
});
