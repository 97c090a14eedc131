import { createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, folderWith } from '../cli/kit.ts';
import { contractContent, feedContract, value } from '../contract/feed.ts';
import { OciContent } from '../support/feeds/oci-server.ts';
import { zipPackage } from '../support/feeds/packages.ts';
import { canRun, freePort, type Started, startProgram } from '../support/feeds/programs.ts';
import { pushOci } from '../support/feeds/push-oci.ts';
import { sendJson } from '../support/feeds/server.ts';
import { type Certificates, hasOpenssl, type Listening, makeCertificates, startTlsFake } from '../support/feeds/tls.ts';
import { version } from '../versions/read.ts';
import { sha256Of, text } from './bytes.ts';
import { made, never, secrets } from './made.ts';

/*
 * Debian's docker-registry, which is the reference implementation of the distribution specification: open, behind a
 * password, and behind a server of tokens.
 */
const there = canRun('docker-registry', ['--version']);
const title = there ? '' : ' (skipped: docker-registry is not installed)';
const basic = `Basic ${Buffer.from('me:s3cret').toString('base64')}`;
/** bcrypt of `s3cret`. */
const htpasswd = 'me:$2b$05$abcdefghijklmnopqrstuuLK7U1u6pVRmL7L1BBM2aS35PSZnDXlK\n';

interface Registry {
  readonly url: string;
  readonly program: Started;
}

