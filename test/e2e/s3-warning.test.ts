import { expect, it, onTestFinished } from 'vitest';
import { s3Fake } from '../support/feeds/s3-server.ts';
import { folderWith, release } from './program.ts';

it('shows nothing of what the SDK of AWS says about the version of Node', async () => {
  const server = await s3Fake('packages', new Map([['Web/Web.1.0.0.zip', Buffer.from('no archive')]]));
  onTestFinished(() => server.close());
  const folder = folderWith({
    'release.config.yaml':
      'environments: [test]\nfeeds: { bucket: { type: s3, bucket: packages, region: eu-west-1 } }\n',
    'tenants/acme.yaml': 'tenant: acme\nenvironments: [test]\n',
    'projects/web.yaml': 'project: web\nsteps: [{ id: deploy, uses: package, package: { id: Web, feed: bucket } }]\n',
    'releases/first.yaml':
      'release: first\nproject: web\nversion: 1.0.0\nenvironments: [test]\ntenants: all\npackages: { Web: 1.0.0 }\n',
  });
  const environment = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 's3cret', AWS_ENDPOINT_URL: server.url };
  const told = await release(folder, ['lock', 'releases/first.yaml'], { environment });
  expect(server.seen.length).toBeGreaterThan(0);
  expect(told.err).not.toMatch(/NodeVersionSupportWarning|node >=/);
  expect(told.code).toBe(0);
});
