import { describe, expect, it } from 'vitest';
import type { Feed, FeedResult } from '../../src/feeds/feed.ts';
import { compareVersions } from '../../src/versions/compare.ts';
import { sha256Of, text } from '../feeds/bytes.ts';
import { version } from '../versions/read.ts';

/** What a feed is filled with for the suite: these packages and no others. */
export interface FeedContent {
  readonly id: string;
  readonly version: string;
  readonly bytes: Uint8Array;
}

export const contractContent: readonly FeedContent[] = [
  { id: 'Local.StMarys', version: '2024.6.0', bytes: text('six') },
  { id: 'Local.StMarys', version: '2024.10.0', bytes: text('ten') },
  { id: 'Local.StMarys', version: '2024.6.1-beta.2', bytes: text('beta') },
  { id: 'Web', version: '1.0.0', bytes: text('web') },
];

const never = new AbortController().signal;

/** The promises of src/feeds/feed.ts. `make` gives a new feed that holds `contractContent`. */
export function feedContract(name: string, make: () => Promise<Feed>): void {
  describe(`${name} keeps the contract of a feed`, () => {
    it('lists the versions of a package, lowest first, whatever the case of the id', async () => {
      const feed = await make();
      const listed = value(await feed.versions('local.STMARYS', never));
      expect(listed.map((one) => one.version.text)).toEqual(['2024.6.0', '2024.6.1-beta.2', '2024.10.0']);
      expect([...listed].sort((a, b) => compareVersions(a.version, b.version))).toEqual(listed);
      expect(listed.every((one) => one.listed)).toBe(true);
    });

    it('gives the bytes and their sha256', async () => {
      const feed = await make();
      for (const { id, version: number, bytes } of contractContent) {
        expect(value(await feed.sha256(id, version(number), never))).toBe(sha256Of(bytes));
        const { body, digests } = value(await feed.open(id, version(number), never));
        expect(await collect(body)).toEqual(Buffer.from(bytes));
        for (const digest of digests.filter((one) => one.algorithm === 'sha256'))
          expect(digest.hex).toBe(sha256Of(bytes));
      }
    });

    it('finds a version however it is written', async () => {
      const feed = await make();
      expect(value(await feed.sha256('web', version('1.0'), never))).toBe(sha256Of(text('web')));
      expect(value(await feed.sha256('WEB', version('1.0.0.0+meta'), never))).toBe(sha256Of(text('web')));
    });

    it('tells an unknown package from an unknown version', async () => {
      const feed = await make();
      expect(await feed.versions('Nobody', never)).toMatchObject({ problem: { kind: 'no-package', id: 'Nobody' } });
      for (const ask of [feed.sha256, feed.open]) {
        expect(await ask('Nobody', version('1.0'), never)).toMatchObject({ problem: { kind: 'no-package' } });
        expect(await ask('Web', version('9.0'), never)).toMatchObject({
          problem: { kind: 'no-version', version: '9.0' },
        });
      }
    });

    it('rejects with the reason of an aborted signal', async () => {
      const feed = await make();
      const stop = AbortSignal.abort(new Error('enough'));
      await expect(feed.versions('Web', stop)).rejects.toThrow('enough');
      await expect(feed.sha256('Web', version('1.0'), stop)).rejects.toThrow('enough');
      await expect(feed.open('Web', version('1.0'), stop)).rejects.toThrow('enough');
    });
  });
}

export function value<T>(result: FeedResult<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

export async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
