import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Environment } from '../../src/feeds/factory.ts';
import { value } from '../contract/feed.ts';
import { npmFake } from '../support/feeds/npm-server.ts';
import { s3Fake } from '../support/feeds/s3-server.ts';
import { sendJson } from '../support/feeds/server.ts';
import {
  type Certificates,
  type ForwardProxy,
  hasOpenssl,
  type Listening,
  makeCertificates,
  startProxy,
  startTlsFake,
} from '../support/feeds/tls.ts';
import { version } from '../versions/read.ts';
import { scratch, sha256Of, text } from './bytes.ts';
import { made, never } from './made.ts';

const title = hasOpenssl ? '' : ' (skipped: there is no openssl to make certificates with)';
const packument = { name: 'web', versions: { '1.0.0': { name: 'web', dist: { tarball: '/web.tgz' } } } };

async function proxied(authorization?: string): Promise<ForwardProxy> {
  const proxy = await startProxy(authorization);
  onTestFinished(() => proxy.close());
  return proxy;
}

describe.skipIf(!hasOpenssl)(`a registry with a certificate of a private CA${title}`, () => {
  let certificates: Certificates;
  let server: Listening;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'release-ca-'));
    certificates = makeCertificates(folder);
    server = await startTlsFake(certificates, (_, response) => sendJson(response, packument));
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const versionsWith = (environment: Environment, ca?: string, root = '/nowhere') =>
    made('npm', { url: server.url, ...(ca !== undefined && { ca }) }, { environment, root }).versions('web', never);

  it('is not trusted by itself', async () => {
    const result = await versionsWith({});
    expect(result).toMatchObject({ ok: false, problem: { kind: 'untrusted' } });
  });

  it('is trusted by `ca`, from the workspace or absolute, and by NODE_EXTRA_CA_CERTS', async () => {
    const root = scratch();
    copyFileSync(certificates.ca, join(root, 'company.pem'));
    expect(value(await versionsWith({}, 'company.pem', root))).toHaveLength(1);
    expect(value(await versionsWith({}, certificates.ca))).toHaveLength(1);
    expect(value(await versionsWith({ NODE_EXTRA_CA_CERTS: certificates.ca }))).toHaveLength(1);
  });

  it('says which file of a CA cannot be read', async () => {
    const problem = { kind: 'untrusted', detail: expect.stringContaining('/missing.pem') };
    expect(await versionsWith({}, '/missing.pem')).toMatchObject({ problem });
  });

  it('is reached through the proxy that HTTPS_PROXY names, and not through it when NO_PROXY says so', async () => {
    const proxy = await proxied();
    const environment = { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certificates.ca };
    expect(value(await versionsWith(environment))).toHaveLength(1);
    expect(proxy.asked).toEqual([`CONNECT ${new URL(server.url).host}`]);
    expect(value(await versionsWith({ ...environment, NO_PROXY: 'localhost' }))).toHaveLength(1);
    expect(value(await versionsWith({ ...environment, NO_PROXY: '*' }))).toHaveLength(1);
    expect(proxy.asked).toHaveLength(1);
  });

  it('is reached through a proxy that wants a password, and says so when it is wrong', async () => {
    const proxy = await proxied(`Basic ${Buffer.from('me:pw').toString('base64')}`);
    const { host } = new URL(proxy.url);
    const ca = { NODE_EXTRA_CA_CERTS: certificates.ca };
    expect(value(await versionsWith({ ...ca, HTTPS_PROXY: `http://me:pw@${host}` }))).toHaveLength(1);
    const refused = await versionsWith({ ...ca, HTTPS_PROXY: `http://me:wr0ng@${host}` });
    expect(refused).toMatchObject({ problem: { kind: 'unreachable' } });
    expect(JSON.stringify(refused)).toContain('407');
    expect(JSON.stringify(refused)).not.toContain('wr0ng');
  });
});

describe('a registry without TLS', () => {
  it('is reached through the proxy that HTTP_PROXY names', async () => {
    const server = await npmFake([{ id: 'web', version: '1.0.0', bytes: text('one') }]);
    onTestFinished(() => server.close());
    const proxy = await proxied();
    const feed = made('npm', { url: server.url }, { environment: { HTTP_PROXY: proxy.url } });
    expect(value(await feed.sha256('web', version('1.0.0'), never))).toBe(sha256Of(text('one')));
    expect(proxy.asked).toEqual([`GET ${server.url}/web`, `GET ${server.url}/web/-/web-1.0.0.tgz`]);
  });

  it('is reached through it by the SDK of S3 as well', async () => {
    const server = await s3Fake('packages', new Map([['Web/Web.1.0.0.zip', text('one')]]));
    onTestFinished(() => server.close());
    const proxy = await proxied();
    const environment = { HTTP_PROXY: proxy.url, AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 's3cret' };
    const feed = made('s3', { bucket: 'packages', endpoint: server.url, pathStyle: true }, { environment });
    expect(value(await feed.sha256('Web', version('1.0.0'), never))).toBe(sha256Of(text('one')));
    expect(proxy.asked.length).toBeGreaterThan(1);
  });

  it('says that nobody listens at the proxy', async () => {
    const feed = made('npm', { url: 'http://feed.invalid' }, { environment: { HTTP_PROXY: 'http://127.0.0.1:1' } });
    expect(await feed.versions('web', never)).toMatchObject({ problem: { kind: 'unreachable' } });
  });

  it('says that the address of a proxy is none', async () => {
    const feed = made('npm', { url: 'http://feed.invalid' }, { environment: { HTTP_PROXY: 'not an address' } });
    expect(await feed.versions('web', never)).toMatchObject({
      problem: { kind: 'unreachable', detail: expect.stringContaining('HTTP_PROXY') },
    });
  });
});