const folder = mkdtempSync(join(tmpdir(), 'release-registry-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function startRegistry(auth: string): Promise<Registry> {
  const port = await freePort();
  const place = join(folder, `${port}`);
  const config = [
    'version: 0.1',
    'log: { level: error, accesslog: { disabled: true } }',
    `storage: { filesystem: { rootdirectory: "${place}" } }`,
    `http: { addr: "127.0.0.1:${port}" }`,
    auth,
  ];
  writeFileSync(`${place}.yml`, config.join('\n'));
  const url = `http://127.0.0.1:${port}`;
  return { url, program: await startProgram('docker-registry', ['serve', `${place}.yml`], `${url}/v2/`) };
}

/** A step kind that takes an image both ways: by the template and from the package of the step. */
const deployKind = `export default {
  name: 'us/deploy',
  package: 'required',
  inputs: { type: 'object', properties: { image: { type: 'string' } } },
  run: async ({ inputs, package: used, log }) => {
    log('deploying ' + inputs.image + ' as ' + used.image + '\\n');
    return { kind: 'succeeded' };
  },
};
`;

const held = new OciContent();
for (const { id, version: tag, bytes } of contractContent) {
  held.artifact(`team/${id.toLowerCase()}`, bytes, { tag, title: `${id}.${tag}.zip` });
}

describe.skipIf(!there)(`an open docker-registry${title}`, () => {
  let registry: Registry;
  const images = new OciContent();
  const amd = images.image('team/api', text('amd'));
  const arm = images.image('team/api', text('arm'));
  const index = images.index('team/api', { 'linux/amd64': amd, 'linux/arm64': arm }, '2.0.0');
  beforeAll(async () => {
    registry = await startRegistry('');
    await pushOci(held, registry.url);
    await pushOci(images, registry.url);
  });
  afterAll(() => registry.program.close());

  feedContract('oci on a docker-registry', async () => made('oci', { url: `${registry.url}/team` }));

  it('pins a multi-platform image to its index, or to the platform that the feed names', async () => {
    const url = `${registry.url}/team`;
    expect(`sha256:${value(await made('oci', { url }).sha256('api', version('2.0.0'), never))}`).toBe(index);
    const forArm = made('oci', { url, platform: 'linux/arm64' });
    expect(`sha256:${value(await forArm.sha256('api', version('2.0.0'), never))}`).toBe(arm);
  });

  it('serves a whole release: an artifact to unpack, and an image by the digest of the lock', async () => {
    const packages = new OciContent();
    packages.artifact('team/site', await zipPackage({ 'hello.txt': 'hello' }), { tag: '1.2.0', title: 'site.zip' });
    await pushOci(packages, registry.url);
    const workspace = folderWith({
      'release.config.yaml': `environments: [test]\nstepKinds: [./steps/deploy.mjs]\nfeeds: { main: { type: oci, url: "${registry.url}/team" } }\n`,
      'projects/site.yaml': [
        'project: site',
        'tenancy: untenanted',
        'steps:',
        '  - { id: site, uses: package, package: { id: site } }',
        '  - { id: image, uses: us/deploy, package: { id: api }, with: { image: "{{package.image}}" } }',
        '',
      ].join('\n'),
      'steps/deploy.mjs': deployKind,
      'releases/r.yaml':
        'release: r\nproject: site\nversion: 1.0.0\nenvironments: [test]\npackages: { site: "1.*", api: "2.*" }\n',
    });
    const run = await cli(workspace, ['run', '--verbose']);
    expect([run.code, run.err]).toEqual([0, expect.stringContaining('deploying ')]);
    const image = `${new URL(registry.url).host}/team/api@${index}`;
    expect(run.err).toContain(`deploying ${image} as ${image}`);
  });
});

describe.skipIf(!there)(`a docker-registry behind a password${title}`, () => {
  let registry: Registry;
  beforeAll(async () => {
    writeFileSync(join(folder, 'htpasswd'), htpasswd);
    registry = await startRegistry(`auth: { htpasswd: { realm: r, path: "${join(folder, 'htpasswd')}" } }`);
    await pushOci(held, registry.url, basic);
  });
  afterAll(() => registry.program.close());

  it('lets in who has it, and tells the others apart', async () => {
    const settings = { url: `${registry.url}/team`, username: 'me', secret: { env: 'P' } };
    const versions = (password: string) =>
      made('oci', settings, { secret: secrets({ P: password }) }).versions('web', never);
    expect(value(await versions('s3cret'))).toHaveLength(1);
    expect(await versions('wr0ng')).toMatchObject({ problem: { kind: 'unauthorised', anonymous: false } });
    const nobody = await made('oci', { url: settings.url }).versions('web', never);
    expect(nobody).toMatchObject({ problem: { kind: 'unauthorised', anonymous: true } });
  });
});

const tokenTitle = hasOpenssl ? title : ' (skipped: there is no openssl to make certificates with)';
describe.skipIf(!there || !hasOpenssl)(`a docker-registry behind a server of tokens${tokenTitle}`, () => {
  let registry: Registry;
  let tokens: Listening;
  let certificates: Certificates;
  const scopes: string[] = [];
  beforeAll(async () => {
    certificates = makeCertificates(folder);
    tokens = await startTlsFake(certificates, (request, response, url) => {
      if (request.headers.authorization !== basic) return void response.writeHead(401).end();
      const scope = url.searchParams.get('scope') ?? '';
      scopes.push(scope);
      sendJson(response, { token: tokenFor(scope, certificates), expires_in: 300 });
    });
    const token = `{ realm: "${tokens.url}/token", service: registry, issuer: us, rootcertbundle: "${certificates.ca}" }`;
    registry = await startRegistry(`auth: { token: ${token} }`);
    const all = [...held.tags.keys()].map((name) => `repository:${name}:pull,push`);
    await pushOci(held, registry.url, `Bearer ${tokenFor(all.join(' '), certificates)}`);
  });
  afterAll(async () => {
    await registry.program.close();
    await tokens.close();
  });

  it('lets in who has a token for the repository, to pull and nothing else', async () => {
    const settings = { url: `${registry.url}/team`, username: 'me', secret: { env: 'P' }, ca: certificates.ca };
    const feed = made('oci', settings, { secret: secrets({ P: 's3cret' }) });
    expect(value(await feed.sha256('web', version('1.0.0'), never))).toBe(sha256Of(text('web')));
    expect(value(await feed.versions('local.stmarys', never))).toHaveLength(3);
    expect(scopes).toEqual(['repository:team/web:pull', 'repository:team/local.stmarys:pull']);
    const stranger = made('oci', settings, { secret: secrets({ P: 'wr0ng' }) });
    expect(await stranger.versions('web', never)).toMatchObject({ problem: { kind: 'unauthorised' } });
  });
});

/** A token as docs.docker.com/registry/spec/auth/jwt describes it, signed by a certificate that the registry trusts. */
function tokenFor(scopes: string, { key, cert }: Certificates): string {
  const now = Math.floor(Date.now() / 1000);
  const access = scopes.split(' ').map((scope) => {
    const [type, name, actions = ''] = scope.split(':');
    return { type, name, actions: actions.split(',') };
  });
  const header = { typ: 'JWT', alg: 'ES256', x5c: [new X509Certificate(cert).raw.toString('base64')] };
  const times = { iat: now, nbf: now - 5, exp: now + 300 };
  const claims = { iss: 'us', sub: 'me', aud: 'registry', jti: randomUUID(), ...times, access };
  const encoded = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(encoded), { key: createPrivateKey(key), dsaEncoding: 'ieee-p1363' });
  return `${encoded}.${signature.toString('base64url')}`;
}
