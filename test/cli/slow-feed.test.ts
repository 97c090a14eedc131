import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tellingWhenSlow } from '../../src/cli/slow-feed.ts';
import type { Feed } from '../../src/feeds/feed.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function feedThatTakes(milliseconds: number): Feed {
  const none = async () => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return { ok: false, problem: { kind: 'not-found', message: 'no' } } as never;
  };
  return { name: 'inner', versions: none, sha256: none, open: none };
}

it.each([
  { takes: 2_900, told: [] },
  { takes: 60_000, told: ['waiting for the feed inner, asked for Web'] },
])('says once that a feed is waited for: $takes ms', async ({ takes, told }) => {
  const said: string[] = [];
  const feed = tellingWhenSlow(feedThatTakes(takes), (text) => said.push(text));
  const { signal } = new AbortController();
  const asked = [feed.versions('Web', signal), feed.versions('Api', signal)];
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await Promise.all(asked)).toHaveLength(2);
  expect(said).toEqual(told);
  expect(vi.getTimerCount()).toBe(0);
});
