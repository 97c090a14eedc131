import { describe, expect, it } from 'vitest';
import { type Feed, failed, found, type PackageVersion } from '../../src/feeds/feed.ts';
import type { FeedProblem } from '../../src/feeds/problem.ts';
import { resolveRequests } from '../../src/feeds/resolve-requests.ts';
import { requestKey } from '../../src/plan/lock.ts';
import type { PackageRequest } from '../../src/plan/package-requests.ts';
import { version } from '../versions/read.ts';
import { sha256Of, text } from './bytes.ts';

const signal = new AbortController().signal;

function request(id: string, wanted: string, feed = 'main', offset = 0): PackageRequest {
  return { feed, id, wanted, level: 'release-id', span: { file: 'releases/r.yaml', offset, length: 1 } };
}

interface Asked {
  readonly feed: Feed;
  readonly asked: string[];
  readonly most: () => number;
}

interface Content {
  readonly [id: string]: readonly string[];
}

/** A feed in memory that counts. `-` in front of a version hides it, `@word` behind it names it. */
function countingFeed(name: string, content: Content, problem?: FeedProblem): Asked {
  const asked: string[] = [];
  let now = 0;
  let most = 0;
  const enter = async (what: string): Promise<void> => {
    asked.push(what);
    now += 1;
    most = Math.max(most, now);
    await new Promise((done) => setImmediate(done));
    now -= 1;
  };
  const feed: Feed = {
    name,
    versions: async (id) => {
      await enter(id);
      if (problem !== undefined) return failed(problem);
      const versions = content[id];
      return versions
        ? found(versions.map((one) => listing(id, one)))
        : failed({ kind: 'no-package', id, similar: [] });
    },
    sha256: async (id, { text: number }) => {
      await enter(`${id} ${number}`);
      return found(sha256Of(text(`${id} ${number}`)));
    },
    open: () => Promise.reject(new Error('nobody opens a package to resolve it')),
  };
  return { feed, asked, most: () => most };
}

function listing(id: string, written: string): PackageVersion {
  const [number = '', tag] = written.replace(/^-/, '').split('@');
  return {
    id,
    version: version(number),
    kind: 'zip',
    listed: !written.startsWith('-'),
    ...(tag && { tags: [tag] }),
  };
}

const feedsOf = (...all: readonly Asked[]) => new Map(all.map(({ feed }) => [feed.name, feed]));

describe('resolveRequests', () => {
  it('asks once per package, however many requests there are, and keeps their order', async () => {
    const main = countingFeed('main', { A: ['1.0.0', '1.1.0', '2.0.0'], B: ['3.0.0'] });
    const requests = [
      request('B', '*'),
      request('A', '1.*'),
      request('A', '2.0'),
      request('A', '1.*'),
      request('B', '*'),
    ];
    const { packages, diagnostics } = await resolveRequests(requests, feedsOf(main), { signal });
    expect(diagnostics).toEqual([]);
    expect([...packages.keys()]).toEqual([requests[0], requests[1], requests[2]].map((one) => one && requestKey(one)));
    expect([...packages.values()].map((one) => `${one.id} ${one.wanted} -> ${one.version}`)).toEqual([
      'B * -> 3.0.0',
      'A 1.* -> 1.1.0',
      'A 2.0 -> 2.0.0',
    ]);
    expect([...packages.values()][1]?.sha256).toBe(sha256Of(text('A 1.1.0')));
    expect(main.asked.filter((one) => one === 'A' || one === 'B').sort()).toEqual(['A', 'B']);
  });

  it('resolves a thousand packages with no more than the allowed number under way', async () => {
    const ids = Array.from({ length: 1000 }, (_, number) => `P${number}`);
    const main = countingFeed('main', Object.fromEntries(ids.map((id) => [id, ['1.0.0']])));
    const requests = ids.map((id) => request(id, '1.0.0'));
    const { packages } = await resolveRequests(requests, feedsOf(main), { parallel: 7, signal });
    expect([...packages.values()].map((one) => one.id)).toEqual(ids);
    expect(main.asked).toHaveLength(2000);
    expect(main.most()).toBe(7);
  });

  it('takes an unlisted version when it is named exactly, and never from a range', async () => {
    const main = countingFeed('main', { A: ['1.0.0', '-1.5.0'], Hidden: ['-1.0.0'] });
    const requests = [request('A', '1.5'), request('A', '1.*'), request('Hidden', '*')];
    const { packages, diagnostics } = await resolveRequests(requests, feedsOf(main), { signal });
    expect([...packages.values()].map((one) => one.version)).toEqual(['1.5.0', '1.0.0']);
    expect(diagnostics).toMatchObject([{ code: 'REL1503', summary: expect.stringContaining('unlisted') }]);
  });

  it('knows the words of a feed, and names them when another one is asked for', async () => {
    const main = countingFeed('main', { A: ['1.0.0@latest', '2.0.0-rc.1@next'] });
    const { packages, diagnostics } = await resolveRequests(
      [request('A', 'next'), request('A', 'nxt')],
      feedsOf(main),
      {
        signal,
      },
    );
    expect([...packages.values()]).toMatchObject([{ wanted: 'next', version: '2.0.0-rc.1' }]);
    expect(diagnostics).toMatchObject([{ code: 'REL1502', hint: expect.stringContaining('latest, next') }]);
  });

  it('says what is missing at the place that asks for it', async () => {
    const main = countingFeed('main', { A: ['1.0.0'] });
    const requests = [request('Nobody', '*', 'main', 7), request('A', '>=2', 'main', 9), request('A', '1', 'gone', 11)];
    const { packages, diagnostics } = await resolveRequests(requests, feedsOf(main), { signal });
    expect(packages.size).toBe(0);
    expect(diagnostics).toMatchObject([
      { code: 'REL1504', span: { offset: 7 } },
      { code: 'REL1503', span: { offset: 9 } },
      { code: 'REL1212', span: { offset: 11 } },
    ]);
  });

  it.each([
    ['is down', { kind: 'unreachable', detail: 'refused' }, 'REL1506'],
    ['wants no more questions', { kind: 'rate-limited', detail: 'refused', retryAfterSeconds: 90 }, 'REL1514'],
    ['has a certificate that is not trusted', { kind: 'untrusted', detail: 'refused' }, 'REL1515'],
  ] as const)('gives up on a feed that %s, and says so once', async (_, problem, code) => {
    const down = countingFeed('main', {}, problem);
    const requests = Array.from({ length: 500 }, (_, number) => request(`P${number}`, '*'));
    const { diagnostics } = await resolveRequests(requests, feedsOf(down), { parallel: 4, signal });
    expect(diagnostics).toMatchObject([{ code, detail: 'refused' }]);
    expect(down.asked.length).toBeLessThanOrEqual(4);
  });

  it('stops with the reason of its signal', async () => {
    const main = countingFeed('main', { A: ['1.0.0'] });
    const stop = AbortSignal.abort(new Error('enough'));
    await expect(resolveRequests([request('A', '*')], feedsOf(main), { signal: stop })).rejects.toThrow('enough');
  });
});
