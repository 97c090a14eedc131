import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inParallel } from '../../src/feeds/in-parallel.ts';
import type { Json } from '../../src/util/json.ts';
import { contractContent, feedContract, value } from '../contract/feed.ts';
import { canRun, freePort, type Started, startProgram } from '../support/feeds/programs.ts';
import { version } from '../versions/read.ts';
import { sha256Of, text } from './bytes.ts';
import { made, never } from './made.ts';

/* S3 as moto_server imitates it: an imitation that nobody here wrote. */
const there = canRun('moto_server', ['--help']);
const title = there ? '' : ' (skipped: there is no moto_server that runs)';
const environment = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 's3cret', AWS_REGION: 'eu-west-2' };

describe.skipIf(!there)(`a bucket of moto_server${title}`, () => {
  let endpoint = '';
  let program: Started;
  let api: S3Client;
  const feed = (settings: { readonly [key: string]: Json } = {}) =>
    made('s3', { bucket: 'packages', prefix: 'builds/', endpoint, pathStyle: true, ...settings }, { environment });

  beforeAll(async () => {
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    program = await startProgram('moto_server', ['-H', '127.0.0.1', '-p', `${port}`], endpoint);
    const sdk = await import('@aws-sdk/client-s3');
    const credentials = { accessKeyId: 'key', secretAccessKey: 's3cret' };
    api = new sdk.S3Client({ endpoint, forcePathStyle: true, region: 'eu-west-2', credentials });
    const location = { LocationConstraint: 'eu-west-2' } as const;
    await api.send(new sdk.CreateBucketCommand({ Bucket: 'packages', CreateBucketConfiguration: location }));
    for (const { id, version: number, bytes } of contractContent) {
      const Key = `builds/${id}/${id}.${number}.zip`;
      await api.send(new sdk.PutObjectCommand({ Bucket: 'packages', Key, Body: bytes, ChecksumAlgorithm: 'SHA256' }));
    }
    // More keys than a page of the list holds.
    const many = Array.from({ length: 1100 }, (_, number) => `builds/Many/Many.1.0.${number}.zip`);
    await inParallel(many, 16, (Key) => api.send(new sdk.PutObjectCommand({ Bucket: 'packages', Key, Body: 'x' })));
  }, 60_000);
  afterAll(async () => {
    api.destroy();
    await program.close();
  });

  feedContract('s3 on moto_server', async () => feed());

  it('is listed page by page', async () => {
    expect(value(await feed().versions('Many', never))).toHaveLength(1100);
  });

  it('gives the sha256 that it keeps, and says that another bucket is not there', async () => {
    expect(value(await feed().sha256('Web', version('1.0.0'), never))).toBe(sha256Of(text('web')));
    const missing = await feed({ bucket: 'nothing' }).versions('Web', never);
    expect(missing).toMatchObject({
      problem: { kind: 'malformed', detail: expect.stringContaining('no such bucket') },
    });
  });
});
