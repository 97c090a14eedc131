import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageCache } from '../../src/feeds/cache.ts';
import type { Feed } from '../../src/feeds/feed.ts';
import { fetchPackage } from '../../src/feeds/fetch-package.ts';
import { describeFeedProblem } from '../../src/feeds/problem.ts';
import { createFeed, isFeed } from '../../src/feeds/registry.ts';
import { contractContent, feedContract, value } from '../contract/feed.ts';
import { version } from '../versions/read.ts';
import { scratch, sha256Of, text } from './bytes.ts';

const never = new AbortController().signal;

function feedOn(root: string): Feed {
  const feed = createFeed({ name: 'local', type: 'folder', settings: { path: 'packages' } }, { root });
  if (!isFeed(feed)) throw new Error(feed.summary);
  return feed;
}

function put(root: string, name: string, content = name): string {
  const path = join(root, 'packages', name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const contractRoot = mkdtempSync(join(tmpdir(), 'release-feeds-'));
afterAll(() => rmSync(contractRoot, { recursive: true, force: true }));
for (const { id, version: number, bytes } of contractContent) {
  put(contractRoot, `${id}.${number}.zip`, Buffer.from(bytes).toString());
}
feedContract('folder', async () => feedOn(contractRoot));

describe('the folder feed', () => {
  it('looks into folders, and leaves out what is no package, hidden, or a link', async () => {
    const root = scratch();
    const real = put(root, 'north/a/Web.1.0.0.nupkg');
    put(root, 'web-1.1.0.tgz');
    put(root, 'Web.md');
    put(root, '.old/Web.0.1.0.zip');
    symlinkSync(real, join(root, 'packages', 'Web.9.0.0.nupkg'));
    const listed = value(await feedOn(root).versions('Web', never));
    expect(listed.map((one) => [one.id, one.version.text, one.kind])).toEqual([
      ['Web', '1.0.0', 'nupkg'],
      ['web', '1.1.0', 'tar'],
    ]);
  });

  it('names packages and versions that come close', async () => {
    const root = scratch();
    put(root, 'Local.StMarys.2024.6.0.zip');
    const feed = feedOn(root);
    expect(await feed.versions('Local.StMary', never)).toMatchObject({ problem: { similar: ['Local.StMarys'] } });
    const wrong = await feed.open('Local.StMarys', version('2024.6.1'), never);
    expect(wrong).toMatchObject({ ok: false, problem: { kind: 'no-version', similar: ['2024.6.0'] } });
    if (wrong.ok) return;
    const diagnostic = describeFeedProblem(wrong.problem, feed.name, { file: 'tenants/a.yaml', offset: 3, length: 2 });
    expect(diagnostic).toMatchObject({ code: 'REL1505', hint: 'did you mean "2024.6.0"?', span: { offset: 3 } });
  });

  it('says that a missing folder cannot be reached, and finds it once it is there', async () => {
    const root = scratch();
    const feed = feedOn(root);
    expect(await feed.versions('Web', never)).toMatchObject({ problem: { kind: 'unreachable' } });
    put(root, 'Web.1.0.0.zip');
    expect(value(await feed.versions('Web', never))).toHaveLength(1);
  });

  it('refuses two files of one version with different bytes, takes them with the same', async () => {
    const root = scratch();
    put(root, 'Web.1.0.zip', 'one');
    put(root, 'x/Web.1.0.0.zip', 'other');
    put(root, 'Web.2.0.zip', 'same');
    put(root, 'x/Web.2.0.0.zip', 'same');
    const feed = feedOn(root);
    expect(await feed.sha256('Web', version('1.0'), never)).toMatchObject({
      problem: { kind: 'ambiguous', files: ['Web.1.0.zip', 'x/Web.1.0.0.zip'] },
    });
    expect(value(await feed.sha256('Web', version('2.0'), never))).toBe(sha256Of(text('same')));
  });

  it('notices a file that changed after its digest was taken', async () => {
    const root = scratch();
    const path = put(root, 'Web.1.0.0.zip', 'before');
    const feed = feedOn(root);
    const sha256 = value(await feed.sha256('Web', version('1.0.0'), never));
    writeFileSync(path, 'after!');
    utimesSync(path, 1, 1);
    const cache = packageCache({ folder: join(root, 'cache'), now: Date.now });
    for (const request of [{ sha256 }, {}]) {
      const fetched = await fetchPackage(feed, cache, { id: 'Web', version: version('1.0.0'), ...request }, never);
      expect(fetched).toMatchObject({ ok: false, problem: { kind: 'digest-mismatch', expected: sha256 } });
    }
    expect(value(await feed.sha256('Web', version('1.0.0'), never))).toBe(sha256Of(text('after!')));
  });

  it('fetches through the cache, and from it when the feed is gone', async () => {
    const root = scratch();
    const path = put(root, 'Web.1.0.0.zip');
    const cache = packageCache({ folder: join(root, 'cache'), now: Date.now });
    const request = { id: 'Web', version: version('1.0.0') };
    const first = value(await fetchPackage(feedOn(root), cache, request, never));
    expect(first.fromCache).toBe(false);
    rmSync(path);
    const again = await fetchPackage(feedOn(root), cache, { ...request, sha256: first.sha256 }, never);
    expect(value(again)).toEqual({ ...first, fromCache: true });
  });

  it('indexes a thousand packages well inside a second', async () => {
    const root = scratch();
    for (let number = 0; number < 1000; number += 1) put(root, `${number % 10}/Local.T${number}.2024.6.0.zip`, '');
    const feed = feedOn(root);
    const start = performance.now();
    for (let number = 0; number < 1000; number += 1) {
      expect(value(await feed.versions(`Local.T${number}`, never))).toHaveLength(1);
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('createFeed', () => {
  const span = { file: 'release.config.yaml', offset: 1, length: 2 };

  it.each(['svn', 'constructor'])('does not know the type %s', (type) => {
    const made = createFeed({ name: 'x', type, settings: {}, span }, { root: '/' });
    expect(made).toMatchObject({ code: 'REL1511', span, hint: expect.stringContaining('folder') });
  });

  it('wants a path for a folder', () => {
    expect(createFeed({ name: 'x', type: 'folder', settings: { path: 3 }, span }, { root: '/' })).toMatchObject({
      code: 'REL1512',
    });
  });
});
