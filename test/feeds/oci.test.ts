import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { imageReference } from '../../src/feeds/oci/repository.ts';
import { resolveRequests } from '../../src/feeds/resolve-requests.ts';
import { collect, contractContent, feedContract, value } from '../contract/feed.ts';
import { digestOf, OciContent, type OciServerOptions, ociFake } from '../support/feeds/oci-server.ts';
import { type Fake, sendJson, startFake } from '../support/feeds/server.ts';
import { version } from '../versions/read.ts';
import { sha256Of, text } from './bytes.ts';
import { made, never, secrets } from './made.ts';

const content = new OciContent();
for (const { id, version: tag, bytes } of contractContent) {
  content.artifact(`team/${id.toLowerCase()}`, bytes, { tag, title: `${id}.${tag}.zip` });
}
const contract = ociFake(content, { page: 2 });
afterAll(async () => (await contract).close());
feedContract('oci', async () => made('oci', { url: `${(await contract).url}/team` }));

async function serving(held: OciContent, options: OciServerOptions = {}): Promise<Fake> {
  const server = await ociFake(held, options);
  onTestFinished(() => server.close());
  return server;
}

const hex = (digest: string): string => digest.replace('sha256:', '');

describe('the oci feed', () => {
  it('names the file of an artifact as it was pushed', async () => {
    const held = new OciContent();
    held.artifact('web', text('zip'), { tag: 'v1.2.0_b.7', title: 'dist/Web.1.2.0.nupkg' });
    const feed = made('oci', { url: (await serving(held)).url });
    const opened = value(await feed.open('web', version('1.2'), never));
    expect(opened).toMatchObject({
      fileName: 'Web.1.2.0.nupkg',
      kind: 'nupkg',
      digests: [{ hex: sha256Of(text('zip')) }],
    });
    expect((await collect(opened.body)).toString()).toBe('zip');
  });

  it('pins the tag of an image to its manifest, and of an index to the index', async () => {
    const held = new OciContent();
    const single = held.image('api', text('layer'), '1.0.0');
    const arm = held.image('api', text('arm'));
    const amd = held.image('api', text('amd'));
    const index = held.index('api', { 'linux/amd64': amd, 'linux/arm64/v8': arm }, '2.0.0');
    const { url } = await serving(held);
    const feed = made('oci', { url });
    expect(value(await feed.sha256('api', version('1.0.0'), never))).toBe(hex(single));
    expect(value(await feed.sha256('api', version('2.0.0'), never))).toBe(hex(index));
    const forArm = made('oci', { url, platform: 'linux/arm64' });
    expect(value(await forArm.sha256('api', version('2.0.0'), never))).toBe(hex(arm));
    const forWindows = await made('oci', { url, platform: 'windows/amd64' }).sha256('api', version('2.0.0'), never);
    expect(forWindows).toMatchObject({
      problem: { kind: 'no-platform', available: ['linux/amd64', 'linux/arm64/v8'] },
    });
    expect(await feed.open('api', version('1.0.0'), never)).toMatchObject({ problem: { kind: 'not-a-package' } });
    const settings = { name: 'x', type: 'oci', settings: { url: 'https://r.example/team' } };
    expect(imageReference(settings, 'Api', hex(single))).toBe(`r.example/team/api@${single}`);
  });

  it('takes an artifact of an index by platform', async () => {
    const held = new OciContent();
    const manifests = {
      'linux/amd64': held.artifact('tool', text('amd')),
      'linux/arm64': held.artifact('tool', text('arm')),
    };
    held.index('tool', manifests, '1.0.0');
    const { url } = await serving(held);
    expect(value(await made('oci', { url }).sha256('tool', version('1.0.0'), never))).toBe(sha256Of(text('amd')));
    const arm = made('oci', { url, platform: 'linux/arm64' });
    expect(value(await arm.sha256('tool', version('1.0.0'), never))).toBe(sha256Of(text('arm')));
  });

  it('takes a tag that is no version when it is named, and never from a range', async () => {
    const held = new OciContent();
    held.artifact('web', text('1'), { tag: '1.0.0' });
    held.artifact('web', text('s'), { tag: 'stable' });
    const feeds = new Map([['oci', made('oci', { url: (await serving(held)).url })]]);
    const span = { file: 'r.yaml', offset: 0, length: 1 };
    const requests = ['*', 'stable', '0.0.0-stable'].map((wanted) => ({
      feed: 'oci',
      id: 'web',
      wanted,
      level: 'step' as const,
      span,
    }));
    const { packages } = await resolveRequests(requests, feeds, { signal: never });
    expect([...packages.values()].map((one) => [one.version, one.sha256])).toEqual([
      ['1.0.0', sha256Of(text('1'))],
      ['0.0.0-stable', sha256Of(text('s'))],
      ['0.0.0-stable', sha256Of(text('s'))],
    ]);
  });

  it('fetches a token for each repository, to pull and nothing else', async () => {
    const held = new OciContent();
    held.artifact('team/web', text('web'), { tag: '1.0.0' });
    held.artifact('team/api', text('api'), { tag: '1.0.0' });
    const server = await serving(held, {
      challenge: 'Bearer realm="REALM/token",service="registry",scope="repository:team/web:pull,push"',
      authorization: (name) => `Bearer for repository:${name}:pull`,
      before: (request, response, url, origin) => {
        if (url.pathname === '/token') {
          const ok = request.headers.authorization === `Basic ${Buffer.from('me:pw').toString('base64')}`;
          if (ok) sendJson(response, { token: `for ${url.searchParams.get('scope')}`, expires_in: 300 });
          else response.writeHead(401).end();
          return true;
        }
        if (request.headers.authorization !== undefined) return false;
        response.writeHead(401, { 'www-authenticate': `Bearer realm="${origin}/token",service="registry"` }).end();
        return true;
      },
    });
    const settings = { url: `${server.url}/team`, username: 'me', secret: { env: 'P' } };
    const feed = made('oci', settings, { secret: secrets({ P: 'pw' }) });
    expect(value(await feed.sha256('web', version('1.0.0'), never))).toBe(sha256Of(text('web')));
    expect(value(await feed.sha256('api', version('1.0.0'), never))).toBe(sha256Of(text('api')));
    const asked = server.seen.map((one) => one.path.split('?')[0]);
    expect(asked.filter((path) => path === '/token')).toHaveLength(2);
    // Only the very first question goes out without a token.
    expect(server.seen.filter((one) => one.headers.authorization === undefined)).toHaveLength(1);
    expect(server.seen.find((one) => one.path.startsWith('/token'))?.path).toContain('service=registry');
  });

  it('sends no password to a plain-text place of tokens that is not the registry', async () => {
    const thief = await startFake((_, response) => sendJson(response, { token: 'x' }));
    onTestFinished(() => thief.close());
    const server = await serving(new OciContent(), {
      challenge: `Bearer realm="${thief.url}/token"`,
      authorization: () => 'nobody',
    });
    const settings = { url: server.url, secret: { env: 'P' } };
    const result = await made('oci', settings, { secret: secrets({ P: 'pw' }) }).versions('web', never);
    expect(result).toMatchObject({ problem: { kind: 'unauthorised' } });
    expect(thief.seen).toEqual([]);
  });

  it('answers a Basic challenge', async () => {
    const held = new OciContent();
    held.artifact('web', text('web'), { tag: '1.0.0' });
    const server = await serving(held, {
      challenge: 'Basic realm="r"',
      authorization: () => `Basic ${Buffer.from('me:pw').toString('base64')}`,
    });
    const settings = { url: server.url, username: 'me', secret: { env: 'P' } };
    const feed = made('oci', settings, { secret: secrets({ P: 'pw' }) });
    expect(value(await feed.sha256('web', version('1.0.0'), never))).toBe(sha256Of(text('web')));
  });

  it('refuses a manifest that is not what its digest says, pages without end, and many layers', async () => {
    const held = new OciContent();
    const inner = held.artifact('web', text('web'));
    held.index('web', { 'linux/amd64': inner }, '1.0.0');
    const lie = Buffer.from(JSON.stringify({ schemaVersion: 2 }));
    held.files.set(`web/manifests/${inner}`, { bytes: lie, type: 'application/vnd.oci.image.manifest.v1+json' });
    const two = [1, 2].map((number) => ({ mediaType: 'x/y', digest: held.blob('two', text(`${number}`)), size: 1 }));
    held.manifest(
      'two',
      { mediaType: 'application/vnd.oci.image.manifest.v1+json', config: { mediaType: 'a/b' }, layers: two },
      '1.0.0',
    );
    const server = await serving(held, {
      before: (_, response, url) => {
        if (!url.pathname.startsWith('/v2/endless/')) return false;
        sendJson(response, { tags: ['1.0.0'] }, { link: `<${url.pathname}?n=1000>; rel="next"` });
        return true;
      },
    });
    const feed = made('oci', { url: server.url });
    const wrong = await feed.sha256('web', version('1.0.0'), never);
    expect(wrong).toMatchObject({
      problem: { kind: 'digest-mismatch', expected: hex(inner), actual: hex(digestOf(lie)) },
    });
    expect(await feed.versions('endless', never)).toMatchObject({ problem: { kind: 'malformed' } });
    expect(await feed.sha256('two', version('1.0.0'), never)).toMatchObject({ problem: { kind: 'not-a-package' } });
  });
});
